"""Words of services with which to be seen may endanger somebody, in five languages.

They are English, Spanish, German, French and Polish. Each pattern stands beside a part of a word that all it
finds have: most texts have none of these, and to look for them takes far less time than a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from supportmap.directory.words import fold

__all__ = ["SENTENCE", "says_endangering"]

_NO_DRUG = r"(?!(?:substance|drug|alcohol|solvent|inhalant) )"
_SOME = rf"(?:{_NO_DRUG}\w+ ){{0,3}}"
_WHOSE = (
    r"(?:domestic|intimate partner|family|dating|gender based|honou?r based|relationship|sexual|partner"
    r"|interpersonal|spous\w+|marital|elder|child|emotional|psychological|physical|financial|verbal)"
)
_WHO = (
    r"(?:wom[ae]n\w*|m[ae]n|wife|wives|husbands?|spouses?|partners?|child\w*|adults?|famil\w+|people"
    r"|persons?)"
)
_KIN = (
    rf"(?:{_WHO}|boyfriends?|girlfriends?|parents?|relationships?|homes?|households?|marriages?|ex"
    r"|situations?)"
)

_VIOLENCE: tuple[tuple[str, str], ...] = (
    ("violen", rf"{_WHOSE} violence|violence shelter|violence against (?:wom[ae]n|girls|m[ae]n)"),
    ("violen", rf"(?:escap|flee|surviv|victim|leav)\w* (?:of |from )?{_SOME}violen(?:ce|t)|violent {_KIN}"),
    (
        "abus",
        rf"{_WHOSE} abuse|domestically abused|(?:abused|abusive) (?:\w+ )?{_KIN}|abuse (?:surviv|victim)\w+",
    ),
    (
        "abus",
        rf"(?:escap|flee|surviv|victim|leav)\w* (?:of |from )?{_SOME}{_NO_DRUG}abus\w+|abusos? sexual\w*",
    ),
    ("assault", r"(?:domestic|sexual|sexually|indecent) assault\w*"),
    ("batter", rf"batter(?:ed|ing|er) (?:\w+ )?(?:{_KIN}|program\w*|interven\w*)"),
    ("rape", r"rape"),
    ("incest", r"incest"),
    ("stalk", r"stalk(?:ing|ed|ers?)"),
    ("dv", r"dv"),
    ("ipv", r"ipv"),
    ("vawa", r"vawa"),
    (
        "victim",
        r"victims? of (?:\w+ ){0,2}crimes?|crime victims?|victim (?:advoca|assist|service|support)\w*",
    ),
    (
        "traffick",
        r"(?:human|sex|child|labou?r|people) trafficking|traffick(?:ed|ing) (?:surviv|victim|pe)\w+",
    ),
    ("slavery", r"modern slavery"),
    ("exploit", r"(?:sexual|sexually|commercially) (?:sexual |sexually )?exploit\w+"),
    ("marriage", r"forced marriages?"),
    ("genital", r"(?:female )?genital (?:mutilation|cutting)"),
    ("order", r"(?:restraining|protection|protective|no contact|non molestation|harassment) orders?"),
    ("order", r"orders? (?:of|for) protection"),
    ("control", r"coerciv\w+ control\w*|controlling (?:partner|relationship|behaviou?r)s?"),
    ("safe", r"safe ?(?:house|haven|accommodation|refuge|shelter)s?"),
    ("wom", r"wom[ae]ns (?:refuge|shelter|aid|crisis|safe)\w*|wom[ae]n at risk"),
    ("wom", r"(?:refuge|shelter|sanctuary|haven)s? for (?:\w+ ){0,2}wom[ae]n"),
    (
        "violencia",
        r"violencia (?:domestica|de genero|machista|familiar|intrafamiliar|sexual|conyugal|contra las?)",
    ),
    ("maltrat", r"maltrat\w+"),
    ("mujer", r"mujer(?:es)? (?:golpead|victim|agredid)\w*|refugios? (?:para|de) (?:\w+ )?mujer(?:es)?"),
    ("casa", r"casas? (?:segura|refugio|de acogida)s?"),
    ("orden", r"orden(?:es)? de (?:proteccion|alejamiento|restriccion)"),
    ("trata", r"trata de (?:personas|mujeres|blancas|seres)"),
    ("sexual", r"agresion(?:es)? sexual\w*|acoso sexual"),
    ("forzad", r"matrimonios? forzad\w+"),
    ("frauen", r"frauenh(?:aus|auser)\w*|frauen(?:notruf|schutz|zuflucht)\w*"),
    ("gewalt", r"(?:hauslich|sexuali[sz]iert|sexuell|partnerschaftlich)\w* gewalt|gewaltschutz\w*"),
    ("gewalt", r"gewalt (?:gegen|an) frauen|gewalt in (?:der )?(?:famili|partnerschaft|ehe|beziehung)\w*"),
    ("gewalt", r"(?:von|vor) gewalt|gewaltbetroffen\w*|vergewaltig\w*"),
    ("misshand", r"misshand\w+"),
    ("missbrauch", r"(?:sexuell\w*|sexualisiert\w*) missbrauch\w*|missbrauchs(?:opfer|betroffen)\w*"),
    ("zwangs", r"zwangs(?:heirat|verheirat|ehe|prostitution)\w*"),
    ("menschenhandel", r"menschenhandels?"),
    ("schutzwohnung", r"schutzwohnung\w*"),
    ("violences", r"violences (?:conjugal|domestique|familial|intrafamilial|sexuel|faites|au sein)\w*"),
    ("violence", r"violence (?:conjugal|domestique|familial|intrafamilial|sexuel|faite)\w*"),
    ("femmes", r"femmes (?:battues|victimes|maltraitees|violentees)"),
    ("agression", r"agressions? sexuelle\w*"),
    ("victime", r"victimes? (?:de|du) (?:\w+ ){0,2}(?:viol|violence|traite|inceste|harcelement)s?"),
    ("mariage", r"mariages? forces?"),
    ("ordonnance", r"ordonnances? de protection"),
    ("przemoc", r"przemoc\w*"),
    ("zgwa", r"zgwa[lł]\w+"),
    ("molestowan", r"molestowan\w+"),
    ("ludzmi", r"hand(?:el|lu|lem|lowi) ludzmi"),
    ("niebiesk", r"niebiesk\w+ lini\w+"),
)
_PRIVATE: tuple[tuple[str, str], ...] = (
    ("lgb", r"(?:2s)?lgb\w*"),
    ("glbt", r"glbt\w*"),
    ("gay", r"gays?"),
    ("lesb", r"lesb\w+"),
    ("queer", r"queer\w*"),
    ("bisex", r"bisex\w+"),
    ("homosex", r"homosex\w+"),
    ("intersex", r"intersex\w*"),
    ("binary", r"non ?binary"),
    ("trans", r"trans ?(?:gender|gener|genre|sex|identit|p[lł]ciow)\w*"),
    (
        "trans ",
        r"trans (?:people|persons?|wom[ae]n|m[ae]n|youth|community|folks?|health\w*|support|personas?)",
    ),
    ("gender", r"gender (?:affirm|dysphori|reassign|transition|clinic|noncon|non con)\w*"),
    ("pride", r"pride (?:cent(?:er|re)|house)"),
    ("schwul", r"schwul\w*"),
    ("gej", r"gej(?:e|ow|ami|em)?"),
    ("hiv", r"hiv"),
    (
        "aids",
        r"aids (?:service|foundation|project|hospice|patient|health|resource|support|action|clinic)\w*",
    ),
    ("aids", r"(?:with|and|from) aids|aids ?(?:hilfe|beratung)\w*"),
    ("vih", r"vih"),
    ("sida", r"sida"),
    ("seropositi", r"seropositi\w+"),
    ("sexual health", r"sexual health"),
    ("sexually", r"sexually transmitted"),
    ("ryan white", r"ryan white"),
)
_BUT = re.compile(r"\b(?:discriminat|regardless|irrespective|without regard)")
"""In a sentence with one of these, whom a service is open to is no sign of whom it is for."""


def _compiled(listed: Iterable[tuple[str, str]]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((part, re.compile(rf"\b(?:{pattern})\b")) for part, pattern in listed)


SENTENCE = re.compile(r"[.;!?](?=\s)")
_OF_VIOLENCE, _OF_PRIVACY = _compiled(_VIOLENCE), _compiled(_PRIVATE)


def says_endangering(said: str) -> bool:
    """Tell whether a text speaks of violence, or of what many keep to themselves, denied or not."""
    folded = fold(said)
    return _finds(_OF_VIOLENCE, folded) or (_finds(_OF_PRIVACY, folded) and _is_for(said))


def _is_for(said: str) -> bool:
    sentences = map(fold, SENTENCE.split(said))
    return any(_finds(_OF_PRIVACY, folded) and not _BUT.search(folded) for folded in sentences)


def _finds(listed: Iterable[tuple[str, re.Pattern[str]]], folded: str) -> bool:
    return any(part in folded and pattern.search(folded) for part, pattern in listed)
