"""The labels of a handout in each language that there is a catalogue of; what a service says stays as given.

A catalogue has every label of the English one: a test holds them to that.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from supportmap.directory.languages import language_code

__all__ = ["CATALOGUES", "USUAL", "Catalogue", "catalogue_for"]

USUAL = "en"


class Catalogue(NamedTuple):
    """The labels of one language, and how it writes a day.

    ``words`` with braces are filled in; ``months`` are as they stand within a day.
    """

    code: str
    name: str
    words: dict[str, str]
    months: tuple[str, ...]
    days: str = "{day} {month} {year}"

    def day(self, given: date) -> str:
        """Return a day as it is read."""
        return self.days.format(day=given.day, month=self.months[given.month - 1], year=given.year)


_EN = {
    "call": "Call first",
    "no_phone": "No phone number is known.",
    "ask_for": "Ask for",
    "join": "How to join",
    "bring": "What to bring",
    "when": "When",
    "where": "Where",
    "cost": "What it costs",
    "who_for": "Who it is for",
    "email": "E-mail",
    "web": "Web page",
    "free": "It is free.",
    "costs": "It costs something: ask how much.",
    "ask": "Not known: ask when you call.",
    "hidden": "The address is not given out. Call first.",
    "online": "Online",
    "between": "Ages {least} to {most}",
    "from": "From age {least}",
    "to": "Up to age {most}",
    "notes": "My notes",
    "own_words": "What the service says stands in its own words.",
    "source": "Source: {source} ({licence}).",
    "verified": "Last verified: {day}.",
    "unverified": "Nobody has verified this yet.",
    "wrong": "Something wrong? Tell us: {agency}, code {code}.",
}
_ES = {
    "call": "Llame primero",
    "no_phone": "No se conoce ningún número de teléfono.",
    "ask_for": "Pregunte por",
    "join": "Cómo apuntarse",
    "bring": "Qué llevar",
    "when": "Cuándo",
    "where": "Dónde",
    "cost": "Cuánto cuesta",
    "who_for": "Para quién es",
    "email": "Correo electrónico",
    "web": "Página web",
    "free": "Es gratis.",
    "costs": "Hay que pagar algo: pregunte cuánto.",
    "ask": "No se sabe: pregunte cuando llame.",
    "hidden": "La dirección no se da a conocer. Llame primero.",
    "online": "Por internet",
    "between": "De {least} a {most} años",
    "from": "A partir de {least} años",
    "to": "Hasta {most} años",
    "notes": "Mis notas",
    "own_words": "Lo que dice el servicio está en sus propias palabras.",
    "source": "Fuente: {source} ({licence}).",
    "verified": "Última comprobación: {day}.",
    "unverified": "Nadie lo ha comprobado todavía.",
    "wrong": "¿Hay algún error? Díganoslo: {agency}, código {code}.",
}
_PL = {
    "call": "Najpierw proszę zadzwonić",
    "no_phone": "Numer telefonu nie jest znany.",
    "ask_for": "Osoba kontaktowa",
    "join": "Jak dołączyć",
    "bring": "Co zabrać ze sobą",
    "when": "Kiedy",
    "where": "Gdzie",
    "cost": "Ile to kosztuje",
    "who_for": "Dla kogo",
    "email": "E-mail",
    "web": "Strona internetowa",
    "free": "Bezpłatnie.",
    "costs": "Płatne: proszę zapytać, ile.",
    "ask": "Nie wiadomo: proszę zapytać przez telefon.",
    "hidden": "Adres nie jest podawany. Najpierw proszę zadzwonić.",
    "online": "Przez internet",
    "between": "Wiek: od {least} do {most} lat",
    "from": "Wiek: od {least} lat",
    "to": "Wiek: do {most} lat",
    "notes": "Moje notatki",
    "own_words": "To, co placówka pisze o sobie, podano jej własnymi słowami.",
    "source": "Źródło: {source} ({licence}).",
    "verified": "Ostatnio sprawdzono: {day}.",
    "unverified": "Nikt jeszcze tego nie sprawdził.",
    "wrong": "Coś się nie zgadza? Proszę nam powiedzieć: {agency}, kod {code}.",
}
_CY = {
    "call": "Ffoniwch yn gyntaf",
    "no_phone": "Does dim rhif ffôn hysbys.",
    "ask_for": "Gofynnwch am",
    "join": "Sut i ymuno",
    "bring": "Beth i ddod gyda chi",
    "when": "Pryd",
    "where": "Ble",
    "cost": "Y gost",
    "who_for": "Ar gyfer pwy",
    "email": "E-bost",
    "web": "Gwefan",
    "free": "Mae am ddim.",
    "costs": "Mae cost: gofynnwch faint.",
    "ask": "Ddim yn hysbys: gofynnwch wrth ffonio.",
    "hidden": "Nid yw’r cyfeiriad yn cael ei roi. Ffoniwch yn gyntaf.",
    "online": "Ar-lein",
    "between": "Oedran: {least} i {most}",
    "from": "Oedran: {least} neu hŷn",
    "to": "Oedran: hyd at {most}",
    "notes": "Fy nodiadau",
    "own_words": "Mae manylion y gwasanaeth yn ei eiriau ei hun.",
    "source": "Ffynhonnell: {source} ({licence}).",
    "verified": "Gwiriwyd ddiwethaf: {day}.",
    "unverified": "Does neb wedi gwirio hyn eto.",
    "wrong": "Rhywbeth o’i le? Dywedwch wrthym: {agency}, cod {code}.",
}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
    "listopada grudnia",
    "cy": "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
}
CATALOGUES = {
    "en": Catalogue("en", "English", _EN, tuple(_MONTHS["en"].split())),
    "es": Catalogue("es", "Español", _ES, tuple(_MONTHS["es"].split()), "{day} de {month} de {year}"),
    "pl": Catalogue("pl", "Polski", _PL, tuple(_MONTHS["pl"].split())),
    "cy": Catalogue("cy", "Cymraeg", _CY, tuple(_MONTHS["cy"].split())),
}
"""By ISO 639 code."""


def catalogue_for(languages: Iterable[str]) -> Catalogue:
    """Return the catalogue of the first of these languages (names or codes) that has one; else English."""
    codes = map(language_code, languages)
    return CATALOGUES[next((code for code in codes if code in CATALOGUES), USUAL)]
