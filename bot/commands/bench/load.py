"""The talk that is measured with: 95 % small talk, 5 % reports, 400 groups, drawn from the
corpus.

Comes in: a seed and a number. Goes out: inbound messages, the same for the same seed. Does not:
send.
"""

import random
from datetime import UTC, datetime, timedelta

from bot.domain.grid import Directory, Grid, Room, RoomKind
from bot.domain.message import Address, ConversationKind, InboundMessage
from bot.domain.people import Person, Role
from classifiers.data import Line, read_corpus
from classifiers.data import default_corpus as corpus_place

CHANNEL = "bench"
GROUPS = 400
SPEAKERS = 100
REPORT_SHARE = 0.05
_LONGEST = 60
_START = datetime(2026, 3, 2, 2, tzinfo=UTC)


def bench_directory(groups: int = GROUPS) -> Directory:
    """A community of many grids, each with an owners' and a leaders' group and its people."""
    pairs = groups // 2
    grids = tuple(Grid(id=f"g{n}", name=f"grid {n}", community="bench") for n in range(pairs))
    rooms = [
        Room(
            id=f"{kind.value}-{n}",
            kind=kind,
            name=f"{kind.value} {n}",
            community="bench",
            grid=f"g{n}",
            bindings=((CHANNEL, f"{kind.value}-{n}"),),
        )
        for n in range(pairs)
        for kind in (RoomKind.OWNERS, RoomKind.LEADERS)
    ]
    people = tuple(
        Person(
            id=f"{role.value}-{n}",
            name=f"{role.value} {n}",
            roles=(role,),
            grids=(f"g{n}",),
            accounts=((CHANNEL, f"{role.value}-{n}"),),
        )
        for n in range(pairs)
        for role in (Role.GRID_LEADER, Role.GRID_MEMBER)
    )
    return Directory("bench", grids, tuple(rooms), people, {})


def bench_messages(number: int, *, seed: int = 1, groups: int = GROUPS) -> list[InboundMessage]:
    """Messages in the order they are said."""
    chance = random.Random(seed)
    lines = read_corpus(corpus_place()).lines
    talk = [line.text for line in lines if is_talk(line)]
    reports = [line.text for line in lines if is_report(line)]
    messages = []
    for index in range(number):
        texts = reports if chance.random() < REPORT_SHARE else talk
        group, speaker = chance.randrange(groups), chance.randrange(SPEAKERS)
        kind = "owners" if group % 2 == 0 else "leaders"
        conversation = f"{kind}-{group // 2}"
        at = _START + timedelta(milliseconds=index)
        messages.append(
            InboundMessage(
                channel=CHANNEL,
                external_id=f"b{seed}-{index}",
                address=Address(
                    channel=CHANNEL, kind=ConversationKind.GROUP, conversation=conversation
                ),
                sender=f"p{group}-{speaker}",
                sender_name=f"p{group}-{speaker}",
                text=chance.choice(texts),
                sent_at=at,
                received_at=at,
            )
        )
    return messages


def is_talk(line: Line) -> bool:
    """Whether people say it in a group and it is no request."""
    return line.gate == "N" and line.register == "chat" and len(line.text) <= _LONGEST


def is_report(line: Line) -> bool:
    """Whether people say it in a group and it is a request, but no emergency."""
    return line.gate == "R" and line.register == "chat" and line.emergency is None
