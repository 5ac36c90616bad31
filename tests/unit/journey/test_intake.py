"""Station 2: what is stored of what is heard, and what is nobody's business."""

from dataclasses import replace

import pytest

from bot.domain.errors import StorageFull
from bot.domain.media import SpeechRules
from bot.domain.message import Attachment, AttachmentKind
from bot.domain.people import Role
from bot.journey.consent import Consent
from bot.journey.flooding import Flooding
from bot.journey.intake import Intake, readable, storable
from tests.builders import MEEK, T0, directory, group, inbound, private, stored


class FakeQueue:
    """Keeps what it is given, as often as it is given."""

    def __init__(self) -> None:
        self.kept = []
        self.new: int | None = None
        self.trouble: Exception | None = None

    async def put(self, messages) -> int:
        if self.trouble is not None:
            raise self.trouble
        self.kept += messages
        return len(messages) if self.new is None else self.new


async def no_code(message) -> bool:
    return False


@pytest.fixture
def queue() -> FakeQueue:
    return FakeQueue()


def intake_of(office, queue, **changes) -> Intake:
    parts = {"consent": Consent(), "try_code": no_code, "flooding": flooding_of(office)}
    return Intake(office=office, queue=queue, **(parts | changes))


def flooding_of(office, **limits) -> Flooding:
    rules = replace(office.settings.listening, **limits)
    return Flooding(rules=rules, clock=office.clock, alarming=lambda text: "着火" in text)


@pytest.fixture
def intake(office, queue) -> Intake:
    return intake_of(office, queue)


async def test_a_message_of_a_group(intake, queue, signals):
    pictures = (Attachment(kind=AttachmentKind.PICTURE),) * 2
    voice = (Attachment(kind=AttachmentKind.VOICE),)
    await intake.accept([inbound("路灯坏了", quoted="x-0", attachments=pictures + voice)])
    (kept,) = queue.kept
    assert kept == stored(
        1,
        external_id="x-1",
        sent_at=T0,
        received_at=T0,
        quoted="x-0",
        images=2,
        attachments=voice,
    )
    assert kept.is_spoken
    assert signals.notified["assembly"] == 1


@pytest.mark.parametrize(
    ("keeps", "listens", "text", "references"),
    [
        (False, True, "", ("p-1", "v-1")),
        (False, True, "路灯坏了", ("p-1", "")),
        (False, False, "", ("p-1", "")),
        (True, False, "路灯坏了", ("p-1", "v-1")),
    ],
)
async def test_what_can_be_fetched_later(office, queue, keeps, listens, text, references):
    """A voice only where it is kept or its words are wanted; half a character of a name can be
    stored."""
    office = replace(
        office, speech=SpeechRules(on=listens), pictures=replace(office.pictures, voices=keeps)
    )
    intake = intake_of(office, queue)
    parts = [
        (AttachmentKind.PICTURE, "p-1"),
        (AttachmentKind.PICTURE, ""),
        (AttachmentKind.VOICE, "v-1"),
        (AttachmentKind.FILE, "f-1"),
    ]
    shown = tuple(Attachment(kind=kind, reference=reference) for kind, reference in parts)
    await intake.accept([inbound(text, attachments=shown)])
    (kept,) = queue.kept
    assert tuple(one.reference for one in kept.attachments) == references
    assert kept.images == 2


async def test_private_words_are_always_meant_for_the_bot(intake, queue):
    await intake.accept([inbound("路灯坏了", address=private())])
    (kept,) = queue.kept
    assert (kept.room, kept.thread, kept.addressed) == (None, "private:fake/wang", True)


async def test_somebody_who_is_not_known(intake, queue):
    await intake.accept([inbound("你好", sender="a-9", sender_name="小李")])
    (kept,) = queue.kept
    assert (kept.sender, kept.thread, kept.sender_name) == ("fake:a-9", "own/fake:a-9", "小李")


@pytest.mark.parametrize("name", ["何网格长", "he", "网格长", "系统管理员"])
async def test_a_nickname_makes_nobody_staff(rig, name):
    await rig.hear("1接单", sender="a-stranger", sender_name=name)
    (kept,) = await rig.store.look(lambda unit: unit.messages.unassembled(9))
    assert kept.sender == "fake:a-stranger"
    assert rig.office.directory.person(kept.sender).roles == (Role.RESIDENT,)


@pytest.mark.parametrize("conversation", ["own2", "", "OWN1"])
async def test_groups_that_are_not_bound_are_ignored(intake, queue, signals, conversation):
    await intake.accept([inbound(address=group(conversation), addressed=True)])
    assert queue.kept == []
    assert signals.notified == {}


async def test_groups_of_other_platforms_are_ignored(intake, queue):
    await intake.accept([inbound(channel="other", address=group(channel="other"))])
    assert queue.kept == []


@pytest.mark.parametrize(("addressed", "kept"), [(False, []), (True, ["路灯坏了"])])
async def test_some_groups_are_heard_only_when_the_bot_is_meant(intake, queue, addressed, kept):
    await intake.accept([inbound(address=group("meek1"), addressed=addressed)])
    assert [message.text for message in queue.kept] == kept


async def test_what_concerns_nobody_is_left_out_of_a_batch(intake, queue):
    await intake.accept(
        [inbound("一"), inbound("二", address=group("own2")), inbound("三", address=group("lead1"))]
    )
    assert [message.text for message in queue.kept] == ["一", "三"]


@pytest.mark.parametrize(
    ("text", "kept"), [("报事：路灯坏了", [("报事：路灯坏了", True)]), ("路灯坏了", [])]
)
async def test_calling_the_bot_by_what_it_is_for(intake, queue, text, kept):
    await intake.accept([inbound(text, address=group("meek1"))])
    assert [(message.text, message.addressed) for message in queue.kept] == kept


async def test_the_words_of_a_quote_come_along(intake, queue):
    await intake.accept([inbound(quoted="x-0", quoted_text="路灯\x00坏了")])
    assert queue.kept[0].quoted_text == "路灯 坏了"


async def test_a_quote_that_is_known_by_its_words_only_is_one(intake, queue):
    await intake.accept([inbound(quoted_text="路灯坏了"), inbound(quoted_text="")])
    assert [message.quoted for message in queue.kept] == ["words:x-1", None]


async def test_what_was_a_code_is_not_kept(office, queue):
    looked_at = []

    async def try_code(message) -> bool:
        looked_at.append(message.text)
        return message.text == "12345678"

    intake = intake_of(office, queue, try_code=try_code)
    await intake.accept([inbound("12345678", address=group("own2")), inbound("一")])
    assert looked_at == ["12345678", "一"]
    assert [message.text for message in queue.kept] == ["一"]


async def test_nobody_is_woken_for_what_was_known(intake, queue, signals):
    queue.new = 0
    await intake.accept([inbound()])
    assert signals.notified == {}


async def test_what_was_not_stored_is_not_accepted(intake, queue):
    queue.trouble = StorageFull("no room")
    with pytest.raises(StorageFull):
        await intake.accept([inbound()])


async def test_every_message_has_an_id_of_its_own(intake, queue):
    await intake.accept([inbound("一", external_id="x-1"), inbound("二", external_id="x-2")])
    assert len({message.id for message in queue.kept}) == 2


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("路灯坏了", "路灯坏了"),
        ("🏠🔧", "🏠🔧"),
        ("👨‍👩‍👧 ❤️", "👨‍👩‍👧 ❤️"),
        ("𨋢坏咗", "𨋢坏咗"),
        ("一行\n两行", "一行\n两行"),
        ("制表\t符", "制表 符"),
        ("空\x00字\x07符\x1b[31m", "空 字 符 [31m"),
        ("回车\r\n换行", "回车 \n换行"),
        ("半个\ud83d字", "半个 字"),
        ("\udcff\udcfe", "  "),
        ("\ue000私用\uffff", "\ue000私用\uffff"),
        ("长" * 20_000, "长" * 20_000),
        ("长" * 20_001, "长" * 20_000),
        ("\x00" * 30_000, " " * 20_000),
    ],
)
def test_what_stays_of_a_text(text, kept):
    assert readable(text) == kept


@pytest.mark.parametrize(
    "text", ["", "\x00", "\ud800", "🏠", "长" * 25_000, "\ud800" * 25_000, "坏\r\n了\u2028 \u202e"]
)
async def test_any_text_can_be_stored(rig, text):
    await rig.hear(text, sender_name=text)
    (kept,) = await rig.store.look(lambda unit: unit.messages.unassembled(9))
    assert len(kept.text) == min(len(text), 20_000)
    kept.text.encode("utf-8")


async def test_any_identifier_can_be_stored_and_stays_what_it_is(rig):
    odd, other = "x\ud800\x00\n", "x\ud801\x00\n"
    for _ in range(2):
        await rig.hear("一", external_id=odd, sender=odd, address=private(odd), quoted=odd)
        await rig.hear("二", external_id=other, sender=other, address=private(other))
    kept = await rig.store.look(lambda unit: unit.messages.unassembled(9))
    assert [message.text for message in kept] == ["一", "二"]
    assert kept[0].sender != kept[1].sender
    assert kept[0].address.person != kept[1].address.person


def test_ordinary_identifiers_stay_as_they_are():
    assert storable("cid+/=中文🏠\n") == "cid+/=中文🏠\n"


async def test_the_reply_route_is_kept(intake, queue):
    route = replace(group(), route="https://example.invalid/hook", route_until=T0)
    await intake.accept([inbound(address=route)])
    assert queue.kept[0].address == route


def test_the_meek_group_is_in_the_directory():
    """What the tests above rest on."""
    assert MEEK in directory().rooms
