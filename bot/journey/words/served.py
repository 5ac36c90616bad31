"""What is said of a service, to whom of those it concerns, and how it goes on.

Comes in: a docket, a service. Goes out: rows with a line of history, words to people alone. Does
not: read answers, choose pairs, name anybody before both have agreed, or tell a group.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.deadlines import SHANGHAI
from bot.domain.people import Person, Role
from bot.domain.question import Question, QuestionKind, thread_of
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.service import Part, Service, ServiceMove, ServiceState, Why, Word, moved
from bot.journey.docket import Docket

CLOCK: Final = "timer"
AGAIN: Final = timedelta(minutes=30)
"""After so long somebody is asked who was just being asked something else."""
_SHORT: Final = 30


async def go_on(
    docket: Docket, service: Service, to: ServiceState, actor: str, why: Why | None = None
) -> Service:
    """The service after a move, with its line of history; the lists are looked at again where
    somebody is free again.
    """
    reason = why.value if why else ""
    rules = docket.office.services
    after = moved(service, to, now=docket.now, rules=rules, why=reason)
    await docket.unit.services.save(after)
    await docket.unit.services.note(
        ServiceMove(service=service.id, at=docket.now, state=to, actor=actor, why=reason)
    )
    if to in (ServiceState.FELL_THROUGH, ServiceState.DECLINED):
        if service.is_pledge and service.takes_up:
            await docket.unit.givings.unpledge(service.need, service.heads)
        await want_round(docket, service.community)
    docket.office.signals.notify("serving")
    return after


async def want_round(docket: Docket, community: str, at: datetime | None = None) -> None:
    """Have the lists looked at again, at the next usual hour or at another instant."""
    when = at or docket.office.services.next_round(docket.now)
    await docket.unit.services.want_round(community, when)
    docket.office.signals.notify("pairing")


async def fall(docket: Docket, service: Service, actor: str, why: Why) -> None:
    """It came to nothing: the leader hears it, and whoever else was asked."""
    told = [part for part in Part if _knows(service, part) and service.person(part) != actor]
    await go_on(docket, service, ServiceState.FELL_THROUGH, actor, why)
    for part in told:
        words = of_service(docket, service) | {
            "words": service.wanted if part is Part.NEEDER else service.offered,
            "why": docket.office.words.term("service_why", why),
        }
        await tell(docket, service, part, ReplyKey.SERVICE_FELL_TOLD, words)
    words = of_service(docket, service) | {"why": docket.office.words.term("service_why", why)}
    say = Say(key=ReplyKey.SERVICE_FELL, person=service.leader, parameters=words)
    await docket.say(say)


async def withdraw(docket: Docket, actor: str, givings: Sequence[str]) -> None:
    """Somebody took off the lists what services were made of."""
    for one in await docket.unit.services.open_of(givings):
        if one.state is ServiceState.PROPOSED:
            await go_on(docket, one, ServiceState.DECLINED, actor, Why.WITHDRAWN)
        elif one.state is not ServiceState.DELIVERED:
            await fall(docket, one, actor, Why.WITHDRAWN)


def _knows(service: Service, part: Part) -> bool:
    """Whether one of them was ever asked."""
    return service.state is not ServiceState.ACCEPTED or service.word(part) is not Word.NONE


def of_service(docket: Docket, service: Service) -> dict[str, str]:
    """What is held out, what is wanted, what speaks for it, and its day where there is but one."""
    terms = docket.office.words
    comma = terms.term("mark", "comma")
    begin, end = (at.astimezone(SHANGHAI) for at in (service.begin_at, service.end_at))
    reasons = (one for one in service.reasons.split(",") if one)
    return {
        "matter": _short(service.offered),
        "words": _short(service.wanted),
        "why": comma.join(terms.term("pair_reason", one) for one in reasons),
        "until": f"{begin:%m-%d}" if begin.date() == end.date() else "",
    }


def _short(words: str) -> str:
    return words if len(words) <= _SHORT else f"{words[: _SHORT - 1]}…"


def names(docket: Docket, service: Service, part: Part) -> dict[str, str]:
    """Who one of them is; for the other, when both have agreed."""
    person = docket.office.directory.person(service.person(part))
    place = person.buildings[0] if len(person.buildings) == 1 else ""
    return {"to": person.name, "place": place if part is Part.NEEDER else ""}


def speaker_for(docket: Docket, service: Service, part: Part) -> Person | None:
    """One of them, or where the bot cannot write to him the leader of his building; None where
    nobody can be written to.
    """
    directory = docket.office.directory
    person = directory.person(service.person(part))
    if docket.can_reach(person.id):
        return person
    leaders = directory.of_grid(service.grid, Role.BUILDING_LEADER)
    near = (one for one in leaders if set(one.buildings) & set(person.buildings))
    return next((one for one in near if docket.can_reach(one.id)), None)


async def tell(
    docket: Docket, service: Service, part: Part, key: ReplyKey, words: dict[str, str]
) -> bool:
    """Words to one of them alone, or to be passed on to him; False where nobody can be told."""
    to = speaker_for(docket, service, part)
    if to is None:
        return False
    person = service.person(part)
    hint = docket.office.directory.person(person).name if to.id != person else ""
    return await docket.say(Say(key=key, person=to.id, parameters=words | {"hint": hint}))


async def ask(
    docket: Docket,
    service: Service,
    part: Part,
    key: ReplyKey,
    words: dict[str, str],
) -> Word | None:
    """Ask one of them, once. What he was asked then: nothing yet while something else is asked
    there; None where nobody can be asked.
    """
    to = speaker_for(docket, service, part)
    if to is None:
        return None
    thread = thread_of(None, docket.private_channel(to.id) or "", to.id)
    if await docket.unit.questions.open_for([thread], docket.now):
        return Word.NONE
    await tell(docket, service, part, key, words)
    await docket.unit.questions.ask(
        Question(
            thread=thread,
            kind=QuestionKind.SERVICE,
            case=None,
            until=docket.now + docket.office.services.patience,
            payload={"service": service.id, "part": part.value},
        )
    )
    return Word.ASKED


async def look_again(docket: Docket, service: Service, at: datetime | None) -> None:
    """Keep it as it is, and have the clock look at it at an instant, or no more."""
    await docket.unit.services.save(replace(service, next_at=at))
    docket.office.signals.notify("serving")
