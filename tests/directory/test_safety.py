"""Services to do with violence are marked, and confidential places are told nobody."""

from __future__ import annotations

from typing import Any

import pytest

from supportmap.directory.safety import confidential, sensitive
from tests.directory.documents import at, service


@pytest.mark.parametrize(
    "document",
    [
        service(name="Domestic Violence Shelter"),
        service(description="Help for survivors of intimate partner violence."),
        service(description="Counsel on orders of protection"),
        service(description="A women's refuge"),
        service(organization={"name": "Rape Crisis Center"}),
        service(attributes=[{"taxonomy_term": {"code": "1124", "taxonomy": "Open Eligibility"}}]),
        service(
            attributes=[
                {"taxonomy_term": {"id": "human_services:housing:short_term_housing:shelters_from_violence"}}
            ]
        ),
        service(attributes=[{"taxonomy_term": {"name": "Domestic Violence Shelters"}}]),
    ],
)
def test_a_service_to_do_with_violence_is_sensitive(document: dict[str, Any]) -> None:
    assert sensitive(document)


@pytest.mark.parametrize(
    "document",
    [service(), service(name="Grape growers", description="Violence-free football"), service(name="Therapy")],
)
def test_other_services_are_not_sensitive(document: dict[str, Any]) -> None:
    assert not sensitive(document)


@pytest.mark.parametrize(
    "document",
    [
        at(addresses=[{"address_1": "Confidential", "city": "Springfield"}]),
        at(addresses=[{"address_1": "Address not published", "city": "Springfield"}]),
        at(name="Confidential location"),
        at(description="The address is kept strictly confidential."),
        at(is_confidential="true"),
        at(addresses=[{"address_1": "1 Made-up Street", "confidential": True}]),
        service(description="A shelter at an undisclosed location."),
        service(description="The location of the shelter is confidential"),
        service(application_process="The address will be given at intake."),
    ],
)
def test_a_place_said_to_be_confidential_is(document: dict[str, Any]) -> None:
    assert confidential(document)


@pytest.mark.parametrize(
    "document",
    [
        service(),
        service(description="Confidential counselling. Location: 1 Made-up Street"),
        service(description="All calls are confidential"),
        service(description="The address is given on the website"),
        at(description="Ask at the desk", addresses=[{"address_1": "1 Public Square"}], confidential=False),
    ],
)
def test_a_confidential_talk_is_no_confidential_place(document: dict[str, Any]) -> None:
    assert not confidential(document)
