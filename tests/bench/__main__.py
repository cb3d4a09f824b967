"""Run the benches: ``python -m tests.bench [NAME ...] [--quick] [--write]``.

``--quick`` only shows that they run; its numbers mean nothing. ``--write`` puts the tables between the two
marks in docs/performance.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from tests.bench import caseload, figures, one_client, service, writers
from tests.bench.rounds import ROUNDS, surroundings

BENCHES: dict[str, tuple[str, Callable[[bool], str]]] = {
    "one_client": ("One client", one_client.run),
    "figures": ("Figures", figures.run),
    "caseload": ("A caseload", caseload.run),
    "service": ("The service: reading", service.run),
    "writers": ("The service: writing", writers.run),
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
    if chosen.write and (chosen.quick or chosen.names):
        parser.error("--write takes a whole run: no NAME, no --quick")
    measured = report(chosen.names or list(BENCHES), chosen.quick)
    if chosen.write:
        PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), measured), encoding="utf-8")
    print(measured)


def report(names: list[str], quick: bool) -> str:
    """Return the sections of some benches as Markdown."""
    sections = [f"## {title}\n\n{run(quick)}\n" for title, run in (BENCHES[name] for name in names)]
    return "\n".join((f"Medians of {ROUNDS} rounds. {surroundings()}\n", *sections))


def renewed(page: str, measured: str) -> str:
    """Return the page with everything between its marks replaced."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{measured}\n{END}{after}"


if __name__ == "__main__":
    main()
