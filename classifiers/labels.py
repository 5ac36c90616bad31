"""The labels the model speaks: gates, the ten categories, NEG, and talk.

Codes only: the Chinese names live in data files. Item codes (`CG-18`) are not listed here; they
come with the corpus and are stored in the model.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Gate(StrEnum):
    """What a text is, seen from the desk of the grid."""

    REQUEST = "R"
    QUESTION = "Q"
    NEITHER = "N"


class Category(StrEnum):
    """The ten categories of grid matters (domain rules §2.2) and what is not for the grid."""

    URBAN_MANAGEMENT = "CG"
    PUBLIC_SECURITY = "ZZ"
    DISPUTE = "JF"
    SAFETY_HAZARD = "AQ"
    PUBLIC_UTILITY = "GY"
    PROPERTY_HOUSING = "WY"
    LIVELIHOOD_SERVICE = "MS"
    LABOR_SOCIAL_SECURITY = "LD"
    MARKET_REGULATION = "SC"
    HEALTH = "WJ"
    NOT_FOR_THE_GRID = "NEG"


class Talk(StrEnum):
    """What people say to each other that is no report: something is held out or looked for,
    somebody comes to help, hands are called for, they plan to act together in what the bot is deaf
    to (domain rules §11.3), a trouble is seen to be over, or somebody tells what he has done
    against one.
    """

    OFFER = "offer"
    NEED = "need"
    VOLUNTEER = "volunteer"
    CALL = "call"
    ORGANISE = "organise"
    WELL = "well"
    DONE = "done"


NO_ITEM = "-"
ADVERTISING = "NEG-10"  # in the groups an advertisement is small talk; only the item model sees it

_ITEM = re.compile(r"(?P<category>[A-Z]{2,3})-(?P<number>\d\d)")


def category_of(item: str) -> str:
    """`CG-18` -> `CG`."""
    return item.partition("-")[0]


def is_open(item: str) -> bool:
    """`GY-00`: the category is clear but no item fits."""
    return item.endswith("-00")


def is_item_code(item: str) -> bool:
    """Whether this is a well-formed code of a known category."""
    found = _ITEM.fullmatch(item)
    return found is not None and found["category"] in set(Category)
