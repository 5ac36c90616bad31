"""Whoever says no more than hello to the bot, alone with it, hears what it is for."""

import pytest

from tests.builders import group, private

WANG = {"sender": "a-wang", "address": private("a-wang")}


def told(rig):
    return [one.text for one in rig.channel.sent if one.address.person == "a-wang"]


@pytest.mark.parametrize("text", ["你好", "在吗？", "帮助"])
async def test_what_it_is_for(rig, text):
    await rig.say(text, **WANG)
    (said,) = told(rig)
    assert said.startswith("报事直接说：什么地方、什么问题。")


async def test_whoever_goes_on_is_answered_to_that(rig):
    await rig.hear("在吗", **WANG)
    await rig.say("3栋门口的路灯坏了", **WANG)
    assert not any(text.startswith("报事直接说") for text in told(rig))
    assert len(await rig.cases()) == 1


async def test_in_a_group_it_says_nothing(rig):
    await rig.say("在吗", sender="a-wang", address=group("own1"))
    assert rig.channel.sent == []
