"""`qunli adapter` on the command line.

Comes in: arguments. Goes out: an adapter's process, until it is stopped. Does not: run the service.
"""

import argparse
import asyncio
from pathlib import Path

from bot.config.reading import read_config
from bot.config.secrets import Secrets, read_secrets
from bot.config.wechat import WECHAT, wechat_accounts
from bot.domain.errors import ConfigError
from bot.options.config import Config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    parser.add_argument("platform", choices=[WECHAT])
    parser.add_argument("--account", default="", help="one of several: its name in the file")
    parser.add_argument("--config", type=Path, default=Path("config.yaml"))
    parser.add_argument("--with-parent", action="store_true", help="stop when standard input ends")


def adapter(options: argparse.Namespace) -> bool:
    """Run it."""
    config = read_config(options.config)
    name = f"{options.platform}.{options.account}" if options.account else options.platform
    known = wechat_accounts(config)
    if name not in known:
        listed = ", ".join(known) or "adapters.wechat is not enabled"
        raise ConfigError([f"adapter: there is no account {name} ({listed})"])
    secrets = _secrets(config, name)

    from bot.commands.adapter import serve

    asyncio.run(serve(config, secrets, name, with_parent=options.with_parent))
    return True


def _secrets(config: Config, name: str) -> Secrets:
    """Only its own token is needed here."""
    alone = config.adapters.model_copy(
        update={
            "dingtalk": config.adapters.dingtalk.model_copy(update={"enabled": False}),
            "wechat": config.adapters.wechat.model_copy(update={"supervised": False}),
        }
    )
    secrets = read_secrets(config.model_copy(update={"adapters": alone}))
    if name not in secrets.wechat:
        variable = wechat_accounts(config)[name].token_env
        raise ConfigError([f"adapters.wechat: environment variable {variable} must be set"])
    return secrets
