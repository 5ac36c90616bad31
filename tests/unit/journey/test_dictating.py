"""Voices whose words the platform does not tell become words on this machine, or silence."""

from dataclasses import replace

import pytest

from bot.domain.errors import ChannelRefused, ChannelUnavailable
from bot.domain.media import MediaRules, SpeechRules
from bot.domain.message import Attachment, AttachmentKind
from bot.journey.beside.dictating import Dictating
from tests.builders import private, stored, turn
from tests.fakes.channel import DECLARATION, FakeChannel

REPORT = "3栋门口的路灯坏了"


def voice(reference="voice"):
    return {"attachments": (Attachment(kind=AttachmentKind.VOICE, reference=reference),)}


class Recorder(FakeChannel):
    """A platform that gives the sound, and no words."""

    def __init__(self):
        super().__init__(replace(DECLARATION, pictures_in=True))
        self.asked = []
        self.away = []

    async def fetch(self, attachment, most):
        self.asked.append(attachment.reference)
        if self.away:
            raise self.away.pop(0)
        return attachment.reference.encode()


class Ears:
    """Hears what it is told to hear; `trouble` comes first."""

    def __init__(self, words=REPORT):
        self.words, self.trouble, self.heard = words, [], []

    async def recognise(self, sound):
        self.heard.append(sound)
        if self.trouble:
            raise self.trouble.pop(0)
        return self.words


@pytest.fixture
def channel():
    return Recorder()


@pytest.fixture
def ears(rig):
    rig.office = replace(rig.office, speech=SpeechRules(on=True))
    rig.with_settings()
    made = Ears()
    rig.dictating = Dictating(
        office=rig.office, store=rig.store, channels={"fake": rig.channel}, speech=made
    )
    return made


async def listen(rig, times=1):
    await rig.settle()
    for _ in range(times):
        await rig.dictating.run_once()
        rig.clock.advance(10)
    await rig.settle()
    await rig.wait(10)


async def waiting(rig):
    return await rig.store.look(lambda unit: unit.media.next_due(of_cases=False))


async def test_a_spoken_report_becomes_a_case(rig, ears):
    await rig.hear("", **voice())
    await listen(rig)
    (case,) = await rig.cases()
    assert (case.words, case.reporter) == (REPORT, "wang")
    assert ears.heard == [b"voice"]
    assert await waiting(rig) is None
    (wanted,) = await rig.store.look(lambda unit: unit.media.of_case(case.key))
    assert (wanted.is_spoken, wanted.attachment.reference) == (True, "voice")


async def test_the_voice_itself_is_kept_only_where_the_office_keeps_them(rig, ears):
    rig.office = replace(rig.office, pictures=MediaRules(voices=False))
    rig.with_settings()
    rig.dictating = Dictating(
        office=rig.office, store=rig.store, channels={"fake": rig.channel}, speech=ears
    )
    await rig.hear("", **voice())
    await listen(rig)
    (case,) = await rig.cases()
    assert await rig.store.look(lambda unit: unit.media.of_case(case.key)) == []


async def test_and_only_with_a_case(rig, ears):
    ears.words = "今天的晚霞真好看"
    await rig.hear("", **voice())
    await listen(rig)
    assert len(ears.heard) == 1
    assert await rig.store.look(lambda unit: unit.media.next_due(of_cases=True)) is None


async def test_what_a_platform_heard_itself_is_not_listened_to_again(rig, ears):
    await rig.say(REPORT, **voice())
    await listen(rig)
    assert (ears.heard, rig.channel.asked) == ([], [])
    assert len(await rig.cases()) == 1


async def test_without_a_service_nothing_is_fetched(rig):
    await rig.hear("", **voice())
    await rig.settle()
    await rig.journey.dictating.run_once()
    assert (rig.channel.asked, await waiting(rig)) == ([], None)


@pytest.mark.parametrize("words", ["", "  \n "])
async def test_nothing_heard_is_nothing_said(rig, ears, words):
    ears.words = words
    await rig.hear("", **voice())
    await listen(rig)
    assert await rig.cases() == []
    assert (rig.channel.texts, await waiting(rig)) == ([], None)


@pytest.mark.parametrize(
    "trouble", [ChannelUnavailable("busy"), ZeroDivisionError()], ids=["busy", "fault"]
)
async def test_a_service_that_is_busy_is_asked_again(rig, ears, trouble):
    ears.trouble = [trouble] * 2
    await rig.hear("", **voice())
    await listen(rig, times=5)
    assert len(ears.heard) == 3
    assert len(await rig.cases()) == 1


async def test_but_not_for_long(rig, ears):
    ears.trouble = [ChannelUnavailable("away")] * 99
    await rig.hear("", **voice())
    await listen(rig, times=30)
    assert 15 < len(ears.heard) < 20
    assert await waiting(rig) is None


async def test_a_voice_that_is_gone_is_let_go(rig, ears):
    rig.channel.away = [ChannelRefused("gone")]
    await rig.hear("", **voice())
    await listen(rig)
    assert (ears.heard, await waiting(rig)) == ([], None)


async def test_what_is_not_held_any_more_is_not_heard(rig, ears):
    """Somebody left, or its time was over, while the service was thinking."""
    await rig.hear("", **voice())
    await rig.settle()
    await rig.store.work(lambda unit: unit.messages.drop(["message-000001"]))
    await listen(rig)
    assert await rig.cases() == []


async def test_the_same_voice_twice_is_heard_once(rig, ears):
    await rig.hear("", **voice(), external_id="v-1")
    await rig.hear("", **voice(), external_id="v-1")
    await listen(rig, times=3)
    assert len(ears.heard) == 1


@pytest.mark.parametrize(("fields", "spoken"), [({}, False), (voice(""), True)])
def test_of_what_was_spoken_less_is_certain(rig, fields, spoken):
    said = turn(messages=(stored(text=REPORT, **fields), stored(2, text="麻烦看看")))
    (found,) = rig.journey.understanding._understand([said])
    raw = rig.classifier.predict([REPORT])[0].request_probability
    assert (found.messages[0].request < round(raw, 4)) is spoken
    rig.with_settings(spoken_caution=0.0)
    (found,) = rig.journey.understanding._understand([said])
    assert found.messages[0].request == round(raw, 4)


async def test_in_private_too(rig, ears):
    await rig.hear("", **voice(), address=private())
    await listen(rig)
    assert len(await rig.cases()) == 1
