"""Plays a conversation through the whole journey, put together by wiring, in virtual time.

Comes in: a `Dialogue`. Goes out: nothing, or an AssertionError that says at which step what was
otherwise. Does not: know rules; edges are a virtual clock, a store in memory, platforms that take
everything, and a text model that was told its answers (or the trained one).
"""

import itertools
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.areas.directory import directory_of
from bot.areas.duty import shifts_of
from bot.areas.points import points_of
from bot.areas.services import services_of
from bot.areas.settings import settings_of
from bot.areas.volunteers import givings_of, musters_of
from bot.clock import VirtualClock
from bot.config.reading import check_config
from bot.domain.case import Case
from bot.domain.matters import Matters
from bot.domain.message import (
    Address,
    Attachment,
    AttachmentKind,
    ConversationKind,
    InboundMessage,
)
from bot.ids import CountedIds
from bot.journey.office import Office
from bot.knowledge.reading import shipped
from bot.knowledge.retrieval import Index
from bot.listing import read_matters
from bot.options.config import Config
from bot.replies.catalogue import Catalogue
from bot.signals import LocalSignals
from bot.storage.unit import SqlStore
from bot.wiring.journey import Journey, Tools, make_journey, office_hours
from bot.wiring.store import open_store
from classifiers.api import Classifier
from tests.dialogues.script import (
    Counts,
    Dialogue,
    Expects,
    Line,
    Recalls,
    Says,
    Shows,
    Step,
    Wait,
)
from tests.dialogues.stage import KeyedWords, Stage, StageChannel
from tests.dialogues.told import Told, ToldClassifier

ROOT = Path(__file__).parents[2]
BETWEEN = timedelta(seconds=1)
KINDS = ("owners", "leaders")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """What comes with the program; read once, outside of any event loop."""

    words: Catalogue
    matters: Matters
    config: Mapping[str, Any]
    answers: Index

    @classmethod
    def load(cls) -> "Shipped":
        """From the files of the repository."""
        config = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
        return cls(
            words=Catalogue.load(),
            matters=read_matters(None),
            config=config,
            answers=Index(shipped()),
        )


@dataclass(slots=True)
class Notebook:
    """How every message was read, by the platform's id."""

    acts: dict[str, str] = field(default_factory=dict)

    def decided(self, message, act, case, more) -> None:
        self.acts[message.external_id] = act.value


def laid_over(base: Any, over: Any) -> Any:
    """A configuration with another laid over it: people and groups by their id, options by name."""
    if isinstance(base, Mapping) and isinstance(over, Mapping):
        return {**base, **{k: laid_over(base.get(k), v) for k, v in over.items()}}
    if isinstance(base, list) and isinstance(over, list) and all("id" in each for each in over):
        known = {each["id"]: each for each in base}
        for each in over:
            known[each["id"]] = laid_over(known.get(each["id"]), each)
        return [each for each in known.values() if not each.get("absent")]
    return over


def told_by(steps: Sequence[Step]) -> ToldClassifier:
    """A text model that knows the items written in a conversation."""
    texts: dict[str, Told] = {}
    for step in steps:
        if isinstance(step, Says):
            texts[step.text] = Told(
                item=step.item,
                talk=step.talk,
                asks=step.asks,
                alarm=step.alarm,
                chance=step.chance,
            )
            texts |= {part: Told(item=item) for part, item in step.problems.items()}
    return ToldClassifier(texts)


class Player:
    """One conversation in one service."""

    def __init__(self, dialogue: Dialogue, shipped: Shipped, store: SqlStore) -> None:
        world = {k: v for k, v in dialogue.world.items() if k != "mute"}
        self._dialogue = dialogue
        self._shipped = shipped
        self._config: Config = check_config(laid_over(shipped.config, world))
        self._store = store
        self._clock = VirtualClock(dialogue.start)
        self._notebook = Notebook()
        self._ids = itertools.count(1)
        self._said: dict[str, str] = {}
        self._wanted: dict[str, str] = {}
        self._checked = 0
        self._stage = Stage(
            words=KeyedWords(shipped.words),
            rooms={
                (channel, conversation): self._shown(group.id)
                for group in self._config.groups
                for channel, conversation in group.bindings.items()
            },
            people={
                (channel, account): person.id
                for person in self._config.people
                for channel, account in person.accounts.items()
            },
        )

    def _shown(self, group: str) -> str:
        """`owners` and `leaders` for the first groups of their kind, else the group's id."""
        firsts = {
            next((g.id for g in self._config.groups if g.kind == kind), ""): kind for kind in KINDS
        }
        return firsts.get(group, group)

    async def play(self, classifier: Classifier | None, executor: Executor) -> None:
        """Every step in order; whatever the bot says unexpectedly is a failure, too."""
        journey = self._journey(classifier or told_by(self._dialogue.steps), executor)
        for number, step in enumerate(self._dialogue.steps, start=1):
            try:
                await self._take(journey, step)
            except AssertionError as err:
                raise AssertionError(f"step {number}: {err}") from err
        self._check(())
        read = {said: self._notebook.acts.get(said) for said in self._wanted}
        assert read == self._wanted, f"read as {read}"

    def _journey(self, classifier: Classifier, executor: Executor) -> Journey:
        mute = self._dialogue.world.get("mute", ())
        channels = {
            name: StageChannel(name, self._stage, private=name not in mute)
            for name in self._dialogue.channels
        }
        office = Office(
            areas=directory_of(self._config),
            listed=self._shipped.matters,
            answers=self._shipped.answers,
            words=self._stage.words,
            settings=settings_of(self._config),
            shifts=shifts_of(self._config),
            points=points_of(self._config),
            givings=givings_of(self._config),
            services=services_of(self._config),
            musters=musters_of(self._config),
            hours=office_hours(self._config),
            clock=self._clock,
            ids=CountedIds(),
            signals=LocalSignals(),
            channels={name: channel.declaration for name, channel in channels.items()},
        )
        tools = Tools(
            classifier=classifier,
            channels=channels,
            executor=executor,
            witness=self._notebook,
            gather=timedelta(0),
        )
        return make_journey(office, self._store, tools)

    async def _take(self, journey: Journey, step: Step) -> None:
        match step:
            case Says():
                await self._move(journey, self._clock.now() + BETWEEN)
                await journey.intake.accept([self._message(step)])
                await settle(journey)
            case Wait():
                await self._move(journey, self._clock.now() + step.span)
            case Expects():
                self._check(step.lines)
            case Shows():
                await self._show(step)
            case Recalls():
                await self._recall(step)
            case Counts():
                found = len(await self._cases())
                assert found == step.number, f"there are {found} cases"

    async def _move(self, journey: Journey, instant: datetime) -> None:
        while (due := await next_due(journey)) is not None and due <= instant:
            self._clock.move_to(due)
            await settle(journey)
        self._clock.move_to(instant)
        await settle(journey)

    def _message(self, step: Says) -> InboundMessage:
        person = next((p for p in self._config.people if p.id == step.person), None)
        assert person is not None, f"nobody is called {step.person}"
        external = f"said-{next(self._ids)}"
        self._said[step.person] = external
        if step.act is not None:
            self._wanted[external] = step.act
        account = person.accounts[step.through]
        now = self._clock.now()
        return InboundMessage(
            channel=step.through,
            external_id=external,
            address=self._address(step, person.groups, account),
            sender=account,
            sender_name=person.name,
            text=step.text,
            sent_at=now - step.late,
            received_at=now,
            addressed=step.at_bot or step.room == "private",
            quoted=self._quoted(step.quotes),
            attachments=(Attachment(kind=AttachmentKind.PICTURE),) * step.images,
        )

    def _address(self, step: Says, groups: Sequence[str], account: str) -> Address:
        if step.room == "private":
            return Address(
                channel=step.through,
                kind=ConversationKind.PRIVATE,
                conversation=f"private:{account}",
                person=account,
            )
        wanted = step.room or self._shown(groups[0])
        group = next((g for g in self._config.groups if wanted in (g.id, self._shown(g.id))), None)
        assert group is not None, f"there is no group {wanted}"
        return Address(
            channel=step.through,
            kind=ConversationKind.GROUP,
            conversation=group.bindings[step.through],
        )

    def _quoted(self, what: str | None) -> str | None:
        """The last words of the bot with this key, or of this person."""
        if what is None or what in self._said:
            return self._said.get(what or "")
        return next(sent.receipt for sent in reversed(self._stage.sent) if sent.key == what)

    def _check(self, lines: Sequence[Line]) -> None:
        said = self._stage.sent[self._checked :]
        heard = [sent for sent in said if sent.key not in self._dialogue.ignores]
        self._checked = len(self._stage.sent)
        shown = "\n  ".join(f"{sent.to}: {sent.key}: {sent.text}" for sent in heard) or "silence"
        wanted = sorted((line.to, line.key) for line in lines)
        assert sorted((s.to, s.key) for s in heard) == wanted, f"the bot said\n  {shown}"
        for line in lines:
            found = [s.text for s in heard if (s.to, s.key) == (line.to, line.key)]
            assert any(fits(text, line) for text in found), f"the bot said\n  {shown}"

    async def _cases(self) -> list[Case]:
        _, found = await self._store.look(lambda unit: unit.cases.latest(1000))
        return sorted(found, key=lambda case: case.number)

    async def _show(self, step: Shows) -> None:
        cases = {case.number: case for case in await self._cases()}
        for number, wanted in step.facts.items():
            assert number in cases, f"there is no case #{number}, only {sorted(cases)}"
            shown = {name: plain(cases[number], name) for name in wanted}
            assert shown == dict(wanted), f"#{number} is {shown}"

    async def _recall(self, step: Recalls) -> None:
        case = next(case for case in await self._cases() if case.number == step.number)
        history = await self._store.look(lambda unit: unit.cases.history(case.key))
        kinds = [event.kind.value for event in history]
        rest = iter(kinds)
        assert all(kind in rest for kind in step.kinds), f"#{step.number}: {kinds}"


def fits(text: str, line: Line) -> bool:
    """Whether a sentence holds what it should and nothing that it should not."""
    return all(part in text for part in line.says) and not any(p in text for p in line.hides)


def plain(case: Case, name: str) -> Any:
    """A fact of a case as conversations write it."""
    if name == "place":
        return case.place.stated()
    if name == "restricted":
        return case.is_restricted
    value = getattr(case, name)
    return list(value) if isinstance(value, tuple) else value


async def settle(journey: Journey) -> None:
    """Every stage works until none has anything to do now."""
    stages = (
        journey.assembly,
        journey.understanding,
        journey.casework,
        journey.timers,
        journey.outbox,
        journey.erasing,
        journey.forgetting,
        journey.linking,
        journey.surveying,
        journey.convening,
        journey.mustering,
        journey.pairing,
        journey.serving,
        journey.restaffing,
    )
    while sum([await stage.run_once() for stage in stages]):
        pass


async def next_due(journey: Journey) -> datetime | None:
    """When anything is due next."""

    async def look(unit):
        dues = [
            await unit.turns.next_due(),
            await unit.timers.next_due(),
            await unit.deliveries.next_due(),
            await unit.resolutions.next_due(),
            await unit.musters.next_due(),
            await unit.services.next_round(),
            await unit.services.next_due(),
        ]
        return min((due for due in dues if due is not None), default=None)

    return await journey.store.look(look)


async def play(
    dialogue: Dialogue, shipped: Shipped, executor: Executor, classifier: Classifier | None = None
) -> None:
    """One conversation from beginning to end."""
    store = await open_store("sqlite://")
    try:
        await Player(dialogue, shipped, store).play(classifier, executor)
    finally:
        await store.close()
