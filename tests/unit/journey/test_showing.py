"""Pictures that came with the words of a case are kept with it; others are never fetched."""

import asyncio
import io
from dataclasses import replace
from datetime import timedelta

import pytest
import soundfile
from PIL import Image

from bot.domain.case import CaseStatus
from bot.domain.errors import ChannelRefused, ChannelUnavailable
from bot.domain.media import MediaRules, MediaState
from bot.domain.message import Attachment, AttachmentKind
from tests.builders import after, private
from tests.fakes.channel import DECLARATION, FakeChannel

S = MediaState
REPORT = "3栋门口的路灯坏了"


def drawn() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(written, "PNG")
    return written.getvalue()


def sung() -> bytes:
    written = io.BytesIO()
    soundfile.write(written, [0.0] * 8000, 8000, format="WAV")
    return written.getvalue()


def shown(*references, kind=AttachmentKind.PICTURE):
    return {"attachments": tuple(Attachment(kind=kind, reference=name) for name in references)}


class Album(FakeChannel):
    """A platform that gives pictures by their names; `away` so often it gives nothing."""

    def __init__(self):
        super().__init__(replace(DECLARATION, pictures_in=True))
        self.pictures = {"lamp": drawn(), "words": b"no picture"}
        self.away: list[Exception] = []
        self.asked: list[str] = []

    async def fetch(self, attachment, most):
        self.asked.append(attachment.reference)
        if self.away:
            raise self.away.pop(0)
        if attachment.reference not in self.pictures:
            raise ChannelRefused("no such picture")
        return self.pictures[attachment.reference]


@pytest.fixture
def channel():
    return Album()


async def media(rig):
    (case,) = await rig.cases()
    return await rig.store.look(lambda unit: unit.media.of_case(case.key))


async def states(rig):
    return [(one.state, one.reason) for one in await media(rig)]


async def fetch(rig, times=1):
    for _ in range(times):
        while await rig.journey.showing.run_once():
            pass
        rig.clock.advance(60)


async def test_it_is_kept_with_the_case(rig):
    await rig.say(REPORT, **shown("lamp"))
    await fetch(rig)
    (one,) = await media(rig)
    assert (one.state, one.width, one.height, one.sender) == (S.KEPT, 60, 40, "wang")
    kept = await rig.store.look(lambda unit: unit.media.kept(one.case, one.id))
    assert Image.open(io.BytesIO(kept.data)).format == "JPEG"
    assert rig.channel.asked == ["lamp"]


@pytest.mark.parametrize("first", ["words", "picture"])
async def test_a_picture_alone_belongs_to_the_turn_it_came_with(rig, first):
    said = [(REPORT, {}), ("", shown("lamp"))]
    for text, fields in said if first == "words" else said[::-1]:
        await rig.hear(text, **fields)
        rig.clock.advance(3)
    await rig.settle()
    await rig.wait(10)
    await fetch(rig)
    assert await states(rig) == [(S.KEPT, "")]


async def test_what_comes_to_no_case_is_never_fetched(rig):
    await rig.say("今天的晚霞真好看", **shown("lamp"))
    await fetch(rig)
    await rig.wait(900)
    assert rig.channel.asked == []
    assert await rig.store.look(lambda unit: unit.media.next_due(of_cases=True)) is None


async def test_a_voice_is_kept_with_the_case_its_words_came_to(rig):
    rig.channel.pictures["voice"] = sung()
    await rig.say(REPORT, **shown("voice", kind=AttachmentKind.VOICE))
    await fetch(rig)
    (one,) = await media(rig)
    assert (one.state, one.form, one.seconds, one.is_spoken) == (S.KEPT, "audio/mpeg", 1, True)
    assert rig.channel.asked == ["voice"]


async def test_but_never_one_of_talk(rig):
    await rig.say("今天的晚霞真好看", **shown("voice", kind=AttachmentKind.VOICE))
    await fetch(rig)
    assert rig.channel.asked == []


@pytest.mark.parametrize("on", ["pictures", "voices"])
async def test_an_office_may_keep_only_the_one_or_the_other(rig, on):
    rig.office = replace(
        rig.office, pictures=MediaRules(on=on == "pictures", voices=on == "voices")
    )
    rig.with_settings()
    rig.channel.pictures["voice"] = sung()
    parts = (
        Attachment(kind=AttachmentKind.PICTURE, reference="lamp"),
        Attachment(kind=AttachmentKind.VOICE, reference="voice"),
    )
    await rig.say(REPORT, attachments=parts)
    await fetch(rig)
    (one,) = await media(rig)
    assert one.is_spoken == (on == "voices")


@pytest.mark.parametrize("kind", [AttachmentKind.FILE, AttachmentKind.OTHER])
async def test_files_are_not_kept(rig, kind):
    await rig.say(REPORT, **shown("lamp", kind=kind))
    await fetch(rig)
    assert await states(rig) == []


async def test_what_is_no_picture_is_refused(rig):
    await rig.say(REPORT, **shown("words", "gone", "lamp"))
    await fetch(rig)
    assert await states(rig) == [
        (S.REFUSED, "not a picture that can be read"),
        (S.REFUSED, "no such picture"),
        (S.KEPT, ""),
    ]


async def test_so_many_of_one_message(rig):
    rig.office = replace(rig.office, pictures=MediaRules(a_message=2))
    rig.with_settings()
    await rig.say(REPORT, **shown("lamp", "lamp", "lamp"))
    assert len(await media(rig)) == 2
    (case,) = await rig.cases()
    assert case.number == 1


async def test_an_office_that_wants_none(rig):
    rig.office = replace(rig.office, pictures=MediaRules(on=False))
    rig.with_settings()
    await rig.say(REPORT, **shown("lamp"))
    await fetch(rig)
    assert (await media(rig), rig.channel.asked) == ([], [])


@pytest.mark.parametrize("trouble", [ChannelUnavailable("no line"), ZeroDivisionError()])
async def test_a_platform_that_is_away_is_asked_again(rig, trouble):
    rig.channel.away = [trouble] * 3
    await rig.say(REPORT, **shown("lamp"))
    await fetch(rig, times=9)
    assert await states(rig) == [(S.KEPT, "")]
    assert len(rig.channel.asked) == 4


async def test_but_not_for_ever(rig):
    rig.channel.away = [ChannelUnavailable("no line")] * 999
    await rig.say(REPORT, **shown("lamp"))
    for _ in range(40):
        await fetch(rig)
        rig.clock.advance(900)
    assert await states(rig) == [(S.REFUSED, "no line")]
    assert len(rig.channel.asked) < 20


async def test_a_platform_that_was_switched_off(rig):
    await rig.say(REPORT, **shown("lamp"))
    rig.journey.showing._channels = {}
    await fetch(rig)
    assert await states(rig) == [(S.REFUSED, "channel is switched off")]


class TestAPlatformWithoutPictures:
    @pytest.fixture
    def channel(self):
        return FakeChannel()

    async def test_it_says_so(self, rig):
        await rig.say(REPORT, **shown("lamp"))
        await fetch(rig)
        assert await states(rig) == [(S.REFUSED, "this platform gives nothing but words")]


async def closed(rig, at):
    """The case is over."""
    (case,) = await rig.cases()
    over = replace(case, status=CaseStatus.EVALUATED, closed_at=at)
    await rig.store.work(lambda unit: unit.cases.change(over))
    return case


async def test_half_a_year_after_the_case_is_over(rig):
    await rig.say(REPORT, **shown("lamp"))
    await fetch(rig)
    await closed(rig, rig.clock.now())
    for days, left in ((179, 1), (1, 0)):
        rig.clock.advance(days * 86400)
        await rig.journey.retaining.run_once()
        assert len(await media(rig)) == left
    counted = await rig.store.look(
        lambda unit: unit.counters.total("retired_pictures", f"{rig.clock.now():%Y-%m-%d}")
    )
    assert counted == 1


async def test_who_wants_to_be_forgotten_takes_his_pictures_along(rig):
    await rig.say(REPORT, **shown("lamp"))
    await fetch(rig)
    await closed(rig, rig.clock.now())
    await rig.say("删除我的信息", address=private())
    await rig.journey.forgetting.run_once()
    assert await media(rig) == []


async def test_two_are_fetched_at_the_same_time(rig):
    gate, going = asyncio.Event(), []
    fetch_one = rig.channel.fetch

    async def slow(attachment, most):
        going.append(attachment.reference)
        if len(going) == 2:
            gate.set()
        async with asyncio.timeout(5):
            await gate.wait()
        return await fetch_one(attachment, most)

    rig.channel.fetch = slow
    await rig.say(REPORT, **shown("lamp", "lamp"))
    await fetch(rig)
    assert await states(rig) == [(S.KEPT, "")] * 2
    assert after() < rig.clock.now() < after(days=1) + timedelta(0)
