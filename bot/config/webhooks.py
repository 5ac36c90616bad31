"""What is wrong with what is said of other programs, and which secrets they need.

Comes in: the configuration. Goes out: names of variables, problems. Does not: read the environment.
"""

from collections.abc import Iterator, Mapping

from bot.config.repeated import twice
from bot.options.config import Config


def webhook_variables(config: Config) -> Mapping[str, str]:
    """The variable with each program's secret, by the program's name."""
    return {one.name: one.secret_env for one in config.webhooks.targets}


def wrong_webhooks(config: Config) -> Iterator[str]:
    """No name twice."""
    yield from twice("webhooks.targets", [one.name for one in config.webhooks.targets])
