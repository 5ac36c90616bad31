"""What the interface takes and gives: the same declarations check requests, make answers and are
written into the document.

Comes in: values. Goes out: checked ones. Does not: read cases.
"""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST: Final = 200
"""Cases on one page at most."""

LONGEST_PERIOD: Final = 366
"""Days that figures can be asked of at once."""

_PRINTABLE: Final = r"^[^\x00-\x1f\x7f]*$"
_WORDS: Final = r"^[^\x00-\x1f\x7f]*[0-9A-Za-z\u4e00-\u9fff][^\x00-\x1f\x7f]*$"
_CODE: Final = r"^[A-Za-z0-9_.\-]*$"


class Declared(BaseModel):
    """A part of the interface; what it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CasesAsked(Declared):
    """Which cases are wanted."""

    all: Literal["0", "1"] = Field(default="0", description="1: those that are over, too")
    grid: str = Field(default="", max_length=64, pattern=_CODE, description="id of a grid")
    category: str = Field(default="", max_length=8, pattern=_CODE, description="e.g. CG")
    level: Literal["", "grid", "community", "street", "department", "leaders"] = Field(
        default="", description="whose turn it is"
    )
    lamp: Literal["", "green", "yellow", "red", "flashing", "grey", "blue"] = Field(
        default="", description="the lamp that a case shows now"
    )
    q: str = Field(
        default="", max_length=40, pattern=_PRINTABLE, description="words of the case or its place"
    )
    limit: Annotated[int, Field(ge=1, le=MOST, description="cases on a page")] = 50
    after: str = Field(
        default="",
        max_length=40,
        pattern=r"^(\d{1,17}-\d{1,9})?$",
        description="`next` of the page before",
    )


class CaseShown(Declared):
    """A case; of a private one number, category and status only, the rest is empty."""

    key: str
    number: int
    item: str
    item_name: str
    category: str
    category_name: str
    place: str
    status: str
    status_name: str
    lamp: str
    lamp_name: str
    level: str
    level_name: str
    owner: str
    opened_at: str = Field(description="local time, ISO 8601")
    changed_at: str
    last_step: str
    last_step_name: str
    private: bool
    decided_by: str


class CasesShown(Declared):
    """A page of cases, the newest opened first."""

    cases: list[CaseShown]
    next: str | None = Field(description="for `after`, null on the last page")


class EventShown(Declared):
    """A line of a history."""

    at: str
    event: str
    event_name: str
    actor: str
    detail: str


class SaidShown(Declared):
    """Words of a case."""

    at: str
    who: str
    text: str


class ReadingShown(Declared):
    """One case with its history and its words."""

    case: CaseShown
    history: list[EventShown]
    words: list[SaidShown] = Field(description="masked, unless `unmasked`")
    unmasked: bool


class WordsSaid(Declared):
    """Words about a case, as if the person of the key had typed them after its number."""

    words: str = Field(min_length=1, max_length=500, pattern=_WORDS)


class Taken(Declared):
    """The words are stored; what they do is decided as in a group, and shows in the case."""

    taken: Literal[True] = True


class FiguresAsked(Declared):
    """Which days, both of them included."""

    begin: date = Field(description="first day, YYYY-MM-DD")
    end: date = Field(description="last day, YYYY-MM-DD")


class RateShown(Declared):
    """A rate; `value` is null of too few samples."""

    value: float | None
    unit: Literal["percent", "hours", "number"]
    of: int = Field(description="of how many samples")


class FiguresOfGrid(Declared):
    """The figures of one grid; an empty `grid` for cases of none."""

    grid: str
    name: str
    counts: dict[str, int]
    rates: dict[str, RateShown]


class FiguresShown(Declared):
    """The figures of a period, a row for each grid that the viewer sees."""

    begin: date
    end: date
    grids: list[FiguresOfGrid]


class GroupShown(Declared):
    """A group that the bot sits in."""

    id: str
    name: str
    kind: str
    grid: str
    building: str
    platforms: list[str]
    listening: str


class GroupsShown(Declared):
    """Every group of the viewer's area."""

    groups: list[GroupShown]


class ItemShown(Declared):
    """An item of the admission list."""

    item: str
    name: str
    category: str
    category_name: str
    departments: list[str]
    first_level: str
    urgency: str
    admission: str
    privacy: str
    accept_hours: float
    resolve_workdays: int


class ItemsShown(Declared):
    """The admission list of today."""

    items: list[ItemShown]


class Problem(BaseModel):
    """What is wrong with a request (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[str] = Field(default=[], description="each value that is not as declared")
