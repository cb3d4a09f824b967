"""What the receiving group of a referral is told, ready to be printed, copied or said on the phone."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import render_template, request
from flask_login import current_user

from supportmap.access.acting import reads
from supportmap.casework.referral import Referral
from supportmap.casework.referral_texts import SUBJECT, ToldThem, email_text, letter_text, phone_script
from supportmap.pages.doors import CLIENT, Answer, pages
from supportmap.pages.names import names_are_off
from supportmap.pages.referral_frame import referral_frame
from supportmap.pages.referred import name_known, referral_and_resource
from supportmap.pages.words import day
from supportmap.records.agency import agency_name
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.days import today
from supportmap.records.networks import Facts
from supportmap.records.referral_consent import may_be_told

__all__ = ["FORMS"]

FORMS = {"letter": letter_text, "e-mail": email_text, "phone": phone_script}
"""By the channel that it is for; the first unless another is asked for."""
FORM_WORDS = {"letter": "Letter", "e-mail": "E-mail", "phone": "By phone"}


@pages.get(f"{CLIENT}/referrals/<uuid:referral_id>/letter")
@reads("referral.read")
def referral_letter_page(owner: Owner, referral_id: UUID) -> Answer:
    """Show what the receiving group is told; nothing of it before the client agreed to that.

    Of a service with which to be seen may endanger the client it is shown once that is ``confirmed``.
    """
    referral, resource = referral_and_resource(owner, referral_id)
    frame = referral_frame(owner) | {"referral": referral, "resource": resource, "tab": "referrals"}
    frame |= {"form": _form_asked(), "confirmed": request.args.get("confirmed") == "1"}
    if resource["sensitive"] and not frame["confirmed"]:
        return render_template("referral_letter_ask.html", **frame)
    return render_template("referral_letter.html", **frame, **_letter(owner, frame))


def _letter(owner: Owner, frame: Facts) -> Facts:
    """Return the text in the form asked for, and what is to be said beside it."""
    referral, resource = frame["referral"], frame["resource"]
    name = name_known(owner, frame["told"])
    # While names are off the label stands for the name.
    called = frame["told"]["label"] if names_are_off() else name
    # Whoever took a referral back, or was declined, agreed to nothing more.
    agreed = not referral.has_ended and may_be_told(db.session, owner, referral.id, datetime.now(UTC))
    text = FORMS[frame["form"]](_told(owner, referral, resource, called)) if agreed else None
    several = len(_addresses(resource)) > 1
    more = {"forms": FORM_WORDS, "subject": SUBJECT, "text": text}
    return {"agreed": agreed, "named": name is not None, "several": several, **more}


def _form_asked() -> str:
    asked = request.args.get("as", "")
    return asked if asked in FORMS else next(iter(FORMS))


def _told(owner: Owner, referral: Referral, resource: Facts, called: str | None) -> ToldThem:
    """Return what stands in it, of somebody who agreed that this group is told."""
    addresses = _addresses(resource)
    return ToldThem(
        agency=agency_name(db.session, owner.agency_id),
        day=day(today(db.session, owner.agency_id)),
        service=resource["name"],
        organization=resource["organization"],
        address=addresses[0] if len(addresses) == 1 else None,
        staff=current_user.name,
        client=called,
        # What was written may name somebody: while names are off it is left out.
        note=None if names_are_off() else referral.note,
    )


def _addresses(resource: Facts) -> list[str]:
    """Return where a letter may go: to the postal addresses if there are any, else to any place.

    An envelope with where it is may endanger somebody of whom it is found: of such a service there are none.
    """
    if resource["sensitive"] or resource["confidential"]:
        return []
    told = [(each["kind"], each["address"]) for each in resource["places"] if each["address"]]
    postal = [address for kind, address in told if kind == "postal"]
    return list(dict.fromkeys(postal or [address for kind, address in told if kind != "virtual"]))
