"""The languages in which a service is given, as ISO 639 codes.

Names are known in English and, of the commonest, in their own language; those that aren't known are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from supportmap.directory.parts import Document, locations, rows, text
from supportmap.directory.words import fold

__all__ = ["LANGUAGES", "is_language", "language_code", "language_name", "languages_of"]

_TABLE = """
am amharic; ar arabic عربي العربية; bg bulgarian; bn bengali bangla; bs bosnian; my burmese; ca catalan
zh chinese mandarin 中文 普通话; yue cantonese; hr croatian; cs czech; da danish; nl dutch nederlands flemish
prs dari; en english; et estonian; fa farsi persian; fi finnish; fr french français; de german deutsch
el greek; gu gujarati; ht haitian creole/haitian/creole; he hebrew; hi hindi; hmn hmong; hu hungarian
ig igbo; ilo ilocano; is icelandic; id indonesian; it italian italiano; ja japanese; kar karen
km khmer cambodian; ko korean; ku kurdish; lo lao laotian; lv latvian; lt lithuanian
ml malayalam; mr marathi; mn mongolian; nv navajo; ne nepali; no norwegian; om oromo
ps pashto; pl polish polski; pt portuguese português; pa punjabi panjabi
ro romanian moldovan; ru russian русский; rn kirundi; rw kinyarwanda; sm samoan; sr serbian; sk slovak
so somali; es spanish español castellano; sw swahili kiswahili; sv swedish; tl tagalog filipino; ta tamil
te telugu; th thai; ti tigrinya; to tongan; tr turkish türkçe; uk ukrainian українська; ur urdu
vi vietnamese; cy welsh cymraeg; xh xhosa; yi yiddish; yo yoruba; zu zulu; sq albanian; hy armenian
ase american sign language/asl; bfi british sign language/bsl; mh marshallese; chk chuukese; si sinhala
gd scottish gaelic/gàidhlig; ga irish/gaeilge; mi maori; ms malay; ha hausa
sgn sign language/; kn kannada; ti tigrigna; mk macedonian
"""
_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz
ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik
io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml
mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd
se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi
vo wa wo xh yi yo za zh zu
"""
_ISO_639_1 = frozenset(_CODES.split())
_ISO_639_2 = {
    "amh": "am", "ara": "ar", "ben": "bn", "bur": "my", "mya": "my", "chi": "zh", "zho": "zh", "cmn": "zh",
    "cym": "cy", "wel": "cy", "deu": "de", "ger": "de", "ell": "el", "gre": "el", "eng": "en", "fas": "fa",
    "per": "fa", "pes": "fa", "fil": "tl", "tgl": "tl", "fra": "fr", "fre": "fr", "guj": "gu", "hat": "ht",
    "heb": "he", "hin": "hi", "hun": "hu", "hye": "hy", "arm": "hy", "ita": "it", "jpn": "ja", "khm": "km",
    "kor": "ko", "kur": "ku", "lao": "lo", "nep": "ne", "nld": "nl", "dut": "nl", "nor": "no", "orm": "om",
    "pan": "pa", "pol": "pl", "por": "pt", "pus": "ps", "ron": "ro", "rum": "ro", "rus": "ru", "som": "so",
    "spa": "es", "sqi": "sq", "alb": "sq", "srp": "sr", "swa": "sw", "swe": "sv", "tam": "ta", "tel": "te",
    "tha": "th", "tir": "ti", "tur": "tr", "ukr": "uk", "urd": "ur", "vie": "vi", "asl": "ase", "bsl": "bfi",
    "hau": "ha", "ibo": "ig", "yor": "yo", "zul": "zu",
}  # fmt: skip
"""Three-letter codes whose two-letter one is used, and what signers write for a code."""


def _names() -> Iterator[tuple[str, str]]:
    for entry in re.split(r"[;\n]", _TABLE.strip()):
        code, _, names = entry.strip().partition(" ")
        whole = "/" in names
        for name in filter(None, names.split("/") if whole else names.split()):
            yield fold(name), code


LANGUAGES = dict(_names())
"""The code of each language by its folded name."""
_CALLED = {code: name for name, code in reversed(LANGUAGES.items())}
"""The first name of each code, which is the English one, folded."""
_SHORT = frozenset(LANGUAGES.values()) - _ISO_639_1
"""The codes of the table that have three letters."""
_ANY = re.compile(
    r"\b(?:any|all|most|many|multiple|various|other|over \d+|\d{2,}) (?:\w+ )?languages?\b"
    r"|\blanguage ?line\b|\btelephone interpret|\binterpreters? (?:is |are )?(?:available|on request)"
)
_SEVERAL = frozenset({"all", "any", "multiple", "other", "others", "various", "many", "multilingual"})
_DENIED = re.compile(r"\b(?:no|not|none|without|unavailable)\b")


def language_code(said: str | None) -> str | None:
    """Return the ISO 639 code that a name or a code means: of two letters where there is one; else None."""
    folded = fold(said or "")
    if folded in LANGUAGES:
        return LANGUAGES[folded]
    code = folded.partition(" ")[0] if len(folded) <= 10 else ""
    if code in _ISO_639_1:
        return code if len(folded) == 2 or re.fullmatch(r"\w\w \w{2,4}", folded) else None
    return _ISO_639_2.get(code) or (code if code in _SHORT else None)


def is_language(said: str) -> bool:
    """Tell whether a text names a language, or says that there are several."""
    return any(_named(said)) or fold(said) in _SEVERAL or _any_at_all(said)


def language_name(said: str) -> str:
    """Return the English name of a language given by its code; a name, and what nobody knows, as it is."""
    code = language_code(said)
    return _CALLED[code].title() if code in _CALLED and len(said) <= 3 else said


def languages_of(document: Document) -> tuple[str, ...] | None:
    """Return the codes of the languages of a service, sorted; None where they aren't known.

    Those of the service count, else those of its places, else those of its telephone. Languages that an
    interpreter speaks count, too; where it could be any, it isn't known which there are.
    """
    said = text(document, "interpretation_services") or ""
    interpreted = set() if _DENIED.search(fold(said)) else set(_named(said))
    if _any_at_all(said):
        return None
    at_locations = rows(document, "service_at_locations")
    for holders in ([document, *at_locations], [*locations(document)], [*rows(document, "phones")]):
        if spoken := set(_spoken(holders)):
            return None if _further(holders) else tuple(sorted(spoken | interpreted))
    return None


def _any_at_all(said: str) -> bool:
    return bool(_ANY.search(fold(said))) and not _DENIED.search(fold(said))


def _further(holders: Iterable[Document]) -> bool:
    """Tell whether further languages are spoken that aren't named."""
    names = (text(row, "name") or "" for holder in holders for row in rows(holder, "languages"))
    return any(fold(name) in _SEVERAL or _any_at_all(name) for name in names)


def _spoken(holders: Iterable[Document]) -> Iterator[str]:
    for holder in holders:
        for row in rows(holder, "languages"):
            code = language_code(text(row, "code"))
            yield from (code,) if code else _named(text(row, "name") or "")


def _named(said: str) -> Iterator[str]:
    """Yield the codes of the languages that a text names, whether it is one name, a list or a sentence."""
    if (code := language_code(said)) and fold(said) != "no":
        # As a name "no" means that there is none.
        yield code
        return
    words = fold(said).split()
    for place, word in enumerate(words):
        for name in (word, " ".join(words[place : place + 2]), " ".join(words[place : place + 3])):
            if name in LANGUAGES and len(name) > 2:
                yield LANGUAGES[name]
