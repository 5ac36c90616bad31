"""`qunli directory` proposes people and writes nothing."""

import copy

import pytest
import yaml

from bot.clock import VirtualClock
from bot.commands.directory import NO_ROLE, directory
from bot.config.reading import check_config
from bot.config.secrets import read_secrets
from bot.domain.errors import ChannelUnavailable, ConfigError
from bot.wiring.channels import DINGTALK
from tests.fakes.dingtalk_oapi import DEPARTMENTS
from tests.fakes.dingtalk_platform import FakeDingtalk
from tests.fakes.dingtalk_rig import NOON
from tests.fakes.dingtalk_world import Reply
from tests.integration.test_dingtalk_roster import GRID, PEOPLE, ROWS, WUYE
from tests.unit.test_config import SMALL


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
    monkeypatch.setenv("QUNLI_DINGTALK_CLIENT_ID", "ding-client")
    monkeypatch.setenv("QUNLI_DINGTALK_CLIENT_SECRET", "ding-secret")

    def make(account: str = "u-chen", **dingtalk):
        data = copy.deepcopy(SMALL)
        base = platform.base_url
        told = {"enabled": True, "api_base": base, "oapi_base": base} | dingtalk
        data["adapters"] = {"simulator": {"enabled": False}, "dingtalk": told}
        data["people"][0]["accounts"][DINGTALK] = account
        config = check_config(data)
        return config, read_secrets(config)

    return make


async def told(config, secrets) -> dict:
    return yaml.safe_load(await directory(config, secrets))


async def test_who_is_not_known_yet_is_proposed_with_what_is_said_of_his_department(made):
    answer = await told(*made(directory=[WUYE, GRID]))
    people = {entry["id"]: entry for entry in answer["people"]}
    assert "dingtalk-u-chen" not in people
    assert people["dingtalk-u-zhang"] == {
        "id": "dingtalk-u-zhang",
        "name": "张工",
        "roles": ["property"],
        "department": "恒达物业",
        "accounts": {"dingtalk": "u-zhang"},
    }
    assert people["dingtalk-u-wu"]["roles"] == ["property", "grid_member"]
    assert people["dingtalk-u-wu"]["grids"] == ["g1"]
    assert people["dingtalk-u-else"]["roles"] == [NO_ROLE]
    assert "gone" not in answer


async def test_departments_are_listed_with_how_many_are_in_them(made):
    answer = await told(*made())
    assert answer["departments"][:2] == [
        {"id": 1, "name": "桥头社区", "people": 1},
        {"id": 2, "name": "恒达物业", "people": 1},
    ]


async def test_what_is_proposed_can_be_taken_over_once_roles_are_said(made):
    config, secrets = made(directory=[WUYE, GRID])
    entries = list((await told(config, secrets))["people"])
    data = copy.deepcopy(SMALL)
    data["people"] += [entry for entry in entries if entry["roles"] != [NO_ROLE]]
    assert len(check_config(data).people) > len(config.people)
    data["people"] += entries[-1:]
    with pytest.raises(ConfigError):
        check_config(data)


async def test_who_has_left_is_named_by_the_offices_own_id(made):
    config, secrets = made("u-long-gone")
    assert (await told(config, secrets))["gone"] == [config.people[0].id]


async def test_a_platform_that_does_not_tell_is_an_error(made, platform):
    config, secrets = made()
    platform.fail(DEPARTMENTS, Reply(status=503))
    with pytest.raises(ChannelUnavailable):
        await directory(config, secrets)


async def test_without_dingtalk_there_is_nothing_to_ask(made):
    config, secrets = made(enabled=False)
    with pytest.raises(ConfigError, match="enabled"):
        await directory(config, secrets)
