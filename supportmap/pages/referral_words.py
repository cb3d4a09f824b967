"""Words of referrals: their states, what can be done next, and why they end."""

from __future__ import annotations

from typing import Any

from supportmap.analysis.referring import CHANNELS, HOLD_REASONS, OUTCOMES

__all__ = ["REFERRAL_WORDS"]

STATE_WORDS = {
    "draft": "being prepared",
    "sent": "sent, no answer yet",
    "accepted": "accepted",
    "waitlisted": "on a waiting list",
    "needs_client": "waiting for the client",
    "started": "going there",
    "helped": "ended: it helped",
    "declined": "ended: declined by the service",
    "cancelled": "ended: withdrawn",
    "not_helped": "ended: it didn’t help",
}
ACT_WORDS = {
    "send": "Send",
    "accept": "Accepted",
    "waitlist": "On the waiting list",
    "need_client": "Needs something of the client",
    "start": "First attendance",
    "help": "It helped",
    "decline": "Declined by the service",
    "cancel": "Withdraw",
    "not_help": "It didn’t help",
}
REASON_WORDS = {
    "full": "in full",
    "partly": "partly",
    "goes on": "they go on going there",
    "no capacity": "no room",
    "not eligible": "not for this client",
    "out of area": "out of their area",
    "closed": "it has closed",
    "other": "another reason",
    "not wanted": "the client doesn’t want it",
    "already met": "no longer needed",
    "moved": "the client moved",
    "not reached": "nobody was reached in three tries",
    "stopped attending": "the client stopped going",
    "poor fit": "it didn’t suit",
    "document": "a document",
    "contact pending": "an answer of the client",
}
CHANNEL_WORDS = {
    "letter": "by letter",
    "phone": "by phone",
    "e-mail": "by e-mail",
    "client": "handed to the client, who goes there",
}
EVENT_WORDS = {
    "made": "made",
    "send": "sent",
    "accept": "accepted",
    "waitlist": "put on a waiting list",
    "need_client": "waits for something of the client",
    "start": "first attendance",
    "help": "ended: it helped",
    "decline": "ended: declined",
    "cancel": "ended: withdrawn",
    "not_help": "ended: it didn’t help",
    "take_back": "last step taken back: it was noted by mistake",
    "attempt": "tried to reach somebody",
    "assigned": "taken on",
    "handed-back": "handed back",
    "due": "another day to look at it again",
    "note": "note",
    "rewritten": "what they are told was rewritten",
    "elsewhere": "referred elsewhere",
    "consent-asked": "client asked whether they may be told",
    "consent-given": "client agrees that they are told",
    "consent-refused": "client doesn’t agree that they are told",
    "consent-withdrawn": "client no longer agrees that they are told",
}
REFERRAL_WORDS: dict[str, Any] = {
    "STATE_WORDS": STATE_WORDS,
    "ACT_WORDS": ACT_WORDS,
    "REASON_WORDS": REASON_WORDS,
    "CHANNEL_WORDS": CHANNEL_WORDS,
    "EVENT_WORDS": EVENT_WORDS,
    "HOLD_REASONS": HOLD_REASONS,
    "CHANNELS": CHANNELS,
    "OUTCOMES": OUTCOMES,
}
