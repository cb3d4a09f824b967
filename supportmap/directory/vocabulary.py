"""The vocabulary of what services are for: Open Eligibility as far as it means a function, and our own terms.

Our own terms (ids "sm:...") say what Open Eligibility has no word for, most of it company. Their weights are
a proposal, as are those of Open Eligibility.
"""

from __future__ import annotations

from supportmap.directory.open_eligibility import ATTRIBUTION, OPEN_ELIGIBILITY, TAXONOMY_URI
from supportmap.directory.terms import Term, Vocabulary, Weights

__all__ = ["ATTRIBUTION", "OWN_TERMS", "TAXONOMY_URI", "VOCABULARY"]

_COUNSELED = (
    "credit", "debt", "housing", "nutrition", "nutritional", "legal", "financial", "career", "genetic", "tax",
    "budget", "vocational", "academic", "mortgage", "foreclosure", "breastfeeding", "options", "consumer",
    "benefits", "employment", "health insurance", "insurance", "contraceptive", "admissions", "homebuyer",
)  # fmt: skip
"""What counselling may be about that is no emotional support."""

_Row = tuple[str, str, int, int, int, tuple[str, ...], tuple[str, ...]]
"""Id, label, three weights, phrases that say it anywhere, phrases that say it as a name."""

_SLUGS = {"faith": ("human_services:community_services:religious_services",)}
"""What the fork of kolzchut has of ours."""

_TABLE: tuple[_Row, ...] = (
    ("befriending", "Befriending and friendly visits", 2, 0, 1,
     ("befriend*", "friendly visit*", "friendly call*", "friendly phone call", "telephone reassurance",
      "companionship", "companion program", "senior companion", "friendship line", "visiting volunteer",
      "volunteer visitor", "social visit", "good neighbour scheme", "good neighbor program"),
     ("companion program", "telefriend*", "visiting service")),
    ("clubhouse", "Clubhouse", 1, 1, 2,
     ("clubhouse model", "clubhouse international", "psychosocial clubhouse", "mental health clubhouse",
      "psychosocial rehabilitation clubhouse", "clubhouse program", "clubhouse member"), ("clubhouse",)),
    ("drop-in", "Drop-in or meeting place", 1, 0, 2,
     ("drop in center", "drop in centre", "drop in session", "drop in cafe", "drop in group",
      "coffee morning",
      "community cafe", "warm space", "warm hub", "chatty cafe", "day center for homeless",
      "community living room"), ("drop in", "meeting place")),
    ("social-club", "Social club", 0, 0, 2,
     ("social club", "social group", "social event", "friendship club", "friendship group", "singles group",
      "over 60s club", "seniors club", "youth club", "social gathering", "make new friends",
       "meet new people",
      "game night", "bingo", "board game", "knitting group", "craft group", "book club", "reading group"),
     ()),
    ("lunch-club", "Lunch club", 0, 1, 2,
     ("lunch club", "luncheon club", "senior lunch", "community lunch", "supper club", "dining club",
      "congregate dining"), ("luncheon",)),
    ("senior-center", "Seniors' centre", 0, 1, 2,
     ("senior center", "senior centre", "seniors center", "older peoples centre"), ()),
    ("community-center", "Community or neighbourhood centre", 0, 1, 2,
     ("community center activities", "neighborhood house", "neighbourhood house", "settlement house"),
     ("community center", "community centre", "neighborhood center", "neighbourhood centre")),
    ("volunteering", "Volunteering", 0, 0, 2,
     ("volunteer opportunity", "volunteer opportunities", "volunteering opportunity", "become a volunteer",
      "opportunities to volunteer", "volunteer placement", "volunteer center", "volunteer centre",
       "time bank",
      "timebank"), ("volunteering", "volunteer program")),
    ("sport", "Sport and exercise", 0, 0, 2,
     ("sports club", "sport club", "sports team", "exercise class", "exercise group", "fitness class",
      "football club", "running club", "swimming group", "yoga class", "tai chi", "sports program",
      "dance class", "cycling group"), ("sport", "fitness", "swimming", "yoga")),
    ("walking-group", "Walking group", 1, 0, 2,
     ("walking group", "walking club", "wellbeing walk", "health walk", "hiking group", "nature walk",
      "walk and talk"), ()),
    ("arts", "Choir, music and the arts", 1, 0, 2,
     ("choir", "singing group", "community singing", "art class", "art group", "arts group", "music group",
      "drama group", "theatre group", "theater group", "creative writing group", "painting group",
      "community arts", "community orchestra", "art therapy group"), ("arts", "music", "singing")),
    ("faith", "Faith community", 1, 0, 2,
     ("faith community", "worship service", "church community", "bible study", "prayer group",
      "religious service",
      "house of worship", "fellowship group", "prayer meeting"), ("congregation", "fellowship", "ministry")),
    ("mens-shed", "Men's shed", 1, 0, 2,
     ("mens shed", "men in sheds", "community shed", "community workshop"), ()),
    ("parents", "Parent and child group", 1, 1, 2,
     ("parent and toddler", "parent and child group", "mother and baby", "mothers group", "mums group",
      "mom group", "fathers group", "dads group", "playgroup", "baby group", "toddler group",
      "family center activities", "stay and play"), ("play group",)),
    ("caregivers", "Support for caregivers", 2, 1, 1,
     ("caregiver support", "carers support", "carer support", "support for caregiver", "support for carer",
      "family caregiver program", "carers group"), ("caregiver", "carer")),
    ("recovery-community", "Recovery community", 2, 0, 2,
     ("recovery community", "recovery cafe", "recovery college", "recovery group", "smart recovery",
      "recovery meeting"), ()),
    ("lgbtq", "LGBTQ+ community", 1, 0, 2,
     ("lgbt* group", "lgbt* center", "lgbt* centre", "lgbt* community", "pride center"), ("lgbt*",)),
    ("newcomers", "Meeting place for newcomers", 1, 1, 2,
     ("newcomer group", "refugee support", "welcome group", "intercultural group", "migrant support",
      "cultural group", "community sponsorship"), ("newcomer",)),
    ("veterans", "Veterans' community", 1, 1, 2,
     ("veterans group", "veterans breakfast", "veterans post", "veterans club", "vet center"), ()),
    ("pets", "Company of animals", 1, 0, 1,
     ("therapy animal", "animal assisted", "pet visit*", "therapy dog", "equine therapy"), ()),
    ("benefits", "Advice on benefits and money", 0, 2, 0,
     ("benefits advice", "welfare rights", "benefits counseling", "benefits assistance", "debt advice",
      "financial counseling", "financial counselling", "budgeting advice", "money advice", "snap application",
      "citizens advice", "benefits enrollment"), ("benefits",)),
    ("errands", "Help with errands and small repairs", 0, 2, 0,
     ("grocery shopping assistance", "help with shopping", "shopping service", "errand", "handyman",
      "minor home repair", "yard work", "snow removal", "gardening help", "help around the house"),
     ("home repair",)),
    ("shelter", "Shelter", 0, 2, 0,
     ("homeless shelter", "emergency shelter", "overnight shelter", "night shelter", "warming center"),
     ("shelter",)),
    ("clothing", "Clothing and household goods", 0, 2, 0,
     ("clothing closet", "clothing bank", "clothes closet", "free clothing", "clothing assistance",
      "diaper bank",
      "clothing donation"), ("clothing", "clothes", "thrift")),
)  # fmt: skip

OWN_TERMS: tuple[Term, ...] = tuple(
    Term(
        f"sm:{word}",
        label,
        Weights(e, p, b),
        slugs=_SLUGS.get(word, ()),
        synonyms=anywhere,
        in_names=in_names,
    )
    for word, label, e, p, b, anywhere, in_names in _TABLE
)

_OTHERWISE = (
    *(f"{of} {kind}" for kind in ("counseling", "counselling") for of in _COUNSELED),
    "animal shelter", "wildlife refuge", "pet shelter", "tax shelter", "shelter in place", "shelter animals",
    "social security", "church hall", "food bank donations", "donate to the food bank",
    "physical therapy", "child support group home", "drop in childcare", "drop in child care",
    "peer review", "peer pressure", "music license", "legal guardian", "legal resident", "legal residency",
    "legal age", "legal name", "legal separation", "sport utility", "fitness for duty", "ministry of",
    "own transportation", "public transportation", "public transport", "former volunteers",
    "staffed by volunteers", "clothing optional", "furniture donation pickup", "companionship animals",
)  # fmt: skip

VOCABULARY = Vocabulary((*OPEN_ELIGIBILITY, *OWN_TERMS), _OTHERWISE)
"""What is shipped; a site changes it by ``VOCABULARY.weighing`` and ``VOCABULARY.and_also``."""
