"""Where stages tell what they did, if the office wants it told.

Comes in: the configuration. Goes out: traces for as long as the process works, or None. Does not:
trace anything.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

from bot.domain.errors import ConfigError
from bot.options.config import Config
from bot.ports.traces import Traces
from bot.version import VERSION
from bot.wiring.roles import Role

_PACKAGES: Final = "requirements/traces.lock"


@asynccontextmanager
async def traced(config: Config, role: Role) -> AsyncIterator[Traces | None]:
    """As the configuration wants it; ConfigError where the packages are not installed. What is left
    is sent at the end.
    """
    wanted = config.traces
    if not wanted.url:
        yield None
        return
    try:
        from bot.tracing.spans import collector  # packages of an extra
    except ModuleNotFoundError as err:
        raise ConfigError([f"traces.url: needs the packages of {_PACKAGES}"]) from err

    timeout = timedelta(seconds=wanted.timeout_seconds)
    about = {"service.version": VERSION, "qunli.role": role.value}
    spans = await asyncio.to_thread(collector, wanted.url, about, timeout=timeout)
    try:
        yield spans
    finally:
        await asyncio.to_thread(spans.close)
