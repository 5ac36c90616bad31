"""It knows when it does not know: talk that may be a report is asked of one person in private, and
no group hears of it (domain rules §11.3).

Comes in: a message read as doubtful, later an answer or none. Goes out: a question to one building
leader, a row for the desk; the case that was reported, or nothing at all. Does not: read words,
or doubt what the bot is deaf to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.case import Case
from bot.domain.correction import CorrectionKind
from bot.domain.deadlines import SHANGHAI, is_quiet, next_time
from bot.domain.doubt import Doubt
from bot.domain.limits import may_be_asked_about
from bot.domain.matters import Privacy
from bot.domain.people import Person, Role, accused_by_item
from bot.domain.question import Question, QuestionKind, thread_of
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.turn import Said, StoredMessage
from bot.journey.casework.acting import Outcome
from bot.journey.casework.hearing.reading import Ear
from bot.journey.casework.hearing.sight import Sight
from bot.journey.casework.recalling import Corrected, Earlier, open_earlier
from bot.journey.casework.staff.learning import keep
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from intents.contacts import mask
from intents.decisions import Act
from intents.limits import limit_of
from intents.text import normalise

ASKED: Final = "doubts_asked"
"""The counter of questions, by person or grid and day."""

_ONE_TALK: Final = timedelta(minutes=30)
"""Several doubtful messages of one person within this time are one matter."""

_LONGEST: Final = 80
_RULE: Final = "bot.is_it_a_report"
_OF_A_GRID: Final = 20
_LIKELY: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came of an answer: how the answering message counts, and what earlier ones were."""

    outcome: Outcome
    earlier: tuple[Corrected, ...] = ()


async def wonder(docket: Docket, heard: Heard, sight: Sight) -> None:
    """Keep the doubt with the words it is about, and ask somebody if that may be done today."""
    item = heard.guess.item
    likely = (item or "", *heard.guess.top3[:_LIKELY])
    if item is None or not _is_ours(docket, item) or not may_be_asked_about(likely):
        return
    if limit_of(normalise(heard.turn.text)):
        return
    now, settings = docket.now, docket.office.settings
    if await docket.unit.doubts.raised_in(heard.turn.thread, now - _ONE_TALK):
        return
    matter = docket.office.matters[item]
    doubt = Doubt(
        id=docket.office.ids.new("doubt"),
        message=heard.message.id,
        turn=heard.turn.id,
        said_in=heard.turn.thread,
        community=heard.community,
        grid=heard.grid.id if heard.grid else None,
        item=item,
        private=heard.decision.private or matter.privacy is not Privacy.NORMAL,
        created_at=now,
        until=now + settings.doubt_hold,
    )
    await docket.unit.doubts.add(doubt)
    sight.held[doubt.turn] = doubt.until
    helper = docket.office.directory.building_leader(doubt.grid, heard.place)
    await _ask(docket, doubt, heard.message, sight, nearest=helper)


def _is_ours(docket: Docket, item: str) -> bool:
    """Whether anything could come of it without the bot being spoken to."""
    matters = docket.office.matters
    return item in matters and not matters[item].is_negative


async def _ask(
    docket: Docket,
    doubt: Doubt,
    message: StoredMessage,
    sight: Sight,
    *,
    nearest: Person | None = None,
) -> bool:
    """Ask the first who may be asked now; False where it has to wait on the desk."""
    settings = docket.office.settings
    day = _day(_due(docket))
    counters = docket.unit.counters
    in_grid = f"{doubt.grid or doubt.community}/{day}"
    if await counters.total(ASKED, in_grid) >= settings.doubts_a_day_in_grid:
        return False
    for person in _candidates(docket, doubt, message.sender, nearest):
        own = f"{person.id}/{day}"
        thread = thread_of(None, docket.private_channel(person.id) or "", person.id)
        if await counters.total(ASKED, own) >= settings.doubts_a_day:
            continue
        if thread in sight.questions or await docket.unit.questions.open_for([thread], docket.now):
            continue
        if await _say(docket, doubt, message, person):
            await counters.count(ASKED, own)
            await counters.count(ASKED, in_grid)
            await _remember(docket, doubt, person, thread, sight)
            return True
    return False


def _candidates(
    docket: Docket, doubt: Doubt, speaker: str, nearest: Person | None
) -> Sequence[Person]:
    """The building's leader, else another of the grid; of private matters, and where there is no
    building leader, the grid leader."""
    directory = docket.office.directory
    leaders = () if doubt.private else directory.of_grid(doubt.grid, Role.BUILDING_LEADER)
    found = leaders or directory.of_grid(doubt.grid, Role.GRID_LEADER)[:1]
    ordered = sorted(found, key=lambda person: person != nearest)
    return [
        person
        for person in ordered
        if person.id != speaker
        and not accused_by_item(person, doubt.item)
        and docket.can_reach(person.id)
    ]


async def _say(docket: Docket, doubt: Doubt, message: StoredMessage, person: Person) -> bool:
    words = mask(" ".join(message.text.split()))[:_LONGEST]
    asked = Say(
        key=ReplyKey.IS_IT_A_REPORT,
        person=person.id,
        message=message.id,
        parameters={"words": words},
    )
    return await docket.say(asked)


async def _remember(
    docket: Docket, doubt: Doubt, person: Person, thread: str, sight: Sight
) -> None:
    question = Question(
        thread=thread,
        kind=QuestionKind.IS_IT_A_REPORT,
        case=None,
        until=doubt.until,
        payload={"doubt": doubt.id},
    )
    await docket.unit.questions.ask(question)
    sight.questions[thread] = question
    await docket.unit.doubts.change(
        replace(doubt, asked=person.id, thread=thread, cause=docket.cause)
    )


def _due(docket: Docket) -> datetime:
    """When a question of now is read: night is rested through."""
    settings = docket.office.settings
    if is_quiet(docket.now, begin=settings.night_begin, end=settings.night_end):
        return next_time(docket.now, settings.night_end)
    return docket.now


def _day(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d}"


def is_answer(heard: Heard, sight: Sight) -> bool:
    """Whether a message says yes or no to such a question."""
    question = sight.questions.get(heard.turn.thread)
    return (
        question is not None
        and question.kind is QuestionKind.IS_IT_A_REPORT
        and heard.reading.rule == _RULE
    )


async def judged(docket: Docket, heard: Heard, sight: Sight, ear: Ear) -> Judged:
    """Do what the answer says, tell so, and ask the next thing that waits."""
    question = sight.questions.pop(heard.turn.thread)
    await docket.unit.questions.settle(question.thread)
    doubt = await docket.unit.doubts.get(question.payload.get("doubt", ""))
    yes = heard.decision.act is Act.REPORT
    if doubt is None:
        await _reply(docket, heard, ReplyKey.DOUBT_GONE)
        return Judged(outcome=Outcome(act=Act.CHAT))
    case, earlier = await settle(docket, doubt, sight, ear, yes=yes)
    key = ReplyKey.DOUBT_OPENED if case else ReplyKey.DOUBT_GONE if yes else ReplyKey.DOUBT_DROPPED
    await _reply(docket, heard, key, number=str(case.number) if case else "")
    await _ask_next(docket, doubt.grid, sight)
    act = Act.DETAIL if case else Act.CHAT
    return Judged(outcome=Outcome(act=act, case=case.key if case else None), earlier=earlier)


async def settle(
    docket: Docket, doubt: Doubt, sight: Sight, ear: Ear, *, yes: bool
) -> tuple[Case | None, tuple[Corrected, ...]]:
    """Open the case from the words as they were said, by whom they were said; or drop them."""
    await forget(docket, doubt)
    context = doubt.created_at + docket.office.settings.context
    await docket.unit.turns.hold({doubt.turn: max(docket.now, context)})
    if not yes:
        return None, ()
    turn = await docket.unit.turns.with_message(doubt.message)
    message = next((m for m in turn.messages if m.id == doubt.message), None) if turn else None
    if turn is None or message is None or message.room is None:
        return None, ()
    said = Said(
        message=message.id,
        room=message.room,
        sender=message.sender,
        at=message.received_at,
        act=Act.CHAT,
        case=None,
        text=message.text,
    )
    case, earlier = await open_earlier(docket, sight, ear, Earlier(said=(said,), rule=_RULE))
    if case is not None:
        await keep(docket, case, turn.text, kind=CorrectionKind.MISSED_REQUEST, item=case.item)
    return case, earlier


async def take_back(docket: Docket, heard: Heard, sight: Sight) -> None:
    """Whoever said it wants it to count for nothing: nobody need judge it any more."""
    for doubt in await docket.unit.doubts.latest(_OF_A_GRID):
        if doubt.said_in != heard.turn.thread or docket.now - doubt.created_at > _ONE_TALK:
            continue
        if doubt.thread is not None:
            sight.questions.pop(doubt.thread, None)
            await docket.unit.questions.settle(doubt.thread)
        await forget(docket, doubt)
        await docket.unit.turns.hold({doubt.turn: docket.now})


async def forget(docket: Docket, doubt: Doubt) -> None:
    """The doubt is gone, and so are its words in what was asked."""
    await docket.unit.doubts.settle(doubt.id)
    if doubt.asked is not None:
        await docket.unit.deliveries.forget(doubt.cause, doubt.asked)


async def _reply(docket: Docket, heard: Heard, key: ReplyKey, **parameters: str) -> None:
    await docket.say(Say(key=key, person=heard.person.id, parameters=parameters))


async def _ask_next(docket: Docket, grid: str | None, sight: Sight) -> None:
    """The oldest that nobody was asked about, if there is any asking left today."""
    present, docket.message = docket.message, None
    for doubt in await docket.unit.doubts.unasked(grid, _OF_A_GRID):
        turn = await docket.unit.turns.with_message(doubt.message)
        message = next((m for m in turn.messages if m.id == doubt.message), None) if turn else None
        if message is not None and await _ask(docket, doubt, message, sight):
            break
    docket.message = present
