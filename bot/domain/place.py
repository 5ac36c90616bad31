"""A stated place inside a grid, and when two places are near each other.

Comes in: parts in the estate's own naming. Goes out: `Place`, and answers to "is that near".
Does not: read places out of text (that is `intents.places`), nor know which buildings exist.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Building, unit, floor, room and a spot such as a lift, each in the estate's own naming; every
    part may be missing.
    """

    building: str | None = None
    unit: str | None = None
    floor: str | None = None
    room: str | None = None
    spot: str | None = None

    @property
    def is_empty(self) -> bool:
        """True where nothing is stated."""
        return not any((self.building, self.unit, self.floor, self.room, self.spot))

    def filled_from(self, other: "Place") -> "Place":
        """This place with its missing parts taken from another."""
        return Place(
            building=self.building or other.building,
            unit=self.unit or other.unit,
            floor=self.floor or other.floor,
            room=self.room or other.room,
            spot=self.spot or other.spot,
        )

    def corrected_by(self, other: "Place") -> "Place":
        """This place with every part that the other states replaced."""
        return other.filled_from(self)

    def contradicts(self, other: "Place") -> bool:
        """True where both state a building (or a unit) and they differ."""
        pairs = ((self.building, other.building), (self.unit, other.unit))
        return any(a is not None and b is not None and a != b for a, b in pairs)

    def stated(self) -> dict[str, str]:
        """The stated parts only, for storing and for output."""
        parts = {
            "building": self.building,
            "unit": self.unit,
            "floor": self.floor,
            "room": self.room,
            "spot": self.spot,
        }
        return {name: value for name, value in parts.items() if value}


def join_place(place: Place) -> str:
    """The stated parts one after the other, from the large to the small; what one part ends with
    and the next begins with is said once.
    """
    joined = ""
    for part in (place.building, place.unit, place.floor, place.room, place.spot):
        if part and part not in joined:
            joined = part if joined and part.startswith(joined) else appended(joined, part)
    return joined


def open_place(place: Place) -> str:
    """The same of what may be said openly: building and spot, no door."""
    return join_place(Place(building=place.building, spot=place.spot))


def appended(whole: str, part: str) -> str:
    """The one after the other; what both have in common where they meet is said once."""
    for length in range(min(len(whole), len(part)), 1, -1):
        if whole.endswith(part[:length]):
            return whole + part[length:]
    return whole + part
