"""Channels that live in processes of their own: how the service sees them, how they are run.

Comes in: checked configuration and its secrets. Goes out: relay channels by name, the channel of
one account, the command of its process. Does not: decide anything.
"""

import sys
from pathlib import Path

from bot.adapters.relay import RelayChannel
from bot.adapters.wechat.channel import declaration
from bot.adapters.wechat.settings import WechatSettings
from bot.config.secrets import Secrets
from bot.config.wechat import WECHAT, WechatAccount, wechat_accounts
from bot.options.config import Config
from bot.ports import Channel, Clock, IdFactory, Store


def make_relays(config: Config, store: Store, clock: Clock, ids: IdFactory) -> dict[str, Channel]:
    """What the service sees of the channels elsewhere."""
    return {
        name: RelayChannel(
            declaration(wechat_settings(config, name, account, "")),
            store=store,
            clock=clock,
            ids=ids,
        )
        for name, account in wechat_accounts(config).items()
    }


def wechat_settings(
    config: Config, name: str, account: WechatAccount, token: str
) -> WechatSettings:
    """What the adapter of an account has to be told."""
    part = config.adapters.wechat
    return WechatSettings(
        host=account.host,
        port=account.port,
        token=token,
        name=name,
        text_limit=part.text_limit,
        messages_per_minute=part.messages_per_minute,
        account_per_minute=part.account_per_minute,
    )


def wechat_of(config: Config, secrets: Secrets, name: str) -> WechatSettings:
    """The settings of one account with its token."""
    token = secrets.wechat[name].get_secret_value()
    return wechat_settings(config, name, wechat_accounts(config)[name], token)


def companions(config: Config, path: Path) -> dict[str, list[str]]:
    """The commands of the processes that the service starts, by the name of their channel."""
    if not config.adapters.wechat.supervised:
        return {}
    return {
        name: [
            *(sys.executable, "-m", "bot", "adapter", WECHAT, "--config", str(path)),
            *("--account", name.removeprefix(WECHAT).removeprefix("."), "--with-parent"),
        ]
        for name in wechat_accounts(config)
    }
