"""What config.yaml says of DingTalk beside its credentials: custom robots and departments."""

import pytest

from bot.adapters.dingtalk.settings import Listening, Receiving
from bot.clock import VirtualClock
from bot.config.reading import check_config
from bot.config.secrets import read_secrets
from bot.domain.errors import ConfigError
from bot.wiring.channels import dingtalk_settings, make_channels, make_vouching
from tests.builders import T0
from tests.unit.test_config import changed, problems_of

HOOK = {"group": "own", "url_env": "QUNLI_TEST_HOOK"}
POSTING = {"department": "物业", "roles": ["property"], "grids": ["g1"]}


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [
        ("webhooks", [HOOK], "webhooks.0.group: no group bound to dingtalk (got 'own')"),
        ("directory", [POSTING | {"grids": ["g7"]}], "directory.0.grids: no such grid (got 'g7')"),
        ("callback.path", "no slash", "callback.path: "),
        ("receive", "pigeon", "receive: "),
        ("directory", [POSTING | {"roles": []}], "directory.0.roles: list should have at least 1"),
    ],
)
def test_what_is_said_of_dingtalk_has_to_fit(option, value, problem):
    (told,) = problems_of(changed(f"adapters.dingtalk.{option}", value))
    assert told.startswith(f"adapters.dingtalk.{problem}")


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("", "environment variable QUNLI_TEST_HOOK must be set"),
        ("hunter2", "QUNLI_TEST_HOOK (for own) must hold a web address"),
    ],
)
def test_addresses_of_custom_robots_are_secrets(monkeypatch, given, problem):
    monkeypatch.setenv("QUNLI_DINGTALK_CLIENT_ID", "ding-id")
    monkeypatch.setenv("QUNLI_DINGTALK_CLIENT_SECRET", "ding-secret")
    monkeypatch.setenv("QUNLI_TEST_HOOK", given)
    data = changed("adapters.dingtalk", {"enabled": True, "webhooks": [HOOK]})
    data["groups"][0]["bindings"] = {"dingtalk": "cid"}
    with pytest.raises(ConfigError) as caught:
        read_secrets(check_config(data))
    assert problem in str(caught.value)
    assert "hunter2" not in str(caught.value)
    monkeypatch.setenv("QUNLI_TEST_HOOK", "https://oapi.dingtalk.com/robot/send?access_token=hush")
    secrets = read_secrets(check_config(data))
    assert "hush" not in repr(secrets)
    url, secret = secrets.dingtalk_webhooks["own"]
    assert (url.get_secret_value()[-4:], secret.get_secret_value()) == ("hush", "")


def test_callbacks_have_a_port_of_their_own():
    data = changed("adapters.dingtalk", {"enabled": True, "receive": "callback"})
    data["adapters"]["dingtalk"]["callback"] = {"port": 8311}
    assert problems_of(data) == [
        "adapters.dingtalk.callback.port: must not be that of the desk (got 8311)"
    ]


def test_what_is_configured_reaches_the_adapter(monkeypatch):
    monkeypatch.setenv("QUNLI_DINGTALK_CLIENT_ID", "ding-id")
    monkeypatch.setenv("QUNLI_DINGTALK_CLIENT_SECRET", "ding-secret")
    told = {"robot_code": "r", "card_template": "t.schema", "receive": "callback"}
    told |= {"enabled": True, "callback": {"port": 9000, "path": "/here"}}
    config = check_config(changed("adapters.dingtalk", told))
    settings = dingtalk_settings(config, read_secrets(config))
    assert (settings.robot_code, settings.card_template) == ("r", "t.schema")
    assert settings.receiving is Receiving.CALLBACK
    assert settings.listening == Listening(host="127.0.0.1", port=9000, path="/here")
    channel = make_channels(config, read_secrets(config), VirtualClock(T0))["dingtalk"]
    assert channel.declaration.cards
    assert channel.health().status == "down"


LOGIN = {"dingtalk_login": True, "public_url": "https://qunli.example"}


@pytest.mark.parametrize(
    ("home", "enabled", "problem"),
    [
        ("", True, "takes desk.public_url: https://..., without a path (got '')"),
        ("http://qunli.example", True, "takes desk.public_url: https://..., without a path (got"),
        ("https://x.example/desk", True, "takes desk.public_url: https://..., without a path (got"),
        ("https://qunli.example", False, "takes adapters.dingtalk.enabled: true"),
    ],
)
def test_people_come_back_from_signing_in_to_a_known_address(home, enabled, problem):
    data = changed("desk", LOGIN | {"public_url": home})
    data["adapters"] = {"dingtalk": {"enabled": enabled}}
    (told,) = problems_of(data)
    assert told.startswith(f"desk.dingtalk_login: {problem}")


@pytest.mark.parametrize("home", ["https://qunli.example/", "http://127.0.0.1:8311"])
def test_dingtalk_vouches_where_the_office_wants_it(monkeypatch, home):
    monkeypatch.setenv("QUNLI_DINGTALK_CLIENT_ID", "ding-id")
    monkeypatch.setenv("QUNLI_DINGTALK_CLIENT_SECRET", "ding-secret")
    data = changed("desk", {"public_url": home})
    data["adapters"] = {"dingtalk": {"enabled": True, "login_base": "https://login.example"}}
    config = check_config(data)
    clock = VirtualClock(T0)
    assert make_vouching(config, read_secrets(config), clock) is None
    data["desk"]["dingtalk_login"] = True
    config = check_config(data)
    vouching = make_vouching(config, read_secrets(config), clock)
    assert vouching.back == home.rstrip("/") + "/login/dingtalk/back"
    assert vouching.is_secure is home.startswith("https")
    address = vouching.voucher.address(vouching.back, "state-1")
    assert address.startswith("https://login.example/oauth2/auth?")
    assert "ding-secret" not in address + repr(vouching)
