"""Places as people say them, read into a frozen `Place`.

Comes in: text and the spoken names of an estate's buildings. Goes out: `Place`, values as the
estate writes them, Arabic numerals. Does not: decide whether a place is needed, nor look anything
up.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from intents.keys import DIGIT, grams
from intents.numbers import chinese_number
from intents.once import once
from intents.text import bare, normalise
from intents.words import Lexicon, Words, compiled, data, lexicon

_HIGHEST_FLOOR = 70
_LAST_DOOR = 49
_BEFORE = 16
_PART = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A stated place; every part may be missing: building, unit, floor, room, spot."""

    building: str | None = None
    unit: str | None = None
    floor: str | None = None
    room: str | None = None
    spot: str | None = None

    @property
    def is_empty(self) -> bool:
        """True where nothing is stated."""
        return not (self.building or self.unit or self.floor or self.room or self.spot)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingNames:
    """A building of the estate: its written name, what people call it, and its units (empty: not
    known).
    """

    name: str
    aliases: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlaceNames:
    """The buildings that exist; none listed means that no stated place is rejected."""

    buildings: tuple[BuildingNames, ...] = ()

    @once
    def spoken(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """What every building is called, the longest first, with its written name."""
        pairs = (
            (normalise(alias), known.name)
            for known in self.buildings
            for alias in (known.name, *known.aliases)
        )
        return tuple(
            (re.compile(("(?<![\\w])" if alias[0].isdigit() else "") + re.escape(alias)), name)
            for alias, name in sorted(pairs, key=lambda pair: -len(pair[0]))
            if alias
        )

    @once
    def odd_units(self) -> tuple[re.Pattern[str], Mapping[str, str]] | None:
        """Units whose names no shape reads ("left unit"): a pattern for them all, the longest
        first, and their written names by what is said; None where there are none."""
        units = {unit for known in self.buildings for unit in known.units if _is_odd(unit)}
        written = {said: unit for unit in units for said in _as_said(unit)}
        longest = "|".join(map(re.escape, sorted(written, key=lambda said: -len(said))))
        return (
            (re.compile(f"{data('places')['before_unit']}(?:{longest})"), written)
            if written
            else None
        )

    @once
    def keyed(self) -> Mapping[str, BuildingNames]:
        """The buildings by what tells one from another (`number_key`), the first listed first."""
        found: dict[str, BuildingNames] = {}
        for known in self.buildings:
            for alias in (known.name, *known.aliases):
                found.setdefault(number_key(alias), known)
        return found


def number_key(name: str) -> str:
    """What tells a building or unit from another whatever its numerals and suffix: 03# and No. 3
    give `3`.
    """
    run = re.compile(f"[{''.join((*data('numbers')['digits'], *data('numbers')['tens']))}]+")
    name = run.sub(lambda match: str(chinese_number(match[0])), normalise(name))
    parts = [part.lstrip("0") or "0" for part in re.findall(r"[a-z]+|\d+", name)]
    return "-".join(parts) or name


def _is_odd(unit: str) -> bool:
    return len(unit) > 1 and not _words("plain_unit").pattern.fullmatch(normalise(unit))


def _as_said(unit: str) -> list[str]:
    """A unit's name, and with its number in words."""
    said = normalise(unit)
    values = data("numbers")["digits"].items() if re.match(r"[1-9](?!\d)", said) else ()
    return [said, *(sign + said[1:] for sign, value in values if str(value) == said[0])]


@cache
def _compiled(shape: str) -> Words:
    parts: dict[str, str] = data("places")["parts"]

    def fill(match: re.Match[str]) -> str:
        return f"(?:{_PART.sub(fill, parts[match[1]])})" if match[1] in parts else match[0]

    return compiled(_PART.sub(fill, shape))


@cache
def _shapes() -> Lexicon:
    """The shapes in the order of the file; their names are numbers of two digits."""
    return lexicon(
        {f"{order:02}": _compiled(shape) for order, shape in enumerate(data("places")["shapes"])}
    )


@cache
def _words(name: str) -> Words:
    return _compiled(data("places")[name])


@cache
def _spot() -> Words:
    words = data("places")
    nouns = "|".join(sorted(words["spots"], key=len, reverse=True))
    return compiled(f"(?:{words['spot_before']})?(?:{nouns})(?:{words['spot_after']})?")


@cache
def _road_spot() -> Words:
    """A numbered house of a named road, with the spot beside it."""
    return compiled(f"{data('places')['road']}(?:{_spot().pattern.pattern})?")


def read_place(text: str, names: PlaceNames) -> Place | None:
    """The place that a text states, or None; what is taken back in the same text does not count."""
    said = normalise(text)
    return place_in(said, grams(said), names)


def place_in(said: str, letters: frozenset[str], names: PlaceNames) -> Place | None:
    """The same for a text that is normalised already, with its grams."""
    shapes = _shapes()
    possible = shapes.possible(letters)
    if not possible and not names.buildings and _says_nowhere(letters):
        return None
    words = _after_correction(said, letters)
    place, rest = _named_unit(*_named_building(words, names), names)
    for number in sorted(possible):
        place, rest = _apply(shapes[number].pattern, place, rest)
    if place.is_empty:
        place = _alone(words, corrected=words != said)
    place = _known(place, names)
    spot = _read_spot(words, rest, place, letters)
    if spot is not None:
        place = replace(place, spot=spot)
    return None if place.is_empty else place


def _says_nowhere(letters: frozenset[str]) -> bool:
    """True where a text without a building's shape has neither a number nor a spot."""
    return DIGIT not in letters and _spot().rules_out(letters)


def _after_correction(words: str, letters: frozenset[str]) -> str:
    """Only what follows the last word of correction, if it states anything at all."""
    if _words("corrected").rules_out(letters):
        return words
    ends = [match.end() for match in _words("corrected").pattern.finditer(words)]
    if not ends:
        return words
    rest = words[ends[-1] :]
    return (
        rest
        if re.search(r"\d", rest) or any(shape.search(rest) for shape in _shapes().lists.values())
        else words
    )


def _apply(shape: re.Pattern[str], place: Place, rest: str) -> tuple[Place, str]:
    """Fill what is missing in `place` from the first match that is not taken back, and blank every
    match out.
    """
    for match in shape.finditer(rest):
        if _words("denied").search(rest[max(0, match.start() - _BEFORE) : match.start()]):
            continue
        stated = _parts(match)
        if stated is not None:
            place = _filled(place, stated)
    return place, shape.sub(lambda match: " " * len(match[0]), rest)


def _filled(place: Place, stated: Place) -> Place:
    """`place` with what it lacks taken from `stated`."""
    return Place(
        building=place.building or stated.building,
        unit=place.unit or stated.unit,
        floor=place.floor or stated.floor,
        room=place.room or stated.room,
        spot=place.spot or stated.spot,
    )


def _parts(match: re.Match[str]) -> Place | None:
    """The parts that the named groups of one match state, or None where the numbers cannot be a
    place.
    """
    said = match.groupdict()
    room = said.get("room")
    if room and not _is_room(room):
        return None
    return Place(
        building=_building(said["building"], said.get("kind")) if said.get("building") else None,
        unit=_unit(said["unit"], door=bool(said.get("door"))) if said.get("unit") else None,
        floor=_floor(said),
        room=room.upper() if room else None,
    )


def _arabic(run: str) -> str:
    """The written form of a number or letter."""
    digits = (*data("numbers")["digits"], *data("numbers")["tens"])
    if all(letter in digits for letter in run):
        return str(chinese_number(run))
    return run.lstrip("0").upper()


def _building(run: str, kind: str | None) -> str:
    suffix = data("places")["suffixes"].get(kind or "")
    if suffix is None:
        suffix = data("places")[
            "letter_suffix" if run[0].isalpha() and run.isascii() else "default_suffix"
        ]
    return f"{_arabic(run)}{suffix}"


def _unit(run: str, *, door: bool) -> str:
    return f"{_arabic(run)}{data('places')['door_suffix' if door else 'unit_suffix']}"


def _floor(said: dict[str, str | None]) -> str | None:
    if named := said.get("named"):
        return str(data("places")["named_floors"][named])
    run = said.get("floor")
    if not run:
        return None
    if said.get("under"):
        return f"B{_arabic(run)}"
    return f"{_arabic(run)}{data('places')['floor_suffix']}"


def _is_room(room: str) -> bool:
    """Floor and door must be possible: 3187 is no room."""
    digits = room.rstrip("abcdef")
    return 1 <= int(digits[:-2]) <= _HIGHEST_FLOOR and 1 <= int(digits[-2:]) <= _LAST_DOOR


def _alone(words: str, *, corrected: bool) -> Place:
    """A text that is a room number and nothing else, or rooms after a correction."""
    match = _words("whole_room").pattern.fullmatch(bare(words))
    if match is None and corrected:
        match = _words("corrected_room").search(words)
    return (_parts(match) if match else None) or Place()


def _named_building(words: str, names: PlaceNames) -> tuple[Place, str]:
    """A building called by one of its registered names, the longest first."""
    if not names.buildings:
        return Place(), words
    for alias, name in names.spoken:
        found = alias.search(words)
        if found and not _words("denied").search(
            words[max(0, found.start() - _BEFORE) : found.start()]
        ):
            return Place(building=name), words[: found.start()] + " " + words[found.end() :]
    return Place(), words


def _named_unit(place: Place, words: str, names: PlaceNames) -> tuple[Place, str]:
    """A unit called by a registered name that no shape reads."""
    if not names.buildings or names.odd_units is None:
        return place, words
    pattern, written = names.odd_units
    for match in pattern.finditer(words):
        if not _words("denied").search(words[max(0, match.start() - _BEFORE) : match.start()]):
            rest = words[: match.start()] + " " * len(match[0]) + words[match.end() :]
            return replace(place, unit=written[match[0]]), rest
    return place, words


def _known(place: Place, names: PlaceNames) -> Place:
    """The place in the estate's own names; a building or unit that does not exist there is left
    out.
    """
    if not names.buildings or place.building is None:
        return place
    known = names.keyed.get(number_key(place.building))
    if known is None:
        return replace(place, building=None, unit=None)
    return replace(place, building=known.name, unit=_known_unit(place.unit, known))


def _known_unit(unit: str | None, known: BuildingNames) -> str | None:
    if unit is None or not known.units:
        return unit
    return next((name for name in known.units if number_key(name) == number_key(unit)), None)


def _read_spot(words: str, rest: str, place: Place, letters: frozenset[str]) -> str | None:
    """A spot on a named road, else the longest spot in what the numbers left over; a side alone
    counts beside a building.
    """
    if road := _road_spot().search(words, letters):
        return road[0]
    if _spot().rules_out(letters) and not place.building:
        return None
    spots = [match[0] for match in _spot().pattern.finditer(rest)]
    if spots:
        return max(spots, key=len)
    if place.building and (side := _words("lone_side").search(rest)):
        return side["side"]
    return None


def answer_place(text: str, names: PlaceNames) -> Place | None:
    """The place in an answer to the question "which building?"; a lone number counts."""
    place = read_place(text, names)
    if place is not None:
        return place
    match = _words("whole_building").pattern.fullmatch(bare(normalise(text)))
    stated = _parts(match) if match else None
    known = _known(stated, names) if stated else Place()
    return None if known.is_empty else known
