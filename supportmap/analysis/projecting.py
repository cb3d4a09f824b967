"""What the map would be if what is planned came about: shown beside what it is, never in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from supportmap.analysis.network import Contact, Network

__all__ = [
    "EXPECTED",
    "REFERRAL",
    "expectation",
    "expects",
    "is_expected",
    "projected",
    "referral_expected",
    "without_mark",
]

EXPECTED, REFERRAL = "expected", "referral"
"""The keys, unknown to the document, of a contact whose answers are what a referral is expected to bring."""


def expectation(referral_id: object) -> dict[str, Any]:
    """Return the mark of a contact who stands for a referral that has not been attended yet."""
    return {EXPECTED: True, REFERRAL: str(referral_id)}


def without_mark(extra: Mapping[str, Any]) -> dict[str, Any]:
    """Return the unknown keys of a contact without that mark."""
    return {name: value for name, value in extra.items() if name not in (EXPECTED, REFERRAL)}


def is_expected(status: str, extra: Mapping[str, Any]) -> bool:
    """Tell whether a contact is nobody yet but what a referral is to lead to: nobody named them."""
    return status == "planned" and extra.get(EXPECTED) is True


def referral_expected(status: str, extra: Mapping[str, Any]) -> str | None:
    """Return the id of the referral that a contact stands for until it is attended; None: for none."""
    return extra.get(REFERRAL) if is_expected(status, extra) else None


def expects(network: Network) -> bool:
    """Tell whether anything on the map is only what a referral is to lead to."""
    return any(is_expected(each.status, each.extra) for each in network.contacts)


def projected(network: Network) -> Network:
    """Return the network as if every referral that waits had been attended, with the answers expected of it.

    It is a projection, not a measurement: who was planned otherwise stays planned.
    """
    return replace(network, contacts=tuple(_come_about(each) for each in network.contacts))


def _come_about(contact: Contact) -> Contact:
    expected = is_expected(contact.status, contact.extra)
    return replace(contact, status="active", extra=without_mark(contact.extra)) if expected else contact
