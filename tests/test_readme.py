"""What the README and the pages of docs/ tell their readers to type works as it stands."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from supportmap.cli import main
from supportmap.exchange.examples import example
from tests.processes import command as started

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUNNING = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
BY_ITSELF = {"analyse", "compare", "example"}
"""The commands that take no service."""


def blocks(language: str, page: str = README) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


def commands() -> list[str]:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    typed = [line.split("#")[0].strip() for line in lines if line.startswith("supportmap ")]
    return [line for line in typed if line.split()[1] in BY_ITSELF]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the files that the README speaks of."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "networks").mkdir()
    (tmp_path / "networks" / "k.json").write_bytes(example())
    return tmp_path


def test_every_command_of_the_readme_works_in_its_order(folder: Path) -> None:
    assert len(commands()) > 5
    for command in commands():
        _, *words = shlex.split(command)
        result = CliRunner().invoke(main, [path for word in words for path in _expanded(folder, word)])
        assert result.exit_code == 0, f"{command}: {result.output}"


def _expanded(folder: Path, word: str) -> list[str]:
    """Expand the stars, which a shell does and the runner does not."""
    return sorted(path.name for path in folder.glob(word)) if "*" in word else [word]


def test_the_library_example_of_the_readme_works(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "example.json").write_bytes(example())
    (code,) = blocks("python")
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("thin Interval(low=0.93")


@pytest.fixture(scope="module")
def demo() -> Iterator[list[str]]:
    """What a running demonstration printed: its address, then a line for each sign-in."""
    with started("demo", "--no-browser", "--port", "0", "--clients", "3") as process:
        process.wait_for("^client\t", process.out)
        yield [line.rstrip("\n") for line in process.out]


@pytest.mark.parametrize("role", ["clinician", "referral", "admin", "client"])
def test_everybody_signs_in_by_the_curl_lines_of_the_readme(role: str, demo: list[str]) -> None:
    url, *sign_ins = demo
    email, password = next(line.split("\t")[1:] for line in sign_ins if line.startswith(f"{role}\t"))
    variables, bearer, cookie, of_clinician, of_client = (block for block in blocks("sh") if "URL" in block)
    assert {line.split("=")[0] for line in variables.splitlines()} == {"URL", "EMAIL", "PASSWORD"}
    given = f"URL={url.rstrip('/')}\nEMAIL={email}\nPASSWORD={password}\n"
    own = {"clinician": of_clinician, "client": of_client}.get(role, "")
    said = run(given + bearer + cookie + own)
    assert said.count(f'"role":"{role}"') >= 2
    if role == "clinician":
        assert '"functions"' in said
        assert '"name":"Avery"' in said
    if role == "client":
        assert '"label"' in said


def test_the_first_steps_of_the_readme_make_a_service(folder: Path) -> None:
    (steps,) = (block for block in blocks("sh") if "agency add" in block)
    *lines, last = steps.splitlines()
    assert last.startswith("supportmap serve ")
    environ = {"SUPPORTMAP_DATA": f"{folder}/data", "SUPPORTMAP_KEY_FILE": f"{folder}/keys/master.key"}
    assert "The password, shown this once:" in run("\n".join(lines), environ)
    assert (folder / "backup.smb").stat().st_size > 0
    elsewhere = {name: value.replace(str(folder), f"{folder}/new") for name, value in environ.items()}
    run("supportmap restore backup.smb --key-file recovery-kit.txt", elsewhere)
    with started("serve", "--port", "0", **elsewhere) as process:
        process.wait_for("Serving on", process.err)
        assert process.end() == 0


def run(script: str, environ: dict[str, str] | None = None) -> str:
    """What a shell prints for lines of the README; any answer but a success fails."""
    if sys.platform == "win32" or not (shutil.which("curl") and shutil.which("bash")):
        if os.environ.get("CI"):
            pytest.fail("curl or bash isn't there, so the lines of the README would not run")
        pytest.skip("not run: needs curl and bash")
    beginning = 'set -euo pipefail; curl() { command curl --fail-with-body "$@"; }\n'
    beginning += f'supportmap() {{ {shlex.quote(sys.executable)} -m supportmap.cli "$@"; }}\n'
    done = subprocess.run(
        ["bash", "-c", beginning + script],
        env=os.environ | {"NO_PROXY": "*", "no_proxy": "*", "PYTHONPATH": str(ROOT)} | (environ or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done
    return done.stdout


def typed_anywhere() -> list[str]:
    """Every command that a page tells somebody to type."""
    lines = [
        line for page in (README, RUNNING) for block in blocks("sh", page) for line in block.splitlines()
    ]
    found = (re.search(r"supportmap [a-z-]+[^#|>)]*", line) for line in lines)
    return [match[0] for match in found if match]


@pytest.mark.parametrize("line", typed_anywhere())
def test_every_command_that_is_written_anywhere_exists_with_its_options(line: str) -> None:
    command: click.Command = main
    _, *words = shlex.split(line)
    context = click.Context(command)
    while isinstance(command, click.Group):
        inner = command.get_command(context, words.pop(0))
        assert inner is not None, line
        command = inner
    known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
    assert {word for word in words if word.startswith("--")} <= known


def test_every_setting_is_in_the_table_of_the_readme() -> None:
    source = (ROOT / "supportmap" / "settings.py").read_text(encoding="utf-8")
    settings = set(re.findall(r'"(SUPPORTMAP_[A-Z_]+)"', source)) - {"SUPPORTMAP_KEY_FILE"}
    assert len(settings) > 5
    for setting in settings:
        assert f"| `{setting}` |" in README
