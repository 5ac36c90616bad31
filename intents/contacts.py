"""Personal data in text that leaves into a group, found and masked (domain rules §11.2).

Comes in: text as received or written. Goes out: the same text with phones, identity and card
numbers, plates, accounts, rooms and named people replaced; of an address only the building stays.
Does not: judge whether a sentence may be passed on at all (`intents.privacy` tells what makes a
matter private).
"""

import re
from collections.abc import Callable
from functools import cache

from intents.words import alternatives, data

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_ID_LENGTH = 18
_WIDE = 0xFEE0
_NARROW = {code + _WIDE: code for code in range(ord("0"), ord("z") + 1) if chr(code).isalnum()}
_CARD_LENGTHS = range(16, 20)


@cache
def _one(name: str) -> re.Pattern[str]:
    words = data("contacts")
    value = words[name]
    return re.compile(alternatives(value if isinstance(value, list) else [value], words))


@cache
def _each(name: str) -> tuple[re.Pattern[str], ...]:
    words = data("contacts")
    return tuple(re.compile(alternatives([fragment], words)) for fragment in words[name])


def _put(kind: str) -> str:
    return str(data("contacts")["put"][kind])


def is_identity_number(digits: str) -> bool:
    """True for 18 characters whose last is the right check of the others (GB 11643)."""
    if len(digits) != _ID_LENGTH or not digits[:-1].isdigit():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:-1], _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11] == digits[-1].upper()


def is_card_number(digits: str) -> bool:
    """True for 16 to 19 digits that pass Luhn's check."""
    if len(digits) not in _CARD_LENGTHS or not digits.isdigit():
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _long_number(match: re.Match[str]) -> str:
    digits = re.sub(r"[\s-]", "", match[0])
    if is_identity_number(digits) or _one("id_shape").fullmatch(digits):
        return _put("id")
    return _put("card") if is_card_number(digits) else match[0]


def _room(match: re.Match[str]) -> str:
    said = match.groupdict()
    if said.get("dash"):
        suffix = data("places")["letter_suffix" if said["dash"][0].isalpha() else "default_suffix"]
        return f"{said['dash']}{suffix}"
    if "household" in said:
        return _put("household")
    return match["keep"] or _put("household")


def _replace(kind: str) -> Callable[[re.Match[str]], str]:
    return lambda match: _put(kind)


def _introduced(match: re.Match[str]) -> str:
    return f"{match['keep']}{_put('person')}"


def is_personal(text: str) -> bool:
    """Whether something in the text would have to be masked."""
    narrow = text.translate(_NARROW)
    return mask(narrow) != narrow


def mask(text: str) -> str:
    """The text as it may be shown in a group; masking a masked text changes nothing."""
    text = text.translate(_NARROW)
    text = _one("account").sub(_replace("account"), text)
    text = _one("long_number").sub(_long_number, text)
    text = _one("card").sub(_replace("card"), text)
    text = _one("phone").sub(_replace("phone"), text)
    text = _one("plate").sub(_replace("plate"), text)
    for shape in _each("room"):
        text = shape.sub(_room, text)
    text = _one("introduced").sub(_introduced, text)
    text = _one("relation").sub(_replace("person"), text)
    return _one("person").sub(_replace("person"), text)
