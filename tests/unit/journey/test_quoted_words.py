"""A quote of which only the words are known is understood as one of a message by its id."""

import pytest


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("收到，#1已登记：3栋，路灯损坏。有进展在这里说。", True),
        ("3栋门口的路灯坏了", True),
        ("路灯坏了", True),
        ("坏了", False),
        ("#7已登记", False),
        ("今天天气真好", False),
        ("#1 #7", False),
    ],
)
async def test_the_case_is_found_by_the_words(rig, quote, found):
    """Where it is not, the newest case is the likeliest."""
    await rig.say("3栋门口的路灯坏了")
    await rig.say("2栋的电梯坏了")
    await rig.say("我去看看", "a-liu", quoted="gone-1", quoted_text=quote)
    statuses = [case.status.value for case in await rig.cases()]
    assert (statuses == ["processing", "dispatched"]) is found


async def test_where_there_is_no_id_at_all(rig):
    await rig.say("3栋门口的路灯坏了")
    await rig.say("2栋的电梯坏了")
    await rig.say("我去看看", "a-liu", quoted_text="收到，#2已登记")
    assert [case.status.value for case in await rig.cases()] == ["dispatched", "processing"]


async def test_the_words_go_with_the_message(rig):
    await rig.say("3栋门口的路灯坏了")
    await rig.say("哈哈", "a-zhao", quoted="gone-1", quoted_text="一件私事")
    await rig.wait(1000)
    assert await rig.store.look(lambda unit: unit.messages.held()) == 0


class TestSomebodySaysThatItIsAReport:
    """Words of which nothing came, and which are no longer held."""

    @pytest.mark.parametrize(
        ("sender", "cases"), [("a-liu", 1), ("a-zhao", 0)], ids=["staff", "resident"]
    )
    async def test_the_case_is_opened_from_the_words(self, rig, sender, cases):
        await rig.say("这是报事", sender, quoted="gone-1", quoted_text="3栋门口路灯瞎了好几天")
        found = await rig.cases()
        assert len(found) == cases
        if found:
            (case,) = found
            assert (case.item, case.words) == ("GY-11", "3栋门口路灯瞎了好几天")
            assert (case.place.building, case.reporter, case.rule) == ("3栋", "liu", "staff.missed")
            assert any("#1" in message.text for message in rig.channel.sent)

    async def test_what_the_bot_is_deaf_to_stays_so(self, rig):
        words = "大家周日开业主大会投票换物业，路灯也提一下"
        await rig.say("这是报事", "a-liu", quoted="gone-1", quoted_text=words)
        assert await rig.cases() == []

    async def test_without_the_words_nothing_is_opened(self, rig):
        await rig.say("这是报事", "a-liu", quoted="gone-1")
        assert await rig.cases() == []
