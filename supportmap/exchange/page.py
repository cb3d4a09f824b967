"""One network, or two side by side, as a page that stands by itself: it opens offline and sends nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from supportmap.analysis import explain
from supportmap.analysis.analyse import Analysis
from supportmap.analysis.change import Change, doubts
from supportmap.analysis.figures import change_figure, coverage_figure, map_figure
from supportmap.analysis.figures.theme import THEMES, Figure, ThemeName
from supportmap.analysis.figures.wording import (
    CIRCLE_WORDS,
    FREQUENCY_WORDS,
    RATING_WORDS,
    REACH_WORDS,
    SECTOR_WORDS,
)
from supportmap.analysis.formula import CAVEAT, FORMULA
from supportmap.analysis.layout import layout
from supportmap.analysis.naming import clean, in_a_row
from supportmap.analysis.network import FUNCTIONS, Function, Network
from supportmap.exchange.report import Report

__all__ = ["analysis_page", "change_page"]

MAP_SIZE = 772
"""Width and height of a map in pixels: it fits a tablet held upright."""


def analysis_page(analysis: Analysis, report: Report, function: Function | None = None) -> str:
    """Return the page of one analysis; ``function`` draws one function only."""
    network = analysis.network
    places = layout(network)
    figures = {
        theme: {
            "map": map_figure(network, places, function=function, theme=theme, size=MAP_SIZE),
            "coverage": coverage_figure(analysis.functions.values(), theme=theme),
        }
        for theme in THEMES
    }
    sentences = {
        name: explain.coverage_sentences(network, coverage) for name, coverage in analysis.functions.items()
    }
    structure = explain.structure_sentences(network, analysis.structure)
    return _page(
        "analysis.html",
        figures,
        analysis=analysis,
        report=report,
        sentences=sentences,
        structure=structure + explain.load_sentences(network, analysis.load),
        specialists=explain.specialist_sentences(analysis.structure),
        knows=_who_knows_whom(network),
    )


def change_page(was: Analysis, now: Analysis, change: Change, reports: Iterable[Report]) -> str:
    """Return the page of what changed between two analyses, with what was left out of either file."""
    places = layout(now.network)
    figures = {
        theme: {
            "change": change_figure(was.network, now.network, places, theme=theme, size=MAP_SIZE),
            "before": coverage_figure(was.functions.values(), theme=theme),
            "after": coverage_figure(now.functions.values(), theme=theme),
        }
        for theme in THEMES
    }
    return _page(
        "change.html",
        figures,
        was=was,
        now=now,
        left_out=[row for report in reports for row in report.refused],
        doubts=doubts(was.network, now.network),
        changed=explain.change_sentences(was.network, now.network, change),
        differences=explain.difference_sentences(was.functions, now.functions),
    )


def _who_knows_whom(network: Network) -> dict[str, list[str]]:
    """Return for each contact the names of those it is tied to."""
    names = {contact.id: contact.name for contact in network.contacts}
    knows: dict[str, list[str]] = {contact: [] for contact in names}
    for tie in network.ties:
        knows[tie.a].append(names[tie.b])
        knows[tie.b].append(names[tie.a])
    return knows


def _page(template: str, figures: Mapping[ThemeName, Mapping[str, Figure]], **parts: Any) -> str:
    return (
        _environment()
        .get_template(template)
        .render(
            figures=_script_data(figures),
            caveat=CAVEAT,
            formula=FORMULA,
            explain=explain,
            functions=FUNCTIONS,
            **parts,
        )
    )


def _script_data(value: object) -> Markup:
    """Return a value as JSON that can't end the script element it stands in."""
    return Markup(orjson.dumps(value).decode().replace("<", "\\u003c"))  # noqa: S704 - made safe just here


@cache
def _environment() -> Environment:
    web = _web()
    environment = Environment(
        loader=FileSystemLoader(web / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    plotly = _asset(Path(str(files("plotly").joinpath("package_data", "plotly.min.js"))))
    script = _asset(web / "static" / "js" / "figures.js")
    environment.filters |= {"clean": clean, "in_a_row": in_a_row}
    environment.globals |= {
        "rating_words": RATING_WORDS,
        "circle_words": CIRCLE_WORDS,
        "sector_words": SECTOR_WORDS,
        "reach_words": REACH_WORDS,
        "frequency_words": FREQUENCY_WORDS,
        "style": _asset(web / "static" / "css" / "page.css"),
        "script": script,
        "plotly": plotly,
        "script_hashes": _hashes(plotly, script),
    }
    return environment


def _hashes(*scripts: str) -> Markup:
    """Return the only scripts that the page may run, as its security policy names them."""
    digests = (b64encode(sha256(script.encode()).digest()).decode() for script in scripts)
    return Markup(" ".join(f"'sha256-{digest}'" for digest in digests))  # noqa: S704 - digests have no markup


def _web() -> Path:
    """Return the folder of templates: inside the package once installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    return next(folder for folder in (package / "web", package.parent / "web") if folder.is_dir())


def _asset(path: Path) -> Markup:
    return Markup(path.read_text(encoding="utf-8"))  # noqa: S704 - our own files and the installed plotly's
