"""What came of it: by service what went together with referrals, and what the community lacks.

It is told over the whole agency and of nobody: of fewer than five clients, or of all but so few, no number
stands anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import render_template
from werkzeug.wrappers import Response

from supportmap.access.acting import reads
from supportmap.analysis.association import FEWEST
from supportmap.casework.community_gaps import gaps_of_agency
from supportmap.casework.referral_effects import effects_of_agency
from supportmap.exchange.spreadsheet import table_text
from supportmap.pages.doors import Answer, pages
from supportmap.records.database import db
from supportmap.records.networks import Facts

__all__: list[str] = []

EFFECTS = "/effects"
FEW = f"fewer than {FEWEST}"
NOT_TOLD = "not told"
"""Stands for so few, and for all but so few."""
OF_SERVICE = ("service_id", "name", "referred", "started", "helped", "compared", "change")
OF_GAP = ("area", "function", "clients", "times", "last")
TOO_FEW = {"started": NOT_TOLD, "helped": NOT_TOLD, "compared": NOT_TOLD, "clients": FEW}
"""The numbers of clients, and what stands in place of one that is too small."""


@pages.get(EFFECTS)
@reads("effects.read")
def effects_page(agency_id: UUID) -> Answer:
    """Show what was seen with each service, and the community's gaps as a figure and a table."""
    services, gaps = effects_of_agency(db.session, agency_id), gaps_of_agency(db.session, agency_id)
    return render_template("effects.html", services=services, gaps=gaps, few=FEW, fewest=FEWEST)


@pages.get(f"{EFFECTS}/services.csv")
@reads("effects.read")
def effects_table(agency_id: UUID) -> Response:
    """Send what was seen with each service as CSV."""
    return _sent("services.csv", OF_SERVICE, effects_of_agency(db.session, agency_id))


@pages.get(f"{EFFECTS}/community-gaps.csv")
@reads("effects.read")
def gaps_table(agency_id: UUID) -> Response:
    """Send the community's gaps by area and function as CSV."""
    return _sent("community-gaps.csv", OF_GAP, gaps_of_agency(db.session, agency_id))


def _sent(name: str, columns: Sequence[str], rows: Sequence[Facts]) -> Response:
    told = [
        row | {column: few for column, few in TOO_FEW.items() if column in row and row[column] is None}
        for row in rows
    ]
    # Without the mark a spreadsheet takes the letters of other languages for those of its own.
    response = Response(f"\ufeff{table_text(columns, told)}", mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
