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
    "words",
    [
        *(
            "Shelter for abused women and their children",
            "Women escaping an abusive husband",
            "Survivors of abuse",
        ),
        *("DV advocacy and shelter", "Restraining order help", "Coercive control support", "VAWA legal help"),
        *("Haven for battered families", "Domestically abused men", "Elder abuse hotline", "Women at risk"),
        *(
            "Safe accommodation",
            "Help for victims of crime and abuse",
            "Rape Crisis",
            "Leaving a violent home",
        ),
        *("Frauenhaus Berlin", "Hilfe bei häuslicher Gewalt", "Frauenhäuser", "Gewalt gegen Frauen"),
        *("refugio para mujeres maltratadas", "Víctimas de violencia doméstica", "Orden de alejamiento"),
        *("Violences conjugales", "Femmes victimes", "Victimes de viol", "Mariage forcé"),
        *("Pomoc ofiarom przemocy w rodzinie", "Niebieska Linia", "Handel ludźmi"),
        *(
            "LGBTQ drop-in centre",
            "Gay men's choir",
            "Trans youth group",
            "Lesbenberatung",
            "Non-binary club",
        ),
        *("Sexual health and HIV clinic", "Living with AIDS", "AIDS-Hilfe", "Pruebas de VIH", "Ryan White"),
    ],
)
def test_what_may_endanger_is_told_by_its_words(words: str) -> None:
    for document in (
        *(service(name=words), service(description=f"We are here. {words}, since 1990.")),
        *(service(application_process=words), service(alert=words)),
        *(service(organization={"name": "Rose"} | {"description": words}), service(alternate_name=words)),
    ):
        assert sensitive(document), document


@pytest.mark.parametrize("said", [True, False])
def test_what_staff_say_stands_in_place_of_what_was_found(said: bool) -> None:
    assert sensitive(service(name="Rape Crisis", sensitive_by_staff=said)) is said
    assert sensitive(service(name="Choir", sensitive_by_staff=said)) is said
    assert sensitive(service(name="Rape Crisis", sensitive_by_staff="false", sensitive=False))


@pytest.mark.parametrize(
    "words",
    [
        *("Recovery from substance abuse", "Survivors of drug abuse", "Hearing aids for seniors", "The Hive"),
        *("We do not discriminate against LGBTQ people.", "Open to all regardless of HIV status."),
        *(
            "Transport and transitional housing",
            "Suicide loss survivors",
            "Order of service",
            "Adventure club",
        ),
        *("Escape rooms", "Alcohol abuse counselling", "This aids recovery", "Home from hospital"),
    ],
)
def test_words_that_only_look_alike_endanger_nobody(words: str) -> None:
    assert not sensitive(service(name="Club", description=words))


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
        *(
            service(description=words)
            for words in (
                *(
                    "Our address is not given out.",
                    "We do not publish our address.",
                    "Locations are never shared.",
                ),
                *("Our addresses are not published", "The address is never shared, nor your e-mail address"),
                *(
                    "We never disclose our location.",
                    "Confidential domestic violence shelter",
                    "Address is kept private",
                ),
                *(
                    "La dirección es confidencial.",
                    "Domicilio secreto",
                    "Die Adresse ist geheim.",
                    "Anonyme Adresse",
                ),
                *(
                    "Adresse confidentielle",
                    "L'adresse est tenue secrète.",
                    "Adres jest poufny.",
                    "Tajny adres",
                )[:3],
            )
        ),
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
        *(
            service(description=words)
            for words in (
                *("We do not share your address with anybody.", "Confidential support for shelters' staff"),
                *("Un lugar seguro y confidencial", "Beratung vor Ort oder anonym", "Un lieu confidentiel"),
                *(
                    "Call for locations",
                    "The location is easy to find, parking is not provided",
                    "Private rooms",
                ),
                *("Your e-mail address is never shared with anyone.", "Your address is not given to others"),
                *("Email addresses are kept private", "Addresses are not published in newsletters"),
                *("Your email address is confidential", "We never share their e-mail address"),
            )
        ),
        at(description="Ask at the desk", addresses=[{"address_1": "1 Public Square"}], confidential=False),
    ],
)
def test_a_confidential_talk_is_no_confidential_place(document: dict[str, Any]) -> None:
    assert not confidential(document)


def test_to_be_seen_with_what_must_not_be_found_may_endanger_whatever_it_is_called() -> None:
    assert sensitive(service(name="Rosewood House", confidential=True))
    assert not sensitive(service(name="Rosewood House", confidential=True, sensitive_by_staff=False))
