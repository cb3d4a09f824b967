"""``supportmap demo`` as a process of its own: what it prints, who can sign in, and what it leaves behind."""

from __future__ import annotations

import re
import signal
import socket
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from supportmap.running.server import ENDING
from tests.processes import Process, ask, command, sign_in

ROLES = ("clinician", "clinician", "referral", "admin", "client")


@dataclass
class Demo:
    """A demonstration that serves: its process, its address, and how to sign in."""

    process: Process
    url: str
    sign_ins: list[tuple[str, str, str]]

    def headers(self, role: str, which: int = 0) -> dict[str, str]:
        """The sign-in of somebody in a role."""
        _, email, password = [each for each in self.sign_ins if each[0] == role][which]
        return sign_in(self.url, email, password)


def begun(process: Process) -> Demo:
    process.wait_for("^client\t", process.out)
    url, *lines = [line.rstrip("\n") for line in process.out]
    return Demo(process, url, [(role, email, word) for role, email, word in (x.split("\t") for x in lines)])


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def demo(temporary: Path) -> Iterator[Demo]:
    with command("demo", "--no-browser", "--port", "0", "--clients", "12", TMPDIR=str(temporary)) as process:
        yield begun(process)


def test_it_prints_the_address_and_a_line_for_each_sign_in(demo: Demo) -> None:
    url, *lines = demo.process.out
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\n", url)
    assert tuple(line.split("\t")[0] for line in lines) == ROLES
    for line in lines:
        assert re.fullmatch(r"[a-z]+\t[a-z0-9]+@example\.org\t[^\t\n]{16,}\n", line)
    assert len({line.split("\t")[2] for line in lines}) == len(lines)


def test_everybody_can_sign_in(demo: Demo) -> None:
    for role, email, password in demo.sign_ins:
        me = ask(demo.url, "/api/v1/me", headers=sign_in(demo.url, email, password))
        assert (me.status, me.json["role"]) == (200, role)


def test_the_clinicians_share_some_of_their_clients(demo: Demo) -> None:
    first, second = (
        {each["id"] for each in ask(demo.url, "/api/v1/clients", headers=headers).json["items"]}
        for headers in (demo.headers("clinician"), demo.headers("clinician", 1))
    )
    assert first & second
    assert first - second
    assert second - first
    assert len(first | second) == 12


def test_each_client_of_a_clinician_has_a_network_and_visits(demo: Demo) -> None:
    headers = demo.headers("clinician")
    clients = ask(demo.url, "/api/v1/clients", headers=headers).json["items"]
    dated = [client for client in clients if client["last_visit"]]
    assert len(dated) == len(clients) - 1
    visits = ask(demo.url, f"/api/v1/clients/{dated[0]['id']}/visits", headers=headers).json
    assert len(visits["items"]) >= 2


def test_nobody_else_sees_a_client(demo: Demo) -> None:
    client = ask(demo.url, "/api/v1/clients", headers=demo.headers("clinician")).json["items"][0]
    for role in ("referral", "admin", "client"):
        answer = ask(demo.url, f"/api/v1/clients/{client['id']}/network", headers=demo.headers(role))
        assert answer.status == 404


def test_the_client_reads_their_own_record(demo: Demo) -> None:
    record = ask(demo.url, "/api/v1/me/record", headers=demo.headers("client"))
    assert record.status == 200
    assert record.json["label"]


@pytest.mark.skipif(sys.platform == "win32", reason="has other rights")
def test_nobody_else_on_the_machine_reads_its_folder(demo: Demo, temporary: Path) -> None:
    folders = [path for path in temporary.rglob("*") if path.is_dir()]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    files = [path for path in temporary.rglob("*") if path.is_file()]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def small(folder: Path) -> tuple[list[str], dict[str, str]]:
    """The words and the environment of a demonstration that is quick to begin."""
    return ["demo", "--no-browser", "--port", "0", "--clients", "2"], {"TMPDIR": str(folder)}


@pytest.mark.parametrize("number", ENDING)
def test_it_ends_within_seconds_and_leaves_nothing(demo: Demo, number: int, tmp_path: Path) -> None:
    words, environ = small(tmp_path)
    with command(*words, **environ) as process:
        other = begun(process)
        assert [path.name[:15] for path in tmp_path.iterdir()] == ["supportmap-demo"]
        assert not {word for *_, word in other.sign_ins} & {word for *_, word in demo.sign_ins}
        assert process.end(number) == 0
    assert list(tmp_path.iterdir()) == []
    assert len(process.out) == 1 + len(ROLES)


def test_ended_while_it_makes_the_clients_it_leaves_nothing(tmp_path: Path) -> None:
    with command("demo", "--no-browser", "--port", "0", TMPDIR=str(tmp_path)) as process:
        process.wait_for("Making up clients", process.err)
        assert process.end() == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []
    assert process.out == []
    assert len(process.err) == 1


def test_a_port_that_is_in_use_is_told_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with command("demo", "--no-browser", "--port", port) as process:
            assert process.wait() == 2
    (line,) = process.err
    assert f"127.0.0.1:{port}: can't be listened on" in line
    assert process.out == []


def test_it_uses_no_database_or_key_of_the_real_service(tmp_path: Path) -> None:
    words, environ = small(tmp_path)
    environ |= {
        "SUPPORTMAP_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/nowhere",
        "SUPPORTMAP_DATA": str(tmp_path / "data"),
        "SUPPORTMAP_KEY_FILE": str(tmp_path / "keys" / "master.key"),
    }
    with command(*words, **environ) as process:
        begun(process)
        assert process.end() == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="starts a shell script")
def test_it_opens_the_address_in_the_browser(tmp_path: Path) -> None:
    browser, shown = tmp_path / "browser", tmp_path / "shown"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {shown}\n')
    browser.chmod(0o755)
    with command("demo", "--port", "0", "--clients", "1", BROWSER=f"{browser} %s") as process:
        demo = begun(process)
        assert process.end() == 0
    assert shown.read_text() == demo.url


def test_a_machine_without_a_browser_is_fine(tmp_path: Path) -> None:
    environ = {"BROWSER": str(tmp_path / "missing"), "PATH": "", "DISPLAY": ""}
    with command("demo", "--port", "0", "--clients", "1", **environ) as process:
        begun(process)
        assert process.end() == 0
