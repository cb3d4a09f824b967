"""What the terms of Open Eligibility mean for the three functions.

Titles and ids are those of version 2.0 of the Open Eligibility taxonomy by Aunt Bertha, CC BY-SA 3.0: whoever
shows them says so (``ATTRIBUTION``). The weights and synonyms are ours, and a proposal. An id names a term
here only if it names one there: 1206, which stands for two, is not among them. A title may mean several.
"""

from __future__ import annotations

from supportmap.directory.terms import Term, Weights

__all__ = ["ATTRIBUTION", "OPEN_ELIGIBILITY", "TAXONOMY_URI"]

ATTRIBUTION = "Open Eligibility taxonomy, Aunt Bertha, CC BY-SA 3.0"
TAXONOMY_URI = "http://terminology.hl7.org/CodeSystem/OpenEligibilityTaxonomy"

_NETWORK = "Care/Support Network"
_GROUPS = f"{_NETWORK}/Support Groups"
_DAYTIME = "Care/Daytime Care"
_SYSTEM = "Care/Navigating the System"
_SKILLS = "Education/Skills & Training"
_CARE = "human_services:care"

_Row = tuple[int, str, int, int, int, tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Id, path, three weights, slugs of kolzchut, phrases that say it anywhere, phrases that say it as a name."""

_TABLE: tuple[_Row, ...] = (
    (1310, f"{_NETWORK}/Peer Support", 2, 0, 2, (),
     ("peer support", "peer to peer", "peer led", "peer run", "peer counsel*", "peer specialist"), ("peer",)),
    (1312, _GROUPS, 2, 0, 2,
     (f"{_CARE}:support_group", "human_services:health:addiction_recovery:support_groups"),
     ("support group", "self help group", "mutual aid group", "mutual support", "sharing circle",
      "talking circle"), ("support circle",)),
    (1313, f"{_GROUPS}/12-Step", 2, 0, 2, (), (), ()),
    (1179, "Health/Addiction & Recovery/12-Step", 2, 0, 2, (),
     ("12 step", "twelve step", "alcoholics anonymous", "narcotics anonymous", "al anon",
      "gamblers anonymous",
      "overeaters anonymous"), ()),
    (1314, f"{_GROUPS}/Bereavement", 2, 0, 1, (f"{_CARE}:support_group:bereavement",),
     ("grief group", "bereavement group", "grief support group", "bereavement support group"), ()),
    (1315, f"{_GROUPS}/Parenting Education", 1, 1, 1, (),
     ("parenting class", "parenting education", "parenting group", "parent education"), ()),
    (1304, f"{_NETWORK}/Counseling", 2, 0, 0, ("human_services:health:mental_health_care:counseling",),
     ("counseling service", "counselling service", "individual counseling", "individual counselling",
      "group counseling", "family counseling", "family counselling", "mental health counseling",
      "emotional support", "provides counseling", "offers counseling", "psychotherapy", "talking therapy",
      "listening service"),
     ("counseling", "counselling")),
    (1305, f"{_NETWORK}/Help Hotlines", 2, 0, 0, (f"{_CARE}:help_hotline",),
     ("crisis line", "crisis hotline", "suicide hotline", "suicide prevention line", "warm line", "warmline",
      "listening line", "crisis helpline", "suicide helpline", "emotional support line", "lifeline",
      "mental health helpline", "mental health hotline", "carers helpline", "youth helpline",
      "childrens helpline", "peer support line"), ("samaritans",)),
    (1306, f"{_NETWORK}/Home Visiting", 1, 1, 1, (f"{_CARE}:home_visiting",),
     ("home visiting", "home visitation", "home visiting program", "home visitor"), ()),
    (1307, f"{_NETWORK}/In-Home Support", 0, 2, 0,
     (f"{_CARE}:in_home_support", "human_services:health:prevent_treat:in_home_support"),
     ("in home support", "in home care", "home help", "homemaker", "home care aide", "chore service",
      "personal care at home", "household help"), ("home care",)),
    (1308, f"{_NETWORK}/Mentoring", 2, 1, 1, (f"{_CARE}:mentoring",),
     ("mentoring", "mentorship", "big brother", "big sister"), ("mentor",)),
    (1309, f"{_NETWORK}/One-on-One Support", 2, 1, 0, (),
     ("one on one support", "one to one support", "individual support", "support worker"), ()),
    (1311, f"{_NETWORK}/Spiritual Support", 2, 0, 2, (f"{_CARE}:spiritual_support",),
     ("spiritual support", "pastoral care", "spiritual care", "chaplain", "chaplaincy"), ()),
    (1316, f"{_NETWORK}/Virtual Support", 2, 0, 1, (),
     ("virtual support", "online support group", "virtual support group", "online peer support",
      "online community"), ()),
    (1288, "Care/End-of-Life Care/Bereavement", 2, 0, 0, (),
     ("bereavement support", "grief counseling", "grief counselling", "bereavement counseling",
      "bereavement counselling", "grief support", "bereavement service"), ("bereavement", "grief")),
    (1285, f"{_DAYTIME}/Recreation", 0, 0, 2, ("human_services:community_services:recreation",),
     ("recreation program", "recreational activity", "recreational activities", "social activity",
      "social activities", "leisure activity", "arts and crafts"), ("recreation", "recreational", "leisure")),
    (1278, f"{_DAYTIME}/Adult Daycare", 0, 1, 2, (),
     ("adult daycare", "adult day care", "adult day service", "adult day program", "adult day center",
      "adult day health", "day centre for older"), ("day centre",)),
    (1286, f"{_DAYTIME}/Relief for Caregivers", 1, 2, 0, (),
     ("respite care", "respite for caregiver", "caregiver respite", "relief for caregiver", "carers relief",
      "respite service", "short break for carer", "carers break"), ("respite",)),
    (1283, f"{_DAYTIME}/Day Camp", 0, 1, 1, ("human_services:community_services:summer_camps",),
     ("day camp", "summer camp"), ()),
    (1279, f"{_DAYTIME}/Afterschool Care", 0, 2, 1, ("human_services:education:afterschool_care",),
     ("after school care", "afterschool care", "after school program", "afterschool program",
      "out of school club"), ("afterschool", "after school")),
    (1280, f"{_DAYTIME}/Childcare", 0, 2, 0, (),
     ("childcare provided", "child care center", "childcare center", "child care program", "day nursery"),
     ("childcare", "child care", "creche")),
    (1303, _NETWORK, 1, 0, 1, (f"{_CARE}:support_network",), (), ("support network",)),
    (1127, "Food/Community Gardens", 0, 1, 2, ("human_services:community_services:community_gardens",),
     ("community garden", "community gardening", "allotment group"), ("allotment",)),
    (1131, "Food/Free Meals", 0, 2, 1, (),
     ("free meal", "hot meal", "soup kitchen", "community meal", "community kitchen", "congregate meal",
      "meal site", "meal program", "community supper", "community breakfast"),
     ("meal", "community dinner", "community lunch")),
    (1129, "Food/Food Delivery", 0, 2, 0, ("human_services:food:food_delivery",),
     ("food delivery", "home delivered meal", "meals on wheels", "meal delivery",
      "delivered to your door"), ()),
    (1130, "Food/Food Pantry", 0, 2, 0, ("human_services:food:food_pantry",),
     ("food pantry", "food bank", "foodbank", "food shelf", "food cupboard", "food distribution",
      "mobile pantry", "choice pantry", "prepack pantry", "food assistance", "food giveaway",
      "produce giveaway", "produce market", "emergency food", "food box", "food parcel"),
     ("pantry", "mobile market", "produce distribution")),
    (1175, "Transit/Transportation", 0, 2, 0, ("human_services:transport",),
     ("provides transportation", "transportation service", "transportation provided",
      "door to door transport*",
      "volunteer driver", "dial a ride", "community transport", "rides to", "transportation is available",
      "shuttle service"), ("transportation", "transport", "shuttle", "ride")),
    (1176, "Transit/Transportation/Transportation for Healthcare", 0, 2, 0, (),
     ("transportation to medical", "medical transportation", "rides to medical", "rides to doctor",
      "patient transport"), ()),
    (1173, "Transit/Help Pay for Transit/Bus Passes", 0, 2, 0, (),
     ("bus pass", "bus token", "bus ticket", "gas voucher"), ()),
    (1292, _SYSTEM, 0, 2, 0, (),
     ("case management", "service navigation", "patient navigator", "system navigation", "care coordination",
      "social prescribing", "information and referral"), ("navigator",)),
    (1293, f"{_SYSTEM}/Help Fill out Forms", 0, 2, 0, (),
     ("help fill out", "help with form", "help filling", "form filling", "application assistance"), ()),
    (1295, f"{_SYSTEM}/Help Find Housing", 0, 2, 0, (),
     ("help finding housing", "housing search", "housing counseling", "find housing",
      "housing navigation"), ()),
    (1357, "Work/Help Find Work", 0, 2, 0, (),
     ("job search", "job placement", "employment service", "help finding work", "job seeker",
      "employment support"), ("job club", "job center", "employment club")),
    (1359, "Work/Help Find Work/Supported Employment", 0, 2, 1,
     ("human_services:work:special_employment:supported_employment",), ("supported employment",), ()),
    (1352, f"{_SKILLS}/Daily Life Skills", 0, 2, 0,
     ("human_services:education:skills_training:daily_life_skills",),
     ("life skills", "daily living skills", "independent living skills"), ()),
    (1351, f"{_SKILLS}/Computer Class", 0, 1, 1, (),
     ("computer class", "computer course", "computer training", "digital skills", "computer literacy"), ()),
    (1350, f"{_SKILLS}/Basic Literacy", 0, 1, 1,
     ("human_services:education:skills_training:basic_literacy",),
     ("adult literacy", "basic literacy", "literacy program", "english class", "language class",
      "conversation group"), ("literacy",)),
    (1198, "Health/Health Education/Understand Mental Health", 1, 0, 0, (),
     ("mental health education", "psychoeducation", "understand mental health",
      "mental health awareness"), ()),
    (1183, "Health/Addiction & Recovery/Sober Living", 1, 2, 1, (),
     ("sober living", "sober home", "sober house", "recovery house", "recovery housing"), ()),
    (1138, "Housing/Help Pay for Housing/Help Pay for Utilities", 0, 2, 0, (),
     ("utility assistance", "help paying for utilities", "utility bill", "heating assistance",
      "energy assistance", "fuel assistance", "fuel poverty"), ()),
    (1166, "Goods/Home Goods/Furniture", 0, 2, 0, (),
     ("furniture bank", "free furniture", "furniture assistance", "donated furniture"), ("furniture",)),
    (1375, "Legal/Advocacy & Legal Aid", 0, 2, 0, ("human_services:legal:advocacy_legal_aid",),
     ("legal aid", "legal advice", "legal representation", "legal information", "legal clinic",
      "legal services", "legal help", "direct representation", "free legal"), ("advocacy", "legal")),
    (1390, "Legal/Translation & Interpretation", 0, 1, 0,
     ("human_services:legal:legal_translation_interpretation",),
     ("translation service", "interpreting service", "interpretation service", "interpreter service"), ()),
    (1124, "Emergency/Immediate Safety/Help Escape Violence", 1, 2, 0,
     ("human_services:housing:short_term_housing:shelters_from_violence",),
     ("domestic violence shelter", "domestic violence service", "domestic abuse service", "womens refuge",
      "battered women", "escape violence", "domestic violence program", "domestic violence victim",
      "victims of domestic violence", "survivors of domestic violence"),
     ("domestic violence", "domestic abuse", "refuge")),
)  # fmt: skip

OPEN_ELIGIBILITY: tuple[Term, ...] = tuple(
    Term(f"oe:{number}", path.rpartition("/")[2], Weights(e, p, b), path, slugs, anywhere, in_names)
    for number, path, e, p, b, slugs, anywhere, in_names in _TABLE
)
