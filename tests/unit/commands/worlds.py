"""The small world of the tests of replay, from whose beginning minutes are counted.

Comes in: the people of a test. Goes out: a world of the promised format. Does not: play anything.
"""

from datetime import datetime

from bot.listing import read_matters

MATTERS = read_matters(None)
START = datetime.fromisoformat("2026-03-02T10:00:00+08:00")
RESIDENTS = (("r1", "王女士", "resident"), ("r2", "赵先生", "resident"))


def world(*people: tuple[str, ...]) -> dict:
    """One grid with its two groups, three buildings, two residents and these people: id, name,
    role, and perhaps the department."""
    names = ("id", "name", "role", "department")
    members = (*RESIDENTS, *people)
    return {
        "name": "富善花园",
        "grid": {"id": "g3", "name": "第三网格"},
        "groups": [
            {"id": "own3", "kind": "owners", "name": "业主群", "grid": "g3"},
            {"id": "lead3", "kind": "leaders", "name": "楼长群", "grid": "g3"},
        ],
        "members": [dict(zip(names, member, strict=False)) for member in members],
        "buildings": [{"name": "1栋"}, {"name": "2栋"}, {"name": "3栋"}],
    }
