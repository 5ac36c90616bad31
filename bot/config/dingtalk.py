"""What is wrong with the connection to DingTalk.

Comes in: the options of the office. Goes out: a line for each problem. Does not: connect.
"""

from collections.abc import Iterator

from bot.config.repeated import twice
from bot.options.config import Config


def impossible_dingtalk(config: Config, grids: list[str]) -> Iterator[str]:
    """A custom robot speaks in a group that is bound; people are looked up for grids that exist;
    callbacks have a port of their own.
    """
    dingtalk, where = config.adapters.dingtalk, "adapters.dingtalk"
    bound = {group.id for group in config.groups if "dingtalk" in group.bindings}
    yield from twice(f"{where}.webhooks", [hook.group for hook in dingtalk.webhooks])
    for number, hook in enumerate(dingtalk.webhooks):
        if hook.group not in bound:
            yield (
                f"{where}.webhooks.{number}.group: no group bound to dingtalk (got {hook.group!r})"
            )
    server = config.server.port
    if dingtalk.enabled and dingtalk.receive == "callback" and dingtalk.callback.port == server:
        yield f"{where}.callback.port: must not be that of the desk (got {server})"
    for number, posting in enumerate(dingtalk.directory):
        for grid in set(posting.grids) - set(grids):
            yield f"{where}.directory.{number}.grids: no such grid (got {grid!r})"
