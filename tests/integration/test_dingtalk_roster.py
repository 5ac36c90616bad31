"""People out of departments, and custom robots of groups: from config.yaml to the fake platform."""

import copy
import logging

import pytest

from bot.areas.directory import directory_of
from bot.clock import VirtualClock
from bot.config.reading import check_config
from bot.config.secrets import read_secrets
from bot.domain.message import Address, ConversationKind, OutboundMessage
from bot.domain.people import Role
from bot.wiring.channels import DINGTALK, look_up_people, make_channels
from tests.fakes.dingtalk_platform import FakeDingtalk
from tests.fakes.dingtalk_rig import NOON
from tests.fakes.dingtalk_world import Sent
from tests.unit.test_config import SMALL

ROWS = [
    {"id": 1, "name": "桥头社区"},
    {"id": 2, "name": "恒达物业", "parentid": 1},
    {"id": 3, "name": "维修班", "parentid": 2},
    {"id": 4, "name": "第一网格", "parentid": 1},
]
PEOPLE = [
    {"userid": "u-zhang", "name": "张工", "department": [2]},
    {"userid": "u-wu", "name": "吴师傅", "department": [3, 4]},
    {"userid": "u-chen", "name": "陈某", "department": [4]},
    {"userid": "u-else", "name": "别人", "department": [1]},
]
WUYE = {"department": "恒达物业", "roles": ["property"], "represents": "恒达物业"}
GRID = {"department": "4", "roles": ["grid_member"], "grids": ["g1"]}
HOOK = {"group": "own", "url_env": "QUNLI_TEST_HOOK", "secret_env": "QUNLI_TEST_HOOK_SECRET"}


@pytest.fixture
async def platform():
    fake = FakeDingtalk(VirtualClock(NOON))
    await fake.start()
    fake.directory.departments = ROWS
    fake.directory.people = PEOPLE
    yield fake
    await fake.stop()


@pytest.fixture
def made(platform, monkeypatch):
    """Configuration and secrets of an office on the fake platform, with more told."""
    monkeypatch.setenv("QUNLI_DINGTALK_CLIENT_ID", "ding-client")
    monkeypatch.setenv("QUNLI_DINGTALK_CLIENT_SECRET", "ding-secret")

    def make(**dingtalk):
        data = copy.deepcopy(SMALL)
        base = platform.base_url
        told = {"enabled": True, "api_base": base, "oapi_base": base} | dingtalk
        data["adapters"] = {"simulator": {"enabled": False}, "dingtalk": told}
        data["groups"][0]["bindings"][DINGTALK] = "cid-own"
        data["people"][0]["accounts"][DINGTALK] = "u-chen"
        config = check_config(data)
        return config, read_secrets(config)

    return make


async def test_departments_stand_for_roles(made):
    config, secrets = made(directory=[WUYE, GRID])
    people = await look_up_people(config, secrets)
    known = directory_of(config, people)
    zhang, wu = (known.person_with(DINGTALK, account) for account in ("u-zhang", "u-wu"))
    assert (zhang.id, zhang.name, zhang.roles) == ("dingtalk:u-zhang", "张工", (Role.PROPERTY,))
    assert known.of_department("恒达物业") == (zhang, wu)
    assert (wu.roles, wu.grids) == ((Role.PROPERTY, Role.GRID_MEMBER), ())
    assert known.person_with(DINGTALK, "u-chen").name == "陈楼长", "the configuration stands"
    assert known.person_with(DINGTALK, "u-else") is None
    assert known.person("dingtalk:u-zhang") == zhang


async def test_a_department_that_is_not_there(made, caplog):
    config, secrets = made(directory=[WUYE | {"department": "物管"}, GRID])
    people = await look_up_people(config, secrets)
    assert [person.name for person in people] == ["吴师傅", "陈某"]
    assert "dingtalk_no_department" in caplog.text


async def test_departments_that_run_in_circles(made, platform):
    platform.directory.departments = [*ROWS[1:], ROWS[0] | {"parentid": 3}]
    config, secrets = made(directory=[WUYE])
    assert {person.name for person in await look_up_people(config, secrets)} == {
        "张工",
        "吴师傅",
        "陈某",
        "别人",
    }


async def test_a_platform_that_does_not_tell(made, platform, caplog):
    platform.directory.refuse_tokens = True
    config, secrets = made(directory=[WUYE])
    with caplog.at_level(logging.ERROR):
        assert await look_up_people(config, secrets) is None
    assert "dingtalk_directory_not_read" in caplog.text
    assert "ding-secret" not in caplog.text


@pytest.mark.parametrize("told", [{"directory": []}, {"directory": [WUYE], "enabled": False}])
async def test_nobody_is_asked_who_need_not_be(made, platform, told):
    config, secrets = made(**told)
    assert await look_up_people(config, secrets) == ()
    assert platform.directory.tokens_given == 0


async def test_a_custom_robot_speaks_where_nothing_else_can(made, platform, monkeypatch):
    monkeypatch.setenv("QUNLI_TEST_HOOK", platform.robot.custom_robot("cid-own", "SEC-own"))
    monkeypatch.setenv("QUNLI_TEST_HOOK_SECRET", "SEC-own")
    config, secrets = made(webhooks=[HOOK])
    channel = make_channels(config, secrets, VirtualClock(NOON))[DINGTALK]
    address = Address(channel=DINGTALK, kind=ConversationKind.GROUP, conversation="cid-own")
    await channel.send(OutboundMessage(delivery_id="d-1", address=address, text="已登记 #1"))
    assert platform.sent == [Sent(way="custom", to="cid-own", text="已登记 #1")]
