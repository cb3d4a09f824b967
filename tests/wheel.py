"""Check that a built wheel holds every file of the package and nothing else, and that it works installed.

Run as ``python -m tests.wheel FOLDER`` on a folder with one wheel in it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parent.parent


def expected() -> set[str]:
    """The files of the package as they are in git's index, under the names they have once installed."""
    listed = subprocess.run(
        ["git", "ls-files", "supportmap", "web"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    return {f"supportmap/{name}" if name.startswith("web/") else name for name in listed}


def contents(wheel: Path) -> set[str]:
    """The files of the wheel without its own metadata."""
    with ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def try_out(wheel: Path) -> None:
    """Install the wheel in a place of its own, away from the checkout, and use it."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        scripts = Path(folder, "Scripts" if sys.platform == "win32" else "bin")
        steps: tuple[list[str | Path], ...] = (
            [scripts / "python", "-m", "pip", "install", "--quiet", str(wheel)],
            [scripts / "supportmap", "example", "example.json"],
            [scripts / "supportmap", "analyse", "example.json", "--html", "example.html"],
        )
        for step in steps:
            subprocess.run(step, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        assert Path(folder, "example.html").stat().st_size > 0


def main() -> None:
    """Check the wheel in the folder given."""
    (wheel,) = Path(sys.argv[1]).resolve().glob("*.whl")
    missing, surplus = expected() - contents(wheel), contents(wheel) - expected()
    if missing or surplus:
        sys.exit(f"missing from the wheel: {sorted(missing)}; should not be in it: {sorted(surplus)}")
    try_out(wheel)
    print(f"The wheel holds {len(expected())} files and works installed.")


if __name__ == "__main__":
    main()
