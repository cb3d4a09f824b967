"""What the pages of entries, setbacks and achievements do alike: write one, show, change and delete it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor
from supportmap.casework.own import change_own, delete_own, own_work, write_own
from supportmap.casework.work import Work
from supportmap.pages.doors import Answer
from supportmap.pages.forms import sent_id, sent_version
from supportmap.pages.own_forms import (
    about_form,
    as_kept,
    as_typed,
    blank,
    kept_or_again,
    kept_words,
    said,
)
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts

__all__ = ["OwnPages"]


def _nothing(_owner: Owner, _work: Work | None) -> Facts:
    return {}


@dataclass(frozen=True)
class OwnPages:
    """The pages of one kind: the template of its form, where all of them stand, what the form says more."""

    kind: str
    template: str
    all: str
    more: Callable[[Owner, Work | None], Facts] = _nothing

    def empty(self, owner: Owner) -> Answer:
        """Return a form in which nothing is written."""
        return self._form(owner, None, blank(owner))

    def write(self, owner: Owner) -> Answer:
        """Keep something new; what can't be kept is shown again as it was typed."""
        again = kept_or_again(
            lambda: write_own(
                db.session, current_actor(), owner, self.kind, said(owner, self.kind), sent_id()
            ),
            lambda wrong: self._form(owner, None, as_typed(), wrong),
        )
        return again or self.done(kept_words())

    def show(self, owner: Owner, work_id: UUID) -> Answer:
        """Return the form of what is kept."""
        work = self._one(owner, work_id)
        return self._form(owner, work, as_kept(work))

    def change(self, owner: Owner, work_id: UUID) -> Answer:
        """Keep what was changed, and who sees it."""
        work = self._one(owner, work_id)

        def keep() -> None:
            typed = said(owner, self.kind, work)
            change_own(db.session, current_actor(), owner, self.kind, work_id, sent_version(), typed)

        again = kept_or_again(keep, lambda wrong: self._form(owner, work, as_typed(work.version), wrong))
        return again or self.done(kept_words())

    def delete(self, owner: Owner, work_id: UUID) -> Answer:
        """Delete it for good."""
        delete_own(db.session, current_actor(), owner, self.kind, work_id)
        return self.done("It is deleted for good.")

    def done(self, words: str) -> Response:
        """Lead to all of them, and say what was done."""
        flash(words, "success")
        return redirect(url_for(self.all))

    def _one(self, owner: Owner, work_id: UUID) -> Work:
        return own_work(db.session, current_actor(), owner, self.kind, work_id)

    def _form(self, owner: Owner, work: Work | None, typed: Facts, wrong: str = "") -> str:
        told = {self.kind: work, "typed": typed, "wrong": wrong}
        return render_template(self.template, **told, **about_form(owner, work), **self.more(owner, work))
