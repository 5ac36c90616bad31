"""Places as people say them, read into a frozen `Place`.

Comes in: text and the spoken names of an estate's buildings. Goes out: `Place`, values as the estate writes them, Arabic numerals.
Does not: decide whether a place is needed, nor look anything up.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A stated place; every part may be missing (`3栋`, `2单元`, `6楼`, `602`, `电梯`)."""

    building: str | None = None
    unit: str | None = None
    floor: str | None = None
    room: str | None = None
    spot: str | None = None

    @property
    def is_empty(self) -> bool:
        """True where nothing is stated."""
        return not (self.building or self.unit or self.floor or self.room or self.spot)
