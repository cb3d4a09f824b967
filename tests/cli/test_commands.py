"""The command as its users meet it: what it prints, where, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from supportmap.cli import main
from supportmap.exchange.examples import example

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in a folder of its own, in a terminal 300 characters wide."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "300")
    return lambda *arguments: CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def network(tmp_path: Path) -> Path:
    path = tmp_path / "k.json"
    path.write_bytes(example())
    return path


def test_the_example_is_written_and_analysed(run: Run) -> None:
    assert run("example").exit_code == 0
    result = run("analyse", "example.json")
    assert result.exit_code == 0
    assert "Emotional support is at least thin" in result.stdout
    assert "Descriptive, not validated (coverage-1)." in result.stdout


def test_the_example_is_never_written_over_a_file_unasked(run: Run, network: Path) -> None:
    network.write_text("mine")
    refused = run("example", network)
    assert (refused.exit_code, network.read_text()) == (2, "mine")
    assert "choose another name, or --force" in refused.stderr
    assert run("example", network, "--force").exit_code == 0
    assert network.read_bytes() == example()


def test_json_is_one_line_with_the_file_and_unrounded_numbers(run: Run, network: Path) -> None:
    result = run("analyse", network, "--json")
    (line,) = result.stdout.splitlines()
    analysis = json.loads(line)
    assert (analysis["file"], analysis["formula"], analysis["size"]) == (str(network), "coverage-1", 13)
    assert len(str(analysis["functions"]["emotional"]["score"]["low"])) > 6
    assert analysis["note"] == "descriptive, not validated"


def test_one_function_alone_can_be_looked_at(run: Run, network: Path) -> None:
    analysis = json.loads(run("analyse", network, "--json", "--function", "belonging").stdout)
    assert list(analysis["functions"]) == ["belonging"]
    assert not any(name.startswith("emotional.") for name in analysis["undefined"])
    assert "Emotional support" not in run("analyse", network, "--function", "belonging").stdout


def test_several_files_get_a_line_each_and_a_total(run: Run, network: Path) -> None:
    network.with_name("earlier.json").write_bytes(example(earlier=True))
    result = run("analyse", network, "earlier.json")
    first, second, total, *_ = result.stdout.splitlines()
    assert first.startswith(f"{network}: 16 contacts (3 not active); emotional support: at least thin")
    assert second.startswith("earlier.json: 13 contacts; emotional support: covered")
    assert total.startswith("Total: 2 networks, 29 contacts, 21 ties. Descriptive, not validated")


def test_a_folder_stands_for_the_networks_in_it(run: Run, network: Path) -> None:
    result = run("analyse", network.parent, "--json")
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == [str(network)]


def test_a_bad_file_among_several_gets_its_line_and_the_rest_are_analysed(run: Run, network: Path) -> None:
    network.with_name("bad.json").write_text('{"format": "supportmap", "version": 1, "contacts": 3}')
    result = run("analyse", "bad.json", network)
    assert result.exit_code == 2
    assert result.stderr.startswith("bad.json: contacts: ")
    assert "1 network, 16 contacts, 10 ties; 1 file not read" in result.stdout


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "k.json: file: empty"),
        ("{", "k.json: line 1, column 2: "),
        ('{"format": "supportmap", "version": 2}', "made by a newer supportmap"),
        ('{"format": "supportmap", "version": 1, "contacts": [{"id": "a", "name": "Ana", "circle": 4}]}',
         "k.json: contacts[0].circle: "),
    ],
)  # fmt: skip
def test_bad_input_ends_with_status_2_and_one_line(
    run: Run, network: Path, content: str, complaint: str
) -> None:
    network.write_text(content)
    result = run("analyse", "k.json")
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert complaint in line
    assert "Ana" not in line


def test_a_missing_file_and_an_empty_folder_are_said_plainly(run: Run, tmp_path: Path) -> None:
    assert run("analyse", "none.json").stderr == "none.json: file: no such file\n"
    empty = tmp_path / "empty"
    empty.mkdir()
    result = run("analyse", "empty")
    assert (result.exit_code, result.stderr) == (
        2,
        "empty: no .json file and no contacts.csv in this folder\n",
    )


def test_a_page_is_written_but_never_over_what_was_read(run: Run, network: Path) -> None:
    assert run("analyse", network, "--html", "k.html").exit_code == 0
    assert network.with_name("k.html").stat().st_size > 0
    refused = run("analyse", network, "--html", network)
    assert (refused.exit_code, network.read_bytes()) == (2, example())


def test_a_page_that_cannot_be_written_is_said_plainly(run: Run, network: Path) -> None:
    result = run("analyse", network, "--html", "nowhere/k.html")
    assert result.exit_code == 2
    assert result.stderr == "nowhere/k.html: can't be written (No such file or directory)\n"


def test_what_was_left_out_is_said_before_the_numbers(run: Run, tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text("id,name,status\na,Ana,active\nb,Ben,gone\n")
    shown = run("analyse", "contacts.csv").stdout
    assert "LEFT OUT: contacts.csv row 3, status" in shown
    assert "What was left out is missing from every number below." in shown


def test_escape_characters_in_a_name_do_not_reach_the_terminal(run: Run, network: Path) -> None:
    document = json.loads(example())
    document["contacts"][0]["name"] = "\x1b[31mRed\u202e"
    network.write_text(json.dumps(document))
    shown = run("analyse", network).stdout
    assert "[31mRed" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_two_networks_are_compared(run: Run, network: Path) -> None:
    network.with_name("earlier.json").write_bytes(example(earlier=True))
    shown = run("compare", "earlier.json", network).stdout
    assert "1 contact is new in the client's life." in shown
    change = json.loads(run("compare", "earlier.json", network, "--json").stdout)
    assert change["change"]["joined"] == ["c10", "c11"]
    assert change["files"] == {"before": "earlier.json", "after": str(network)}
    assert run("compare", "earlier.json", network, "--html", "change.html").exit_code == 0


def test_files_that_seem_to_be_of_two_clients_are_not_compared_unasked(run: Run, network: Path) -> None:
    network.with_name("other.json").write_bytes(example(earlier=True).replace(b'"K."', b'"M."'))
    refused = run("compare", network, "other.json", "--html", "c.html")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "are they of the same client? If so, say --force." in refused.stderr
    forced = run("compare", network, "other.json", "--html", "c.html", "--force")
    page = network.with_name("c.html").read_text(encoding="utf-8")
    for said in ("are they of the same client?", "are they in order?"):
        assert said in forced.stdout
        assert said in page


def test_a_page_is_written_over_a_page_but_over_nothing_else(run: Run, network: Path) -> None:
    other = network.with_name("other.json")
    other.write_bytes(example(earlier=True))
    refused = run("analyse", network, "--html", other)
    assert (refused.exit_code, other.read_bytes()) == (2, example(earlier=True))
    assert "is not a page" in refused.stderr
    assert run("analyse", network, "--html", "k.html").exit_code == 0
    assert run("analyse", network, "--html", "k.html").exit_code == 0


def test_a_page_of_a_map_with_a_mark_says_so_on_the_terminal_only(run: Run, network: Path) -> None:
    document = json.loads(example())
    document["contacts"][0]["unsafe"] = True
    network.write_text(json.dumps(document))
    result = run("analyse", network, "--html", "k.html")
    assert "marked unsafe" in result.stderr
    assert "marked unsafe" not in network.with_name("k.html").read_text(encoding="utf-8")


def test_a_page_never_says_which_cell_was_not_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text("id,name,unsafe\na,Ana,\nb,Ben,perhaps\n")
    assert "row 3, unsafe" in run("analyse", "contacts.csv", "--html", "k.html").stdout
    body = (tmp_path / "k.html").read_text(encoding="utf-8").split("<body>")[1].split("<script")[0]
    assert "Ben: contacts.csv row 3" in body
    assert "unsafe" not in body


@pytest.mark.parametrize("name", ["a" * 300, "bad\nname\x1b[31m.json"])
def test_any_name_of_a_file_is_answered_in_one_line(run: Run, name: str) -> None:
    for arguments, lines in (
        (["analyse", name], 1),
        (["analyse", name, "b.json"], 2),
        (["compare", name, "b"], 1),
    ):
        result = run(*arguments)
        assert (result.exit_code, len(result.stderr.splitlines())) == (2, lines)
        assert all(line.isprintable() for line in result.stderr.splitlines())


def test_a_page_can_have_no_name_that_the_system_refuses(run: Run, network: Path) -> None:
    result = run("analyse", network, "--html", "a" * 300)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_an_empty_name_does_not_stand_for_the_current_folder(run: Run, network: Path) -> None:
    assert run("analyse", "").exit_code == 2


def test_a_row_left_out_is_not_taken_for_somebody_who_left(run: Run, tmp_path: Path) -> None:
    (tmp_path / "before-contacts.csv").write_text("id,name,kind\na,Ana,\nb,Ben,\n")
    (tmp_path / "after-contacts.csv").write_text("id,name,kind\na,Ana,\nb,Ben,frend\n")
    files = ("before-contacts.csv", "after-contacts.csv")
    refused = run("compare", *files)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "would seem to have gone" in refused.stderr
    forced = run("compare", *files, "--force", "--html", "change.html")
    assert "LEFT OUT: contacts.csv row 3, kind" in forced.stdout
    page = (tmp_path / "change.html").read_text(encoding="utf-8")
    assert "<li>Ben: contacts.csv row 3</li>" in page


def test_a_comparison_names_the_contact_left_out_and_not_some_other_row(run: Run, tmp_path: Path) -> None:
    people = [{"id": 1, "name": "Ana"}, {"id": 2, "name": "Ben", "deceased": "perhaps"}]
    (tmp_path / "map.json").write_text(json.dumps({"ego": 5, "alteri": people}))
    assert run("compare", "map.json", "map.json").stderr.startswith("map.json: alteri[1].deceased: expected")


def test_output_that_a_terminal_cannot_hold_is_replaced_and_no_traceback(network: Path) -> None:
    network.write_bytes(example().replace(b'"Avery"', '"Зоя"'.encode()))
    command = [sys.executable, "-m", "supportmap.cli", "compare", str(network), str(network)]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Nobody" in done.stdout or b"Still there" in done.stdout


def test_a_page_is_written_though_nobody_reads_the_summary(network: Path) -> None:
    page = network.with_name("k.html")
    command = [sys.executable, "-m", "supportmap.cli", "analyse", str(network), "--html", str(page)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        assert running.stdout is not None
        running.stdout.close()
    assert page.stat().st_size > 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only where there is a device that is always full")
@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_output_that_cannot_be_written_is_said_in_one_line(network: Path, arguments: list[str]) -> None:
    command = [sys.executable, "-m", "supportmap.cli", "analyse", str(network), *arguments]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "output: can't be written" in done.stderr
