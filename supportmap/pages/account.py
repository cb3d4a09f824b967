"""One's own account: who one is, and how one signs in."""

from __future__ import annotations

from uuid import UUID

from flask import render_template

from supportmap.access.acting import reads
from supportmap.pages.doors import Answer, pages

__all__: list[str] = []


@pages.get("/account")
@reads("account.read")
def account_page(_agency_id: UUID) -> Answer:
    """Show who is signed in, and how."""
    return render_template("account.html")
