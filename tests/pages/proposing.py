"""What a client proposes and a clinician decides, as their pages send it."""

from __future__ import annotations

import re

from tests.pages.conftest import Both, release


def settle(both: Both, verb: str, **form: object) -> str:
    """Settle the first proposal that waits."""
    html = both.alice.open(both.alice.of_client("/between")).get_data(as_text=True)
    way = re.search(rf'"(/clients/[0-9a-f-]+/proposals/[0-9a-f-]+/{verb})"', html)
    assert way
    return both.alice.send(way[1], **form)


def merge(both: Both, untick: str = "") -> str:
    """Press the button to take the first that waits over as its form is shown, with something unticked."""
    html = both.alice.open(both.alice.of_client("/between")).get_data(as_text=True)
    contact = re.search(r'name="contact" value="([^" ]+ [^"]+)"', html)
    assert contact
    ticked = [each for each in re.findall(r'name="replace" value="(\w+)" checked', html) if each != untick]
    return settle(both, "merge", contact=contact[1], replace=ticked)


def correct(both: Both, **said: str) -> str:
    """Put Sam on the map, shown to Kim, who says what is different; return the id."""
    sam = both.alice.add("Sam", circle=2, relationship="friend")
    release(both, "people")
    both.kim.send(f"/my/circle/{sam}", **said)
    return sam
