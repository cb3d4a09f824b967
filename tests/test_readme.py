"""What the README tells its readers to type works as it stands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from supportmap.cli import main
from supportmap.exchange.examples import example

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def commands() -> list[str]:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    return [line.split("#")[0].strip() for line in lines if line.startswith("supportmap ")]


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
