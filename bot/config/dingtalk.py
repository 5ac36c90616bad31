"""What is wrong with the connection to DingTalk.

Comes in: the options of the office. Goes out: a line for each problem. Does not: connect.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.config.repeated import twice
from bot.options.config import Config


def impossible_dingtalk(config: Config, grids: list[str]) -> Iterator[str]:
    """A custom robot speaks in a group that is bound; people are looked up for grids that exist;
    callbacks have a port of their own; people come back from signing in to a known address.
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
    yield from _impossible_login(config)
    for number, posting in enumerate(dingtalk.directory):
        for grid in set(posting.grids) - set(grids):
            yield f"{where}.directory.{number}.grids: no such grid (got {grid!r})"


def _impossible_login(config: Config) -> Iterator[str]:
    """Codes that open the desk come back over HTTPS, or do not leave the machine."""
    if not config.desk.dingtalk_login:
        return
    if not config.adapters.dingtalk.enabled:
        yield "desk.dingtalk_login: takes adapters.dingtalk.enabled: true"
    home = urlsplit(config.desk.public_url)
    here = home.scheme == "http" and home.hostname in {"localhost", "127.0.0.1", "::1"}
    if not (here or home.scheme == "https") or home.path.strip("/"):
        yield (
            "desk.dingtalk_login: takes desk.public_url: https://..., without a path"
            f" (got {config.desk.public_url!r})"
        )
