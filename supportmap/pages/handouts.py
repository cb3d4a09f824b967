"""Handouts of services for a client, a page each: how to reach it, how to join, what to bring.

Nothing of the client stands on them but the language of the labels.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template, request

from supportmap.access.acting import reads
from supportmap.casework.outcome import Missing
from supportmap.casework.referral import referrals_of
from supportmap.directory.codes import code_of
from supportmap.pages.doors import CLIENT, Answer, pages
from supportmap.pages.handout_facts import on_paper
from supportmap.pages.handout_words import CATALOGUES, Catalogue, catalogue_for
from supportmap.pages.referred import client_of_referral, referral_and_resource
from supportmap.records.agency import agency_name
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.days import today
from supportmap.records.networks import Facts

__all__: list[str] = []


@pages.get(f"{CLIENT}/referrals/handout")
@reads("referral.read")
def referral_handout_page(owner: Owner) -> Answer:
    """Show a page for each of the referrals asked for (``referral``, several), else for all that are open.

    A service with which to be seen may endanger somebody is shown once it is ``confirmed``.
    """
    asked = _asked() or [each.id for each in referrals_of(db.session, owner) if not each.has_ended]
    # Two referrals may lead to one service, one after the other: one page does for both.
    found = {
        each["id"]: (own_id, each) for own_id in asked for _, each in (referral_and_resource(owner, own_id),)
    }
    client = client_of_referral(owner)
    shared = {"client_id": owner.client_id, "label": client["label"]}
    risky = [resource for _, resource in found.values() if resource["sensitive"]]
    if risky and request.args.get("confirmed") != "1":
        safe = [own_id for own_id, resource in found.values() if not resource["sensitive"]]
        return render_template("handout_ask.html", **shared, asked=asked, risky=risky, safe=safe)
    words = _catalogue(client)
    return render_template(
        "handouts.html",
        **shared,
        asked=asked,
        catalogue=words,
        catalogues=CATALOGUES.values(),
        agency=agency_name(db.session, owner.agency_id),
        today=today(db.session, owner.agency_id),
        leaves=[_leaf(words, resource) for _, resource in found.values()],
    )


def _leaf(words: Catalogue, resource: dict[str, Any]) -> Facts:
    return {"resource": resource, "code": code_of(resource["id"]), **on_paper(words, resource)}


def _catalogue(client: Facts) -> Catalogue:
    """Return the catalogue that was asked for, else that of the client's languages."""
    return CATALOGUES.get(request.args.get("language", "")) or catalogue_for(client["languages"])


def _asked() -> list[UUID]:
    """Return the ids that the address asks for, each once; Missing where one can't be an id."""
    try:
        return list(dict.fromkeys(map(UUID, request.args.getlist("referral"))))
    except ValueError:
        raise Missing("referral") from None
