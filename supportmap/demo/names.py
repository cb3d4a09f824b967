"""The words that made-up people are named with. Nobody is meant: surnames and places are invented."""

from __future__ import annotations

__all__ = [
    "ANIMALS",
    "AREAS",
    "FIRST_NAMES",
    "GROUPS",
    "LANGUAGES",
    "NOTES",
    "PLACES",
    "SERVICES",
    "SURNAMES",
]

_FIRST_NAMES = """
Abebe Adama Ahn Aiko Akua Alex Amal Amari Ananda Andrea Ari Asa Ash Avery Ayo Bao Billie Blair Blessing Bo
Casey Charlie Chidi Chioma Corin Dakota Dana Dara Deniz Devi Drew Ebele Eden Eka Ellis Emre Ezra Farah Fen
Finley Frances Gabi Gale Hadar Hana Harper Haru Hayden Hong Ines Iman Indigo Isa Jamie Jan Jesse Jin Jo
Jude Kai Kamal Karan Kendall Kerry Kiran Kit Lane Lee Leslie Linden Lior Lou Luca Mahal Makena Marley Max
Mika Min Mo Morgan Nico Nima Noa Noor Nuri Ola Omari Onyx Orla Oz Paz Parker Pat Quinn Rae Reese Remy
Riley Robin Rowan Ruby Sacha Sam Sasha Shay Sky Sol Tai Tamar Taylor Temi Toni Uri Val Wren Xuan Yael Yuki
Zain Zephyr Zuri
"""
FIRST_NAMES = tuple(_FIRST_NAMES.split())
_SURNAMES = """
Abranthy Belloway Cardune Dellaquist Ekanmore Farrowind Gastell Hollingrove Ibarwen Jandry Kestwick
Lorrimane Mbadeen Nakavore Ostrander Pellingby Quillory Rademaris Sandoveh Tamberlay Ulvarsen Vandemoor
Wexcombe Yarrowby Zelenkamp
"""
SURNAMES = tuple(_SURNAMES.split())
ANIMALS = ("Biscuit", "Pepper", "Mango", "Waffles", "Shadow", "Tofu", "Button", "Nacho", "Clover", "Ziggy")
GROUPS = (
    "Harbour choir",
    "Tuesday walkers",
    "Allotment group",
    "Chess evening",
    "Parents' circle",
    "Five-a-side team",
    "Sunday congregation",
    "Knitting table",
    "Book club",
    "Women's group",
    "Men's workshop",
    "Peer support group",
)
PLACES = (
    "Library café",
    "Riverside park",
    "Community garden",
    "Swimming baths",
    "Corner shop",
    "Mosque",
    "Temple",
    "St Aldwin's",
    "Market square",
    "Arts centre",
)
SERVICES = (
    "Debt advice line",
    "Housing office",
    "Day centre",
    "Food pantry",
    "Employment service",
    "Carers' service",
    "Night helpline",
    "Community transport",
    "Talking therapy service",
    "Pharmacy",
)
AREAS = ("Harbour North", "Harbour South", "Millbank", "Old Quay", "Rushfield", "Upper Tarn")
LANGUAGES = (("en",), ("en",), ("en",), ("en", "pl"), ("en", "ur"), ("so", "en"), ("pt",), ("en", "cy"))
NOTES = (
    "Prefers texts to calls.",
    "Works nights, so mornings are best.",
    "Moved closer last spring.",
    "Is going through a hard time too.",
    "Good company, and never asks too much.",
    "Helps with letters and forms.",
    "They fell out two years ago and made up again.",
    "Would like to meet more often.",
)
