"""Run the benches: ``python -m tests.bench [NAME ...] [--quick] [--write]``.

``--quick`` only shows that they run; its numbers mean nothing. ``--write`` puts the tables between the two
marks in docs/performance.md; those of benches that weren't named stay as they are.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from tests.bench import caseload, directory, figures, map_page, one_client, service, writers
from tests.bench.rounds import ROUNDS, surroundings

BENCHES: dict[str, tuple[str, Callable[[bool], str]]] = {
    "one_client": ("One client", one_client.run),
    "figures": ("Figures", figures.run),
    "caseload": ("A caseload", caseload.run),
    "service": ("The service: reading", service.run),
    "writers": ("The service: writing", writers.run),
    "map_page": ("The map page", map_page.run),
    "directory": ("The directory", directory.run),
}
PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"


def main(arguments: list[str] | None = None) -> None:
    """Run the benches that were named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure speed as ratios.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--quick", action="store_true", help="a smoke run: the numbers mean nothing")
    parser.add_argument("--write", action="store_true", help=f"write into {PAGE.parent.name}/{PAGE.name}")
    chosen = parser.parse_args(arguments)
    if not BENCHES.keys() >= set(chosen.names):
        parser.error(f"the benches are {', '.join(BENCHES)}")
    if chosen.write and chosen.quick:
        parser.error("--write takes no --quick: its numbers mean nothing")
    measured = sections(chosen.names or list(BENCHES), chosen.quick)
    if chosen.write:
        PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), measured), encoding="utf-8")
    print("\n".join(measured.values()))


def sections(names: list[str], quick: bool) -> dict[str, str]:
    """Return the sections of some benches as Markdown, by their headings."""
    about = f"Medians of {ROUNDS} rounds. {surroundings()}"
    found = ((f"## {title}\n", run) for title, run in (BENCHES[name] for name in names))
    return {heading: f"{heading}\n{about}\n\n{run(quick)}\n" for heading, run in found}


def renewed(page: str, measured: dict[str, str]) -> str:
    """Return the page with these sections between its marks replaced, or added at their end."""
    before, _, rest = page.partition(BEGIN)
    kept, _, after = rest.partition(END)
    there = {part.split("\n", 1)[0] + "\n": part for part in re.split(r"(?m)^(?=## )", kept) if part.strip()}
    there = {heading: part for heading, part in there.items() if heading.startswith("## ")} | measured
    return (
        f"{before}{BEGIN}\n" + "\n".join(part.strip() + "\n" for part in there.values()) + f"\n{END}{after}"
    )


if __name__ == "__main__":
    main()
