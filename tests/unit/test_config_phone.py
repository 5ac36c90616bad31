"""Ways to wake people in config.yaml: what cannot work is told, secrets stay outside."""

import pytest
import yaml

from bot.commands.check import check
from bot.config.reading import check_config
from bot.config.secrets import read_secrets
from bot.domain.errors import ConfigError
from tests.unit.test_config import SMALL

PHONE = {"enabled": True, "url": "https://gw.test/call"}


@pytest.mark.parametrize(
    ("phone", "problem"),
    [
        ({"enabled": True}, "adapters.phone.url: must be a web address"),
        (PHONE | {"url": "gw.test"}, "adapters.phone.url: must be a web address"),
        (PHONE | {"signing": "hmac-sha256"}, "adapters.phone.secret_env: must name a variable"),
        (PHONE | {"taken": "("}, "adapters.phone.taken: must be a regular expression"),
        (PHONE | {"timeout_seconds": 0}, "adapters.phone.timeout_seconds: "),
        (PHONE | {"method": "FETCH"}, "adapters.phone.method: "),
    ],
)
def test_a_way_to_wake_people_that_cannot_work(phone, problem):
    with pytest.raises(ConfigError) as caught:
        check_config(SMALL | {"adapters": {"phone": phone}})
    assert any(one.startswith(problem) for one in caught.value.problems)


def test_the_secret_of_a_way_to_wake_people_comes_from_the_environment(monkeypatch):
    phone = PHONE | {"secret_env": "QUNLI_TEST_PHONE"}
    config = check_config(SMALL | {"adapters": {"phone": phone}})
    monkeypatch.delenv("QUNLI_TEST_PHONE", raising=False)
    with pytest.raises(ConfigError, match="QUNLI_TEST_PHONE must be set"):
        read_secrets(config)
    monkeypatch.setenv("QUNLI_TEST_PHONE", "s3")
    secrets = read_secrets(config)
    assert secrets.phones["phone"].get_secret_value() == "s3"
    assert "s3" not in repr(secrets)


def test_nobody_has_a_number(tmp_path, capsys):
    path = tmp_path / "config.yaml"
    data = SMALL | {"adapters": {"sms": PHONE}}
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    assert check(path) == 0
    err = capsys.readouterr().err
    assert "hint: grid g1: nobody who is called in an emergency has a telephone" in err
    assert "no telephone or text-message port" not in err
