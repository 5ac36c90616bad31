"""A group is linked by a code typed in it; the code does nothing anywhere else."""

from dataclasses import replace

import pytest

from bot.domain.case import CaseStatus
from bot.domain.grid import Listening, RoomKind
from bot.domain.links import Offer, digest_of
from bot.domain.wishes import Wish, WishKind, about_room
from bot.journey.steps.mishearing import TALK, talk_scope
from tests.builders import T0, case, group, private

CODE = "48372915"
SALT = b"salt"
NEW = group("new1")


def offer(**fields) -> Offer:
    fields = {
        "id": "offer-1",
        "salt": SALT,
        "digest": digest_of(CODE, SALT),
        "room": "room-1",
        "kind": RoomKind.OWNERS,
        "name": "3栋群",
        "grid": "g1",
        "estate": None,
        "building": "3栋",
        "owner": None,
    } | fields
    return Offer(**fields)


@pytest.fixture
async def offered(rig):
    made = offer(until=rig.clock.now() + rig.office.settings.listening.code_lasts)
    await rig.store.work(lambda unit: unit.links.offer(made))
    return made


async def links(rig):
    return await rig.store.look(lambda unit: unit.links.all())


async def held(rig) -> int:
    return await rig.store.look(lambda unit: unit.messages.held())


def said(rig) -> list[str]:
    return [message.text for message in rig.channel.sent]


@pytest.mark.parametrize("text", [CODE, "4837 2915", "@群理 绑定48372915"])
async def test_the_group_is_linked_and_told_what_is_read_and_kept(rig, offered, text):
    await rig.hear(text, "a-9", address=NEW)
    await rig.settle()
    (made,) = await links(rig)
    assert (made.binding, made.room, made.linked_by) == (("fake", "new1"), "room-1", "fake:a-9")
    (told,) = said(rig)
    assert told.startswith("已绑定：第一网格业主群，3栋。")
    assert "只听@我的话" in told
    assert "退出" in told
    assert await held(rig) == 0


async def test_from_then_on_it_is_heard_where_the_bot_is_addressed(rig, offered):
    await rig.hear(CODE, address=NEW)
    await rig.say("2栋路灯坏了", address=NEW)
    assert await rig.cases() == []
    await rig.say("2栋路灯坏了", address=NEW, addressed=True)
    (made,) = await rig.cases()
    assert (made.opened_in, made.grid) == ("room-1", "g1")


async def test_another_process_knows_of_it(rig, offered):
    await rig.hear(CODE, address=NEW)
    rig.with_settings()
    rig.office.bound.refresh((), ())
    assert rig.office.directory.room("room-1") is None
    await rig.journey.linking.run_once()
    assert rig.office.directory.room("room-1").name == "3栋群"


async def test_a_code_is_good_once(rig, offered):
    await rig.hear(CODE, address=NEW)
    await rig.hear(CODE, address=group("new2"))
    await rig.settle()
    assert len(await links(rig)) == 1
    assert len(said(rig)) == 1


async def test_a_code_that_is_delivered_again_changes_nothing(rig, offered):
    for _ in range(2):
        await rig.hear(CODE, address=NEW, external_id="x-same")
        await rig.settle()
    assert len(await links(rig)) == 1
    assert len(said(rig)) == 1


async def test_a_code_is_good_for_its_time(rig, offered):
    rig.clock.advance(900)
    await rig.hear(CODE, address=NEW)
    await rig.settle()
    assert (await links(rig), said(rig)) == ([], [])


async def test_a_code_does_nothing_in_private(rig, offered):
    await rig.say(CODE, address=private())
    assert await links(rig) == []


async def test_a_group_that_is_bound_stays_what_it_is(rig, offered):
    await rig.hear(CODE, address=group("lead1"))
    await rig.settle()
    assert await links(rig) == []
    assert said(rig) == ["没有绑定：本群已经绑定，要换先由群主@我说“退出”。"]
    await rig.hear(CODE, address=NEW)
    assert len(await links(rig)) == 1


async def test_a_group_of_the_configuration_has_one_conversation_on_a_platform(rig):
    made = offer(room="own", until=rig.clock.now() + rig.office.settings.listening.code_lasts)
    await rig.store.work(lambda unit: unit.links.offer(made))
    await rig.hear(CODE, address=NEW)
    await rig.settle()
    assert await links(rig) == []
    assert said(rig) == ["没有绑定：这个码的群已经绑定了别的群。"]


async def test_a_wrong_code_is_told_only_where_somebody_means_to_link(rig, offered):
    await rig.hear("11112222", address=NEW)
    await rig.hear("13800138000", address=NEW)
    await rig.hear("2栋路灯坏了", address=NEW, addressed=True)
    await rig.settle()
    assert said(rig) == []
    await rig.hear("绑定 1111 2222", address=NEW)
    await rig.settle()
    assert said(rig) == ["没有绑定：这个码不对或过了时间，请在控制台再取一个。"]
    assert (await links(rig), await held(rig)) == ([], 0)


async def test_after_some_wrong_codes_nothing_is_looked_at_for_an_hour(rig, offered):
    later = offer(id="offer-2", until=T0.replace(year=2027))
    await rig.store.work(lambda unit: unit.links.offer(later))
    for number in range(rig.office.settings.listening.tries):
        await rig.hear(f"1111222{number}", address=NEW)
    await rig.hear(CODE, address=NEW)
    assert await links(rig) == []
    await rig.hear(CODE, address=group("new2"))
    assert len(await links(rig)) == 1
    rig.clock.advance(3601)
    await rig.store.work(lambda unit: unit.links.offer(replace(later, id="offer-3")))
    await rig.hear(CODE, address=NEW)
    assert len(await links(rig)) == 1  # the group of that code is linked elsewhere by now


async def test_the_history_of_a_group_is_chained_and_sealed(rig, offered):
    await rig.hear(CODE, address=NEW)
    await rig.say("同意", "a-he", address=NEW, addressed=True)
    await rig.say("退出", "a-he", address=NEW, addressed=True)
    history = await rig.store.look(lambda unit: unit.cases.history("room:room-1"))
    assert [line.kind.value for line in history] == ["linked", "listening", "unlinked"]
    assert [line.actor for line in history] == ["resident", "he", "he"]
    await rig.journey.anchoring.run_once()
    found = await rig.store.look(lambda unit: unit.audit.verify())
    assert found.findings == ()


async def test_whoever_links_may_own_it(rig):
    made = offer(owner="*", until=T0.replace(year=2027))
    await rig.store.work(lambda unit: unit.links.offer(made))
    await rig.hear(CODE, "a-9", address=NEW)
    await rig.say("同意", "a-he", address=NEW, addressed=True)
    assert rig.office.directory.room("room-1").listening is Listening.ADDRESSED
    await rig.say("同意", "a-9", address=NEW, addressed=True)
    assert rig.office.directory.room("room-1").listening is Listening.NATURAL


async def test_what_was_said_just_before_is_not_answered_in_a_group_that_was_left(rig):
    await rig.hear("3栋门口的路灯坏了")
    await rig.hear("退出", "a-he", addressed=True)
    rig.clock.advance(5)
    await rig.settle()
    await rig.wait(10)
    assert len(await rig.cases()) == 1
    assert [message.address.person for message in rig.channel.sent][:2] == ["a-he", None]
    assert [m.text for m in rig.channel.sent if m.address.conversation == "own1"] == []


async def test_who_has_left_is_linked_again_as_what_the_configuration_says(rig, offered):
    await rig.say("退出", "a-he", addressed=True)
    rig.channel.sent.clear()
    await rig.hear(CODE)
    await rig.settle()
    assert said(rig) == ["没有绑定：本群在配置里是另一个群，请按那个群取码。"]


async def test_who_has_left_may_be_linked_again(rig):
    await rig.say("退出", "a-he", addressed=True)
    assert rig.office.directory.room("own").bindings == ()
    again = offer(id="offer-2", room="own", until=T0.replace(year=2027))
    await rig.store.work(lambda unit: unit.links.offer(again))
    await rig.hear(CODE)
    room = rig.office.directory.room("own")
    assert room.bindings == (("fake", "own1"),)
    assert room.listening is Listening.ADDRESSED


class TestFallingBack:
    """A group where talk is taken for reports too often is heard less."""

    async def misheard(self, rig, *, wrong, talk) -> int:
        async def work(unit):
            for number in range(1, wrong + 1):
                made = case(number, status=CaseStatus.CANCELED, opened_at=rig.clock.now())
                await unit.cases.add(made)
            await unit.counters.count(TALK, talk_scope("own", rig.clock.now()), talk)

        await rig.store.work(work)
        return await rig.journey.linking.run_once()

    async def test_it_falls_back_and_the_grid_leader_is_told_once(self, rig):
        assert await self.misheard(rig, wrong=5, talk=200) == 1
        assert rig.office.directory.room("own").listening is Listening.ADDRESSED
        for _ in range(3):
            await rig.wait(3601)
        (told,) = rig.channel.sent
        assert told.address.person == "a-he"
        assert told.text.startswith("“富善花园业主群”一周里有5次把聊天听成了报事")

    async def test_little_talk_or_few_wrong_ones_change_nothing(self, rig):
        assert await self.misheard(rig, wrong=4, talk=200) == 0
        assert rig.office.directory.room("own").listening is Listening.NATURAL

    async def test_once_agreed_to_again_it_is_counted_anew(self, rig):
        await self.misheard(rig, wrong=5, talk=200)
        rig.clock.advance(60)
        wish = Wish(
            about=about_room("own"),
            kind=WishKind.LISTENING,
            value=Listening.NATURAL,
            at=rig.clock.now(),
            by="he",
        )
        await rig.store.work(lambda unit: unit.wishes.put(wish))
        rig.clock.advance(3601)
        assert await rig.journey.linking.run_once() == 0
        assert rig.office.directory.room("own").listening is Listening.NATURAL

    async def test_talk_is_counted_when_it_is_erased(self, rig):
        rig.classifier.talk = True
        for text in ("今天天气真好", "是啊", "晚上吃什么"):
            await rig.say(text)
        await rig.wait(1000)
        total = await rig.store.look(lambda unit: unit.counters.total(TALK))
        assert total == 3
