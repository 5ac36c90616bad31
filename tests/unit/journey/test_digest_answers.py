"""A digest is answered by the numbers of its lines; what was done can be taken back."""

import pytest

from bot.domain.case import CaseStatus
from bot.domain.draft import DraftState
from bot.domain.matters import Level, Privacy
from bot.domain.place import Place
from tests.builders import LEAD, SHU, after, case, group, private

EVENING = after(hours=7.5)
ALONE = {"address": private("a-he"), "sender": "a-he"}


@pytest.fixture
async def told(rig):
    """Three cases, and the digest that tells of them: 312, 313, 314."""
    lots = [
        case(312, place=Place(building="3栋"), accept_until=after(hours=1)),
        case(313, place=Place(building="1栋"), accept_until=after(hours=2), item="CG-02"),
        case(314, accept_until=after(hours=3), privacy=Privacy.RESTRICTED, words="隔壁打人"),
    ]
    for one in lots:
        await rig.store.work(lambda unit, one=one: unit.cases.add(one))
    await rig.journey.rounds.set_out()
    rig.clock.jump(EVENING)
    await everything(rig)
    rig.channel.sent.clear()
    return rig


async def everything(rig):
    journey = rig.journey
    stages = (journey.timers, journey.rounds, journey.outbox)
    while sum([await stage.run_once() for stage in stages]):
        pass


async def answer(rig, text, **fields):
    """What he is told when he says so."""
    begin = len(rig.channel.sent)
    await rig.say(text, **ALONE | fields)
    sent = rig.channel.sent[begin:]
    return [one.text for one in sent if one.address.person == "a-he"]


async def numbered(rig, number):
    return next(one for one in await rig.cases() if one.number == number)


async def test_a_line_is_taken_on(told):
    assert await answer(told, "1我去") == ["您接了：#312 3栋路灯不亮。回“撤”取消"]
    found = await numbered(told, 312)
    assert (found.status, found.owner) == (CaseStatus.PROCESSING, "he")


async def test_and_taken_back(told):
    before = await numbered(told, 312)
    await answer(told, "1我去")
    assert await answer(told, "撤") == ["已撤回：#312 3栋路灯不亮，待签收（市政）。"]
    found = await numbered(told, 312)
    assert (found.status, found.owner) == (CaseStatus.DISPATCHED, None)
    assert found.accepted_at is None
    assert found.accept_until == before.accept_until


async def test_a_line_is_sent_to_a_department_and_called_back(told):
    begin = len(told.channel.sent)
    assert await answer(told, "2派市政") == ["已派市政：#313 1栋垃圾桶满溢与清运不及时。回“撤”取消"]
    found = await numbered(told, 313)
    assert (found.level, found.department, found.assignee) == (Level.DEPARTMENT, "市政", SHU.id)
    (undone,) = await answer(told, "取消")
    assert undone.startswith("已撤回：#313 ")
    found = await numbered(told, 313)
    assert (found.level, found.assignee) == (Level.GRID, None)
    heard = [one.text for one in told.channel.sent[begin:] if one.address.person == "a-shu"]
    assert heard[0].startswith("派给您：#313 ")
    assert heard[-1].endswith("已收回，不用办了。")


async def test_a_whistle_is_asked_for_and_called_off(told):
    assert await answer(told, "1吹哨供电所") == ["已申请吹哨供电所：#312 3栋路灯不亮。回“撤”取消"]
    (waiting,) = await told.store.look(lambda unit: unit.drafts.waiting("sun", told.clock.now()))
    await answer(told, "撤")
    (draft,) = await told.store.look(lambda unit: unit.drafts.of_case(waiting.case))
    assert draft.state is DraftState.LEFT


async def test_what_others_have_gone_on_with_stays(told):
    await answer(told, "2派市政")
    await told.say("313我去看", sender="a-shu", address=group("lead1"))
    (said,) = await answer(told, "撤")
    assert said.startswith("#313 1栋垃圾桶满溢与清运不及时：后来又有动静（处置中），撤不了。")
    assert (await numbered(told, 313)).owner == "shu"


async def test_only_for_a_while(told):
    await answer(told, "1我去")
    await told.wait(31 * 60)
    await answer(told, "撤")
    assert (await numbered(told, 312)).owner == "he"


@pytest.mark.parametrize("text", ["二派市政", "2号派市政", "第二个派市政", "2叫市政的人去看看"])
async def test_however_tired_one_types_it(told, text):
    (said,) = await answer(told, text)
    assert said.startswith("已派市政：#313 ")


async def test_what_goes_up_says_where(told):
    assert await answer(told, "2往上报") == ["已报社区：#313 1栋垃圾桶满溢与清运不及时。回“撤”取消"]
    await answer(told, "撤")
    assert (await numbered(told, 313)).level is Level.GRID


async def test_a_line_is_given_to_somebody_by_name(told):
    begin = len(told.channel.sent)
    assert await answer(told, "2派给小周") == [
        "#313 没找到能办这件事的这个人，没有改派。"
        "请写登记的姓名，比如“313派给张三”；派给单位写单位名。"
    ]
    assert await answer(told, "2派给小刘，今天去看") == [
        "已派刘网格员：#313 1栋垃圾桶满溢与清运不及时。回“撤”取消"
    ]
    found = await numbered(told, 313)
    assert (found.status, found.assignee, found.owner) == (CaseStatus.DISPATCHED, "liu", None)
    heard = [one.text for one in told.channel.sent[begin:] if one.address.person == "a-liu"]
    assert heard[-1].startswith("派给您：#313 ")
    await answer(told, "撤")
    heard = [one.text for one in told.channel.sent[begin:] if one.address.person == "a-liu"]
    assert (await numbered(told, 313)).assignee is None
    assert heard[-1].endswith("已收回，不用办了。")


async def test_nobody_is_given_a_case_twice(told):
    await answer(told, "2派给小刘")
    before = len(told.channel.sent)
    assert await answer(told, "#313派给小刘") == ["#313 1栋，垃圾桶满溢与清运不及时已派刘网格员。"]
    assert len(told.channel.sent) == before + 1


async def test_what_is_not_understood_is_not_passed_over(told):
    before = await numbered(told, 312)
    (said,) = await answer(told, "1催一下")
    assert said.startswith("没看懂要怎么办，第1条（#312 3栋路灯不亮）没动。可以回“1我去”")
    assert (await numbered(told, 312)).status is before.status
    assert await answer(told, "1 收到") == []


async def test_what_is_to_be_done_with_a_line_that_is_not_there(told):
    assert await answer(told, "9我去") == ["这条里没有第9条。"]
    assert await answer(told, "30多人在门口跳舞") == []


async def test_several_lines_at_once(told):
    said = await answer(told, "1、2我去")
    assert [line[:10] for line in said] == ["您接了：#312 3", "您接了：#313 1"]
    await answer(told, "撤")
    assert [one.owner for one in await told.cases()] == [None, None, None]


@pytest.mark.parametrize("text", ["1详细", "1", "第1条", "1什么情况"])
async def test_more_about_a_line(told, text):
    (said,) = await answer(told, text)
    assert said.startswith("#312 3栋路灯不亮：待签收，网格（市政）；")
    assert said.endswith("原话：3栋门口的路灯坏了")


async def test_of_a_restricted_case_only_how_it_stands(told):
    (said,) = await answer(told, "3详细")
    assert said.startswith("#314 限制件：待签收")
    assert "打人" not in said
    assert "路灯" not in said
    assert await answer(told, "3我去") == ["您接了：#314。回“撤”取消"]


async def test_its_own_number_still_names_a_case(told):
    await answer(told, "312我去")
    assert (await numbered(told, 312)).owner == "he"


async def test_where_a_case_has_the_number_of_a_line_it_is_asked(told):
    await told.store.work(lambda unit: unit.cases.add(case(2, place=Place(building="2栋"))))
    assert await answer(told, "2我去") == [
        "“2”是第2条（#313 1栋垃圾桶满溢与清运不及时），还是工单#2 2栋路灯不亮？"
        "回“第2条我去”或“#2我去”。"
    ]
    assert [one.owner for one in await told.cases()] == [None] * 4
    await answer(told, "第2条我去")
    assert (await numbered(told, 313)).owner == "he"
    await answer(told, "#2我去")
    assert (await numbered(told, 2)).owner == "he"


async def quoted(rig):
    """The platform's id of the digest."""
    rows = await rig.deliveries()
    return next(row.receipt for row in rows if row.cause.startswith("digest-"))


async def test_a_quote_names_the_line_for_certain(told):
    await told.store.work(lambda unit: unit.cases.add(case(2)))
    await answer(told, "2我去", quoted=await quoted(told))
    assert (await numbered(told, 313)).owner == "he"


async def test_numbers_are_those_of_the_digest_that_is_quoted(told):
    old = await quoted(told)
    await answer(told, "1我去")
    await told.store.work(
        lambda unit: unit.cases.add(case(315, opened_at=EVENING, accept_until=EVENING))
    )
    told.clock.jump(after(hours=22.5))
    await everything(told)
    await answer(told, "2我去", quoted=old)
    assert (await numbered(told, 313)).owner == "he"
    (said,) = await answer(told, "9我去", quoted=old)
    assert said == "这条里没有第9条。"


async def test_others_have_no_part_in_it(told):
    await told.say("1我去", sender="a-liu", address=private("a-liu"))
    assert (await numbered(told, 312)).owner is None


async def test_a_number_alone_answers_a_draft_first(told):
    await told.say("312往上报", sender="a-liu", address=group("lead1"))
    waiting = await told.store.look(lambda unit: unit.drafts.waiting("he", told.clock.now()))
    said = await answer(told, "1")
    if waiting:
        assert "原话" not in said[0]


async def test_a_place_is_no_line(told):
    await answer(told, "2栋路灯坏了")
    assert all(one.owner is None for one in await told.cases())


async def test_the_leaders_group_is_told_as_ever(told):
    await answer(told, "1派市政")
    room = LEAD.conversation("fake")
    assert any(one.address.conversation == room for one in told.channel.sent)


async def test_by_night_he_is_answered_at_once(told):
    told.clock.jump(after(hours=13))  # 23:00
    assert await answer(told, "1我去") == ["您接了：#312 3栋路灯不亮。回“撤”取消"]
