"""What is wrong with what is said of WeCom, and which secrets it needs.

Comes in: the configuration. Goes out: names of variables, problems. Does not: read the environment.
"""

from collections.abc import Iterator, Mapping

from bot.config.repeated import twice
from bot.options.config import Config

WECOM = "wecom"
_WHERE = f"adapters.{WECOM}"


def wecom_variables(config: Config) -> tuple[str | None, Mapping[str, str]]:
    """The variable with the bot's secret, if there is a bot, and those of webhooks by group."""
    part = config.adapters.wecom
    if not part.enabled:
        return None, {}
    return part.secret_env if part.bot_id else None, {
        hook.group: hook.url_env for hook in part.webhooks
    }


def wrong_wecom(config: Config) -> Iterator[str]:
    """Somebody has to speak, and only in groups that are bound."""
    part = config.adapters.wecom
    bound = {group.id for group in config.groups if WECOM in group.bindings}
    yield from twice(f"{_WHERE}.webhooks", [hook.group for hook in part.webhooks])
    for number, hook in enumerate(part.webhooks):
        if hook.group not in bound:
            yield (
                f"{_WHERE}.webhooks.{number}.group: no group bound to wecom (got {hook.group!r})"
            )
    if part.enabled and not part.bot_id and not part.webhooks:
        yield f"{_WHERE}.bot_id: must be given where there are no webhooks"
