"""What config.yaml says of programs that are told of cases, and what is made of it."""

import pytest

from bot.areas.webhooks import announcements_of
from bot.clock import VirtualClock
from bot.config.reading import check_config
from bot.config.secrets import read_secrets
from bot.domain.errors import ConfigError
from bot.wiring.channels import make_announcer
from tests.builders import T0
from tests.unit.test_config import changed, problems_of

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


def target(**fields):
    usual = {"name": "screen", "url": "https://s.example.gov.cn/q", "secret_env": "QUNLI_TEST_HOOK"}
    return usual | fields


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"url": "http://s.example.gov.cn/q"}, "must be https outside of a private network"),
        ({"url": "ftp://10.0.0.7/q"}, "must be a web address without a name or password in it"),
        ({"url": "https://u:p@s.example.gov.cn"}, "must be a web address without a name"),
        ({"url": "just words"}, "must be a web address"),
        ({"name": "大屏"}, "string should match pattern"),
        ({"events": ["case.opened", "case.words"]}, "must be among case.accepted"),
        ({"secret_env": ""}, "at least 1 character"),
    ],
)
def test_what_has_to_fit(fields, problem):
    (told,) = problems_of(changed("webhooks.targets", [target(**fields)]))
    assert told.startswith("webhooks.targets.0.")
    assert problem in told


def test_no_name_twice():
    (told,) = problems_of(changed("webhooks.targets", [target(), target()]))
    assert "screen appears twice" in told


@pytest.mark.parametrize("url", ["http://10.0.0.7/q", "http://screen/q", "http://a.lan/q"])
def test_at_home_it_may_be_plain(url):
    assert check_config(changed("webhooks.targets", [target(url=url)]))


@pytest.mark.parametrize(
    ("secret", "problem"),
    [
        ("", "environment variable QUNLI_TEST_HOOK must be set"),
        ("hunter2", "QUNLI_TEST_HOOK must be base64"),
        ("whsec_QUJD", "QUNLI_TEST_HOOK must be 24 to 64 bytes"),
    ],
)
def test_a_secret_that_is_none_is_said_and_not_shown(monkeypatch, secret, problem):
    monkeypatch.setenv("QUNLI_TEST_HOOK", secret)
    config = check_config(changed("webhooks.targets", [target()]))
    with pytest.raises(ConfigError) as told:
        make_announcer(config, read_secrets(config), VirtualClock(T0))
    (line,) = told.value.problems
    assert problem in line
    assert not secret or secret not in line


def test_who_is_told_of_what(monkeypatch):
    monkeypatch.setenv("QUNLI_TEST_HOOK", SECRET)
    config = check_config(changed("webhooks.targets", [target(events=["case.closed"])]))
    (one,) = announcements_of(config).subscribers
    assert (one.wants("case.closed"), one.wants("case.opened")) == (True, False)
    assert make_announcer(config, read_secrets(config), VirtualClock(T0)) is not None


def test_nobody_is_told_by_default():
    config = check_config(changed("webhooks.targets", []))
    assert announcements_of(config).subscribers == ()
    assert make_announcer(config, read_secrets(config), VirtualClock(T0)) is None
