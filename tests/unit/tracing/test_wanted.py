"""Traces only where the office wants them."""

import sys

import pytest

from bot.config.reading import check_config
from bot.domain.errors import ConfigError
from bot.tracing.spans import Spans
from bot.wiring.roles import Role
from bot.wiring.traces import traced
from tests.unit.test_config import SMALL


def wanted(**fields):
    return check_config(SMALL | {"traces": fields})


async def test_nothing_is_traced_by_default():
    async with traced(check_config(SMALL), Role.ALL) as traces:
        assert traces is None


async def test_what_a_process_does_is_told_to_a_collector(unused_tcp_port):
    url = f"http://127.0.0.1:{unused_tcp_port}/v1/traces"
    async with traced(wanted(url=url, timeout_seconds=1), Role.WORKER) as traces:
        assert isinstance(traces, Spans)


async def test_without_the_packages_it_is_said_what_lacks(monkeypatch):
    monkeypatch.setitem(sys.modules, "bot.tracing.spans", None)
    with pytest.raises(ConfigError) as raised:
        async with traced(wanted(url="http://127.0.0.1:4318/v1/traces"), Role.ALL):
            pass
    assert raised.value.problems == ("traces.url: needs the packages of requirements/traces.lock",)


@pytest.mark.parametrize("url", ["collector:4318", "http://me:secret@host/", "ftp://host/"])
def test_an_address_that_is_none_is_told(url):
    with pytest.raises(ConfigError) as raised:
        wanted(url=url)
    assert raised.value.problems[0].startswith("traces.url: ")
