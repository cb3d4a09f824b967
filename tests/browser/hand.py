"""A person at the page of a network, whose taps, names and keys are counted by what they are for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from supportmap.analysis.figures.wording import CIRCLE_WORDS, SECTOR_WORDS
from supportmap.analysis.network import Contact, Network, Tie
from supportmap.pages.words import ANSWERS, SHORT

__all__ = ["Hand", "by_source"]

STRENGTHS = {1: "know each other", 2: "close"}


@dataclass
class Hand:
    """Finds everything by role and name, as a screen reader does, and counts what it does.

    One action is one tap, one key, or one name typed with its Enter. What the page does by itself
    (choosing whoever was added last, keeping the caret in the field) is checked and costs nothing.
    """

    page: Page
    actions: Counter[str] = field(default_factory=Counter)
    strength: int = 1

    def map(self, network: Network) -> None:
        """Enter a network from nothing: everybody with all that is known of them, then who knows whom."""
        self._tap("going to a field or mode", self.page.get_by_label("Add somebody"))
        for contact in network.contacts:
            self._add(contact)
            self._place(contact)
            self._answer(contact)
            self._kind(contact)
        if network.ties:
            self._tie_by_tapping(network)

    def tie_by_dragging(self, network: Network) -> None:
        """Join each two who know each other by a drag from one to the other, the close ones last."""
        self._to_ties()
        names = {contact.id: contact.name for contact in network.contacts}
        for tie in sorted(network.ties, key=lambda tie: tie.weight):
            self._choose_strength(tie)
            self._drag(names[tie.a], names[tie.b])

    def _drag(self, name: str, other: str) -> None:
        end = self._on_map(other)
        self.page.mouse.move(*self._on_map(name))
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=4)
        self.page.mouse.up()
        self.actions["tying"] += 1

    def _tap_on_map(self, purpose: str, name: str) -> None:
        self.page.mouse.click(*self._on_map(name))
        self.actions[purpose] += 1

    def _tap(self, purpose: str, place: Locator) -> None:
        place.click()
        self.actions[purpose] += 1

    @property
    def _chosen(self) -> Locator:
        return self.page.get_by_role("region", name="Selected contact")

    @property
    def _map(self) -> Locator:
        return self.page.get_by_role("group", name="Contacts on the map")

    def _add(self, contact: Contact) -> None:
        expect(self.page.get_by_label("Add somebody")).to_be_focused()
        self.page.keyboard.type(contact.name)
        self.page.keyboard.press("Enter")
        self.actions["adding"] += 1
        expect(self._chosen.get_by_role("heading", name=contact.name, exact=True)).to_be_visible()

    def _place(self, contact: Contact) -> None:
        if contact.circle is None:
            return
        place = f"{SECTOR_WORDS[contact.sector]}, {CIRCLE_WORDS[contact.circle]}"
        self._tap("placing", self._chosen.get_by_role("radio", name=place, exact=True))

    def _answer(self, contact: Contact) -> None:
        for question, words in ANSWERS.items():
            value = getattr(contact, question)
            if value is not None:
                group = self._chosen.get_by_role("group", name=SHORT[question], exact=True)
                answer = words[value].capitalize()
                self._tap("answering", group.get_by_role("radio", name=answer, exact=True))

    def _kind(self, contact: Contact) -> None:
        if contact.kind == "person":
            return
        kinds = self._chosen.get_by_role("group", name="Who or what")
        if not kinds.is_visible():
            self._tap("unfolding the kinds", self._chosen.get_by_text("Name, kind, note and more"))
        self._tap("saying the kind", kinds.get_by_role("radio", name=contact.kind.capitalize(), exact=True))

    def _tie_by_tapping(self, network: Network) -> None:
        self._to_ties()
        names = {contact.id: contact.name for contact in network.contacts}
        before = None
        for source, ties in by_source(network.ties):
            if before:
                self._tap_on_map("letting them go", names[before])
            self._tap_on_map("choosing whom ties begin with", names[source])
            for tie in ties:
                self._choose_strength(tie)
                self._tap_on_map("tying", names[tie.b if tie.a == source else tie.a])
            before = source

    def _to_ties(self) -> None:
        # While the drawing isn't there yet, names stand beside the signs.
        expect(self._map).to_have_text("")
        self._tap("going to a field or mode", self.page.get_by_role("button", name="Tie", exact=True))

    def _choose_strength(self, tie: Tie) -> None:
        if tie.weight != self.strength:
            words = STRENGTHS[tie.weight]
            self._tap("going to close ties and back", self.page.get_by_role("radio", name=words, exact=True))
            self.strength = tie.weight

    def _on_map(self, name: str) -> tuple[float, float]:
        """The middle of somebody's sign, which is what is tapped: the areas around two signs may overlap."""
        sign = self._map.get_by_role("button", name=f"{name},")
        sign.scroll_into_view_if_needed()
        box = sign.bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def by_source(ties: tuple[Tie, ...]) -> list[tuple[str, list[Tie]]]:
    """Return the ties of whoever has most of them, then of whoever has most of the others, and so on.

    Ties of strength 1 come before close ones, and whoever has close ties comes last: so the strength is
    changed as seldom as can be.
    """
    left, found = list(ties), []
    while left:
        source = Counter(end for tie in left for end in (tie.a, tie.b)).most_common(1)[0][0]
        own = sorted((tie for tie in left if source in (tie.a, tie.b)), key=lambda tie: tie.weight)
        found.append((source, own))
        left = [tie for tie in left if tie not in own]
    return sorted(found, key=lambda each: each[1][-1].weight)
