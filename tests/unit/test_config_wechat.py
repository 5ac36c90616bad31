"""WeChat accounts in config.yaml: what cannot work is told, tokens stay outside."""

import pytest

from bot.commands.check import hints
from bot.config.reading import check_config
from bot.config.secrets import read_secrets
from bot.config.wechat import wechat_accounts
from bot.domain.errors import ConfigError
from bot.wiring.relays import companions, wechat_of
from tests.unit.test_config import SMALL

ONE = {"enabled": True, "endpoint": "127.0.0.1:8788", "token_env": "QUNLI_TEST_WECHAT"}
TWO = {
    "enabled": True,
    "accounts": [
        {"name": name, "endpoint": f"127.0.0.1:{port}", "token_env": f"QUNLI_TEST_{name}"}
        for name, port in (("a", 8788), ("b", 8789))
    ],
}


def config_of(wechat: dict, **more):
    return check_config(SMALL | {"adapters": {"wechat": wechat}} | more)


@pytest.mark.parametrize(
    ("wechat", "problem"),
    [
        ({"enabled": True}, "adapters.wechat.endpoint: must be given"),
        (ONE | {"endpoint": "nowhere"}, "adapters.wechat.endpoint: "),
        (ONE | {"endpoint": "gw:99999"}, "adapters.wechat: the port must be from 1 to 65535"),
        (ONE | {"accounts": TWO["accounts"]}, "adapters.wechat.endpoint: must be empty"),
        (TWO | {"accounts": TWO["accounts"][:1] * 2}, "adapters.wechat.accounts: a is there twice"),
        (ONE | {"messages_per_minute": 0}, "adapters.wechat.messages_per_minute: "),
    ],
)
def test_an_account_that_cannot_work(wechat, problem):
    with pytest.raises(ConfigError) as caught:
        config_of(wechat)
    assert any(one.startswith(problem) for one in caught.value.problems)


def test_two_processes_cannot_share_a_store_in_memory():
    with pytest.raises(ConfigError, match=r"store\.url: must be a file"):
        config_of(ONE, store={"url": "sqlite://"})


def test_the_token_comes_from_the_environment(monkeypatch):
    monkeypatch.delenv("QUNLI_TEST_WECHAT", raising=False)
    with pytest.raises(ConfigError, match="QUNLI_TEST_WECHAT must be set"):
        read_secrets(config_of(ONE))
    assert read_secrets(config_of(ONE | {"supervised": False})).wechat == {}
    monkeypatch.setenv("QUNLI_TEST_WECHAT", "s3")
    settings = wechat_of(config_of(ONE), read_secrets(config_of(ONE)), "wechat")
    assert (settings.host, settings.port, settings.token) == ("127.0.0.1", 8788, "s3")
    assert "s3" not in repr(settings)


def test_every_account_is_a_channel_with_a_process(tmp_path):
    config = config_of(TWO)
    assert list(wechat_accounts(config)) == ["wechat.a", "wechat.b"]
    commands = companions(config, tmp_path / "config.yaml")
    assert [command[-2] for command in commands.values()] == ["a", "b"]
    assert companions(config_of(TWO | {"supervised": False}), tmp_path) == {}
    assert wechat_accounts(config_of(ONE | {"enabled": False})) == {}


def test_a_binding_to_an_account_is_no_mistake():
    groups = [SMALL["groups"][0] | {"bindings": {"wechat.a": "x@chatroom", "wechat.c": "y"}}]
    told = "\n".join(hints(config_of(TWO, groups=groups)))
    assert "'wechat.a'" not in told
    assert "'wechat.c'" in told
