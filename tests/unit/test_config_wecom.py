"""What config.yaml says of WeCom, and the channel that is made of it."""

import pytest

from bot.clock import VirtualClock
from bot.config.reading import check_config
from bot.config.secrets import read_secrets
from bot.domain.errors import ConfigError
from bot.wiring.channels import make_channels
from tests.builders import T0
from tests.unit.test_config import changed, problems_of

HOOK = {"group": "own", "url_env": "QUNLI_TEST_HOOK"}
WHOLE = {"enabled": True, "bot_id": "bot-1", "webhooks": [HOOK]}


def bound(part):
    data = changed("adapters.wecom", part)
    data["groups"][0]["bindings"] = {"wecom": "wr-1"}
    return data


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ({"enabled": True}, "bot_id: must be given where there are no webhooks"),
        ({"webhooks": [HOOK]}, "webhooks.0.group: no group bound to wecom (got 'own')"),
        ({"endpoint": "https://x"}, "endpoint: "),
        ({"messages_per_minute": 0}, "messages_per_minute: "),
    ],
)
def test_what_has_to_fit(part, problem):
    (told,) = problems_of(changed("adapters.wecom", part))
    assert told.startswith(f"adapters.wecom.{problem}")


def test_one_webhook_a_group():
    assert "own appears twice" in problems_of(bound(WHOLE | {"webhooks": [HOOK, HOOK]}))[0]


@pytest.mark.parametrize(
    ("secret", "hook", "problem"),
    [
        ("", "https://x.invalid", "environment variable QUNLI_WECOM_SECRET must be set"),
        ("s", "", "environment variable QUNLI_TEST_HOOK must be set"),
        ("s", "hunter2", "QUNLI_TEST_HOOK (for own) must hold a web address"),
    ],
)
def test_secrets_come_from_the_environment(monkeypatch, secret, hook, problem):
    monkeypatch.setenv("QUNLI_WECOM_SECRET", secret)
    monkeypatch.setenv("QUNLI_TEST_HOOK", hook)
    with pytest.raises(ConfigError) as caught:
        read_secrets(check_config(bound(WHOLE)))
    assert problem in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_channel_is_made_of_it(monkeypatch):
    monkeypatch.setenv("QUNLI_WECOM_SECRET", "hush")
    monkeypatch.setenv("QUNLI_TEST_HOOK", "https://x.invalid/send?key=hush")
    config = check_config(bound(WHOLE))
    secrets = read_secrets(config)
    assert "hush" not in repr(secrets)
    channel = make_channels(config, secrets, VirtualClock(T0))["wecom"]
    assert channel.declaration.can_private
    assert "hush" not in repr(channel._settings)
    assert channel._settings.hooks == {"wr-1": "https://x.invalid/send?key=hush"}


def test_webhooks_alone_need_no_secret(monkeypatch):
    monkeypatch.delenv("QUNLI_WECOM_SECRET", raising=False)
    monkeypatch.setenv("QUNLI_TEST_HOOK", "https://x.invalid/send?key=hush")
    config = check_config(bound(WHOLE | {"bot_id": ""}))
    channel = make_channels(config, read_secrets(config), VirtualClock(T0))["wecom"]
    assert not channel.declaration.can_private
    assert channel.health().status == "ok"
