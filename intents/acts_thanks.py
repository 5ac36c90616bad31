"""Thanks and praise: for what was done about a case, for the office, or among neighbours.

Comes in: a `Hearing` with words of thanks that no other rule reads. Goes out: praise, with its case
where one was helped with just now; thanks among neighbours are talk. Does not: take thanks for a
confirmation (`intents.acts_resident` does, where the words say that it is well).
"""

from datetime import timedelta

from intents.decisions import Act
from intents.hearing import Found, Hearing, found
from intents.scene import OpenCase

_JUST_NOW = timedelta(hours=2)
_AFTERWARDS = timedelta(days=3)
_TALK, _THREAD = 4, 2


def thanks(hearing: Hearing) -> Found | None:
    """What is thanked for, where words of thanks or praise occur at all."""
    if not hearing.match("praise"):
        return None
    matched = hearing.matched("praise")
    case = _helped_with(hearing)
    if case is not None:
        return found(Act.PRAISE, case, matched)
    public = hearing.staff or hearing.direct or hearing.match("office_people") is not None
    return found(Act.PRAISE if public else Act.CHAT, None, matched)


def _helped_with(hearing: Hearing) -> OpenCase | None:
    """One's own case that somebody has answered, or the one that is said to be done this minute."""
    return next((case for case in hearing.scene.cases if _is_meant(hearing, case)), None)


def _is_meant(hearing: Hearing, case: OpenCase) -> bool:
    if case.private:
        return False
    if case.own or case.joined:
        answered = any(
            recent.case == case.key and recent.sender != hearing.scene.speaker
            for recent in hearing.scene.recent[:_TALK]
        )
        return answered and hearing.since(case) <= (_AFTERWARDS if case.done else _JUST_NOW)
    mended = any(
        recent.case == case.key and recent.act in (Act.FIXED, Act.CONFIRM)
        for recent in hearing.scene.recent[:_THREAD]
    )
    return mended and hearing.since(case) <= _JUST_NOW
