"""What is wrong with the ways to wake people.

Comes in: the configuration. Goes out: problems, and which variables of the environment are wanted.
Does not: read the environment.
"""

from collections.abc import Iterator, Mapping

from bot.options.config import Config
from bot.options.machine import PhonePart


def phones(config: Config) -> Mapping[str, PhonePart]:
    """The ways to wake people that are switched on, by name."""
    every = {"phone": config.adapters.phone, "sms": config.adapters.sms}
    return {name: part for name, part in every.items() if part.enabled}


def wrong_phones(config: Config) -> Iterator[str]:
    """An address that is none, a signature without a secret."""
    for name, part in phones(config).items():
        where = f"adapters.{name}"
        if not part.url.startswith(("https://", "http://")):
            yield f"{where}.url: must be a web address where {where} is enabled"
        if part.signing != "none" and not part.secret_env:
            yield f"{where}.secret_env: must name a variable where signing is {part.signing}"


def phone_variables(config: Config) -> Mapping[str, str]:
    """The variable that holds each way's secret, where it has one."""
    return {name: part.secret_env for name, part in phones(config).items() if part.secret_env}
