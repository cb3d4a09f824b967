"""All pages of those who are signed in, on one blueprint."""

from __future__ import annotations

from flask import Flask
from jinja2 import StrictUndefined

# Their routes stand on the blueprint once they are imported.
from supportmap.pages import (  # noqa: F401
    account,
    agency,
    between,
    caseload,
    comparing,
    coping,
    effects,
    erasing,
    finding,
    gaps,
    handouts,
    insight,
    invitations,
    my_achievements,
    my_circle,
    my_coping,
    my_data,
    my_journal,
    my_places,
    my_referrals,
    my_setbacks,
    network,
    password,
    plans,
    proposals,
    record,
    referral_consent,
    referral_desk,
    referral_letters,
    referrals,
    resources,
    sources,
    switching,
    taking,
    teams,
    users,
    visits,
)
from supportmap.pages.doors import pages
from supportmap.pages.files import PLOTLY
from supportmap.pages.words import WORDS

__all__ = ["add_pages"]


def add_pages(app: Flask) -> None:
    """Add the pages to an application."""
    app.register_blueprint(pages)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(PLOTLY=PLOTLY, **WORDS)
