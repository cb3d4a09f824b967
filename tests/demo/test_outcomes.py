"""Outcomes of the fictional agency: enough clients went to one service, and one area lacks something."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from supportmap.analysis.association import FEWEST
from supportmap.casework.community_gaps import gaps_of_agency
from supportmap.casework.referral_effects import effects_of_agency
from supportmap.demo.agency import found, take_in
from supportmap.demo.outcomes import HELPED, WENT, lead_to_outcomes
from supportmap.demo.population import population
from supportmap.demo.town import fill_directory

TODAY = date(2026, 11, 20)
CLIENTS = WENT + 3


def test_outcomes_have_a_service_and_an_area_to_tell_of(session: Session) -> None:
    agency = found(session)
    fill_directory(session, agency.agency_id, seed=1, count=80)
    stories = enumerate(population(1, CLIENTS, TODAY))
    owners = [take_in(session, agency, number, story) for number, story in stories]
    lead_to_outcomes(session, agency, owners)
    (service,) = effects_of_agency(session, agency.agency_id)
    assert (service["referred"], service["started"], service["helped"]) == (WENT, WENT, HELPED)
    assert service["compared"] >= FEWEST
    assert service["change"] is not None
    assert gaps_of_agency(session, agency.agency_id)


def test_an_agency_without_clients_has_nothing_to_tell(session: Session) -> None:
    agency = found(session)
    fill_directory(session, agency.agency_id, seed=1, count=80)
    lead_to_outcomes(session, agency, [])
    assert effects_of_agency(session, agency.agency_id) == gaps_of_agency(session, agency.agency_id) == []
