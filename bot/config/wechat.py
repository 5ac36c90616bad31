"""What is wrong with the WeChat accounts, and which there are.

Comes in: the configuration. Goes out: accounts by the name of their channel, problems. Does not:
read the environment.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot.options.config import Config

WECHAT = "wechat"


class WechatAccount(NamedTuple):
    """Where an account's gateway is, and which variable holds its token."""

    host: str
    port: int
    token_env: str


def wechat_accounts(config: Config) -> Mapping[str, WechatAccount]:
    """The accounts that are switched on, by the name of their channel."""
    part = config.adapters.wechat
    if not part.enabled:
        return {}
    if not part.accounts:
        return {WECHAT: _account(part.endpoint, part.token_env)}
    return {f"{WECHAT}.{one.name}": _account(one.endpoint, one.token_env) for one in part.accounts}


def _account(endpoint: str, token_env: str) -> WechatAccount:
    host, _, port = endpoint.rpartition(":")
    return WechatAccount(host, int(port or 0), token_env)


def wrong_wechat(config: Config) -> Iterator[str]:
    """Without a gateway there is nothing to connect to; two accounts need two names."""
    part = config.adapters.wechat
    if not part.enabled:
        return
    if not part.accounts and not part.endpoint:
        yield "adapters.wechat.endpoint: must be given where adapters.wechat is enabled"
    if part.accounts and part.endpoint:
        yield "adapters.wechat.endpoint: must be empty where there are accounts"
    if config.store.url in ("sqlite://", "sqlite:///:memory:"):
        yield "store.url: must be a file where adapters.wechat is enabled: two processes share it"
    names = [one.name for one in part.accounts]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"adapters.wechat.accounts: {name} is there twice"
    for name, account in wechat_accounts(config).items():
        if account.host and not 0 < account.port < 65536:
            yield f"adapters.{name}: the port must be from 1 to 65535 (got {account.port})"
