"""What a digest answers itself: more about a line, which number was meant, or that there is none.

Comes in: messages that name lines. Goes out: one answer each, to the speaker alone. Does not: move
cases, or tell anything of a restricted one but how it stands.
"""

from bot.domain.case import Case
from bot.domain.deadlines import SHANGHAI
from bot.domain.people import is_accused
from bot.domain.place import appended
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.casework.asked.numbered import AskedFor, Numbered, Wanted
from bot.journey.casework.asked.undoing import take_back
from bot.journey.docket import Docket
from bot.journey.words.wording import case_words


async def answer_lines(docket: Docket, numbered: Numbered, person: str) -> None:
    """Everything that the digest answers itself, in order."""
    for wanted in numbered.wanted:
        docket.message = wanted.message
        await _answer(docket, wanted, person)
        docket.message = None


async def _answer(docket: Docket, wanted: Wanted, person: str) -> None:
    if wanted.kind is AskedFor.UNDO:
        await take_back(docket, person)
        return
    if wanted.kind is AskedFor.NO_SUCH_LINE:
        await _say(docket, ReplyKey.DIGEST_NO_LINE, person, {"order": str(wanted.line)})
        return
    if wanted.kind is AskedFor.WHICH and wanted.other is not None:
        await _ask(docket, wanted, wanted.other, person)
        return
    for case in wanted.cases:
        if not is_accused(docket.office.directory.person(person), case):
            await _tell(docket, case, person)


async def _ask(docket: Docket, wanted: Wanted, other: Case, person: str) -> None:
    """Both have that number: the line of the digest, and a case."""
    (case,) = wanted.cases
    parameters = {
        "order": str(wanted.line),
        "choices": _named(docket, case),
        "question": _named(docket, other),
        "words": wanted.rest,
    }
    await _say(docket, ReplyKey.DIGEST_WHICH, person, parameters)


def _named(docket: Docket, case: Case) -> str:
    """A case by its number and, unless it is restricted, what it is about."""
    words = case_words(docket.office, case)
    name = "" if case.is_restricted else appended(words["place"], words["matter"])
    return f"#{case.number} {name}".rstrip()


async def _tell(docket: Docket, case: Case, person: str) -> None:
    key = ReplyKey.DIGEST_DETAILS_PRIVATE if case.is_restricted else ReplyKey.DIGEST_DETAILS
    parameters = case_words(docket.office, case, in_private=not case.is_restricted)
    parameters["count"] = str(1 + len(case.supporters)) if case.supporters else ""
    parameters["days"] = f"{case.opened_at.astimezone(SHANGHAI):%m-%d %H:%M}"
    if case.owner is not None:
        parameters["to"] = docket.office.directory.person(case.owner).name
    await _say(docket, key, person, parameters, case)


async def _say(
    docket: Docket,
    key: ReplyKey,
    person: str,
    parameters: dict[str, str],
    case: Case | None = None,
) -> None:
    about = case.key if case else None
    await docket.say(Say(key=key, person=person, case=about, parameters=parameters))
