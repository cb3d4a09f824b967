"""Handouts of services for a client, a page each: how to reach it, how to join, what to bring.

Nothing of the client stands on them but the language of the labels.
"""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request

from supportmap.access.acting import reads
from supportmap.casework.kept_off import unsafe_services
from supportmap.casework.outcome import Missing
from supportmap.casework.referral import referrals_of
from supportmap.directory.codes import code_of
from supportmap.pages.doors import CLIENT, Answer, pages
from supportmap.pages.handout_facts import on_paper
from supportmap.pages.handout_words import CATALOGUES, Catalogue, catalogue_for
from supportmap.pages.referral_frame import is_desk, referral_frame
from supportmap.pages.referred import referral_and_resource
from supportmap.records.agency import agency_name
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts

__all__: list[str] = []


@pages.get(f"{CLIENT}/referrals/handout")
@reads("referral.read")
def referral_handout_page(owner: Owner) -> Answer:
    """Show a page for each of the referrals asked for (``referral``, several), else for the usual ones.

    A service with which to be seen may endanger somebody is shown once it is ``confirmed``.
    """
    asked = _asked() or _usual(owner)
    found = _services(owner, asked)
    frame = referral_frame(owner) | {"tab": "referrals", "asked": asked}
    risky = [resource for resource, _ in found if resource["sensitive"]]
    if risky and request.args.get("confirmed") != "1":
        safe = [own_id for resource, own_id in found if not resource["sensitive"]]
        return render_template("handout_ask.html", **frame, risky=risky, safe=safe)
    return _pages(owner, frame, [resource for resource, _ in found])


def _services(owner: Owner, asked: list[UUID]) -> list[tuple[Facts, UUID]]:
    """Return each service once, with a referral to it: there may be several, one after the other."""
    found = [(referral_and_resource(owner, own_id)[1], own_id) for own_id in asked]
    return list({resource["id"]: (resource, own_id) for resource, own_id in found}.values())


def _pages(owner: Owner, frame: Facts, resources: list[Facts]) -> str:
    words = _catalogue(frame["told"])
    return render_template(
        "handouts.html",
        **frame,
        catalogue=words,
        catalogues=CATALOGUES.values(),
        agency=agency_name(db.session, owner.agency_id),
        leaves=[_leaf(words, resource) for resource in resources],
    )


def _leaf(words: Catalogue, resource: Facts) -> Facts:
    return {"resource": resource, "code": code_of(resource["id"]), **on_paper(words, resource)}


def _catalogue(client: Facts) -> Catalogue:
    """Return the catalogue that was asked for, else that of the client's languages."""
    return CATALOGUES.get(request.args.get("language", "")) or catalogue_for(client["languages"] or ())


def _asked() -> list[UUID]:
    """Return the ids that the address asks for, each once; Missing where one can't be an id."""
    try:
        return list(dict.fromkeys(map(UUID, request.args.getlist("referral"))))
    except ValueError:
        raise Missing("referral") from None


def _usual(owner: Owner) -> list[UUID]:
    """Return the referrals that are open, but for those to what the map marks unsafe for this client.

    Referral staff see none of the map: what they get doesn't depend on it.
    """
    off: frozenset[UUID] = frozenset() if is_desk() else unsafe_services(db.session, owner)
    known = [each for each in referrals_of(db.session, owner) if not each.has_ended]
    return [each.id for each in known if each.service_id not in off]
