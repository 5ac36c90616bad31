"""A privacy desk over a list of requests, for the pages.

Comes in: a dossier. Goes out: the same, and what was asked for. Does not: know rights.
"""

from dataclasses import replace

from bot.desk.books.privacy_rows import Candidate, Dossier, HeldCase, RequestRow, StepRow
from bot.domain.wishes import CameBy, WishKind
from tests.builders import T0, after

PERSON = "wechat:wxid_1&b"
NAME = "<b>wxid</b>"


def request_row(kind="see", came_by="phone", lamp="yellow") -> RequestRow:
    return RequestRow(
        person=PERSON,
        name=NAME,
        kind=kind,
        came_by=came_by,
        since=T0,
        until=after(hours=300),
        lamp=lamp,
    )


def held_case(number=312, **fields) -> HeldCase:
    usual = {
        "key": f"case-{number}",
        "number": number,
        "item_name": "路灯不亮",
        "place": "",
        "status": "处置中",
        "opened_at": T0,
        "is_over": False,
        "pictures": 1,
    }
    return HeldCase(**usual | fields)


class FakeDatabook:
    """Keeps what it is told; `may` is whether the viewer has a right to anything."""

    def __init__(self, *kinds: str, may: bool = True) -> None:
        self.rows = [request_row(kind) for kind in kinds]
        self.may = may
        self.told: list[tuple[str, ...]] = []

    async def requests(self, viewer):
        return self.rows

    async def find(self, viewer, text):
        self.told.append(("find", text))
        found = [Candidate(person=PERSON, name=NAME, number=312)]
        return found if text == "312" else []

    async def ask(self, viewer, person: str, kind: WishKind, came_by: CameBy) -> bool:
        self.told.append(("ask", person, kind.value, came_by.value))
        if self.may:
            self.rows = [request_row(kind.value, came_by.value)]
        return self.may

    async def dossier(self, viewer, person) -> Dossier | None:
        if not self.may:
            return None
        return Dossier(
            person=person,
            name=NAME,
            messages=1,
            kept=2,
            told=3,
            helped=4,
            cases=[held_case(), held_case(300, is_over=True, status="已结案", pictures=0)],
            requests=self.rows,
            history=[StepRow(at=T0, who="何网格长", step="asked", reason="see phone")],
            at=T0,
            partial=True,
        )

    async def open(self, viewer, person, step) -> Dossier | None:
        self.told.append(("open", person, step.value))
        found = await self.dossier(viewer, person)
        if found is None:
            return None
        first = replace(found.cases[0], place="3栋", words=[(T0, "路灯坏了 & 13800138000")])
        return replace(found, cases=[first, *found.cases[1:]], opened=True)

    async def settle(self, viewer, person, step, reason) -> bool:
        self.told.append(("settle", person, step.value, reason))
        if self.may:
            self.rows = []
        return self.may
