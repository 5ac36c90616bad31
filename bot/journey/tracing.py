"""What each stage tells of the turns it has worked on, where an office wants traces.

Comes in: rows as stages have them, and when they began. Goes out: steps, all of one turn under its
id, whichever process did them. Does not: tell words, people or groups, or cost anything where no
traces are wanted.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.delivery import Delivery
from bot.domain.turn import StoredMessage, Turn
from bot.journey.office import Office
from bot.ports.traces import Step


def gathered(
    office: Office, messages: Sequence[StoredMessage], assigned: Mapping[str, str]
) -> None:
    """Assembly put messages into turns: how long the platform took, and how long they lay here."""
    if office.traces is None:
        return
    now = office.clock.now()
    steps = []
    for message in messages:
        row, cause, came = message.id, assigned[message.id], message.received_at
        facts = {"channel": message.channel}
        sent = Step(
            name="platform", cause=cause, row=row, begun=message.sent_at, ended=came, facts=facts
        )
        steps += [sent, Step(name="intake", cause=cause, row=row, begun=came, ended=now)]
    office.traces.note(steps)


def understood(office: Office, turns: Sequence[Turn], begun: datetime) -> None:
    """The text model looked at a batch of turns."""
    if office.traces is None:
        return
    now = office.clock.now()
    together = len(turns)
    office.traces.note(
        [
            Step(
                name="understanding",
                cause=turn.id,
                row=f"{turn.id}/{turn.attempts}",
                begun=begun,
                ended=now,
                facts={"messages": len(turn.messages), "batch": together},
            )
            for turn in turns
        ]
    )


def worked(office: Office, turn: Turn, begun: datetime, case: str | None) -> None:
    """Casework was done with a turn: that ends what it waited for, too."""
    if office.traces is None:
        return
    now = office.clock.now()
    row = f"{turn.id}/{turn.attempts}"
    facts: dict[str, str | int] = {} if case is None else {"case": case}
    first = turn.first.received_at if turn.messages else turn.started_at
    office.traces.note(
        [
            Step(name="casework", cause=turn.id, row=row, begun=begun, ended=now, facts=facts),
            Step(name="turn", cause=turn.id, row=turn.id, begun=first, ended=now, whole=True),
        ]
    )


def sent(office: Office, delivery: Delivery, begun: datetime) -> None:
    """The outbox tried to send words, whatever came of it."""
    if office.traces is None:
        return
    facts: dict[str, str | int] = {
        "channel": delivery.address.channel,
        "attempts": delivery.attempts,
    }
    office.traces.note(
        [
            Step(
                name="outbox",
                cause=delivery.cause,
                row=f"{delivery.id}/{delivery.attempts}",
                begun=begun,
                ended=office.clock.now(),
                facts=facts,
            )
        ]
    )
