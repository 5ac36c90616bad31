"""Secrets, from the environment only.

Comes in: the configuration, which names the variables. Goes out: secrets, or ConfigError that lists
what is missing. Does not: show them.
"""

import os

from pydantic import BaseModel, ConfigDict, SecretStr

from bot.config.phone import phone_variables
from bot.config.webhooks import webhook_variables
from bot.config.wechat import wechat_accounts
from bot.config.wecom import wecom_variables
from bot.domain.errors import ConfigError
from bot.options.config import Config


class Secrets(BaseModel):
    """What comes from the environment only."""

    model_config = ConfigDict(frozen=True)

    dingtalk_client_id: SecretStr = SecretStr("")
    dingtalk_client_secret: SecretStr = SecretStr("")
    dingtalk_webhooks: dict[str, tuple[SecretStr, SecretStr]] = {}
    phones: dict[str, SecretStr] = {}
    wechat: dict[str, SecretStr] = {}
    wecom: SecretStr = SecretStr("")
    wecom_webhooks: dict[str, SecretStr] = {}
    webhooks: dict[str, SecretStr] = {}
    queue: SecretStr = SecretStr("")


def read_secrets(config: Config) -> Secrets:
    """Secrets from the environment, by the names the configuration gives; ConfigError lists those
    missing.
    """
    dingtalk = config.adapters.dingtalk
    wecom, wecom_webhooks = _wecom_secrets(config)
    others = Secrets(
        phones=_phone_secrets(config),
        wechat=_wechat_tokens(config),
        wecom=wecom,
        wecom_webhooks=wecom_webhooks,
        webhooks=_webhook_secrets(config),
        queue=SecretStr(os.environ.get(config.queue.token_env, "")),
    )
    if not dingtalk.enabled:
        return others
    names = (dingtalk.client_id_env, dingtalk.client_secret_env)
    hooks = {hook.group: (hook.url_env, hook.secret_env) for hook in dingtalk.webhooks}
    wanted = (*names, *(name for pair in hooks.values() for name in pair if name is not None))
    missing = [name for name in dict.fromkeys(wanted) if not os.environ.get(name)]
    if missing:
        raise ConfigError(
            [f"adapters.dingtalk: environment variable {name} must be set" for name in missing]
        )
    for group, (url, _) in hooks.items():
        if not os.environ[url].startswith(("https://", "http://")):
            raise ConfigError(
                [f"adapters.dingtalk.webhooks: {url} (for {group}) must hold a web address"]
            )
    return others.model_copy(
        update={
            "dingtalk_client_id": SecretStr(os.environ[names[0]]),
            "dingtalk_client_secret": SecretStr(os.environ[names[1]]),
            "dingtalk_webhooks": {
                group: (SecretStr(os.environ[url]), SecretStr(os.environ[secret] if secret else ""))
                for group, (url, secret) in hooks.items()
            },
        }
    )


def _wecom_secrets(config: Config) -> tuple[SecretStr, dict[str, SecretStr]]:
    """The bot's secret, and the addresses of webhooks by group."""
    secret, hooks = wecom_variables(config)
    wanted = (*((secret,) if secret else ()), *hooks.values())
    missing = [name for name in dict.fromkeys(wanted) if not os.environ.get(name)]
    if missing:
        raise ConfigError(
            [f"adapters.wecom: environment variable {name} must be set" for name in missing]
        )
    for group, url in hooks.items():
        if not os.environ[url].startswith(("https://", "http://")):
            raise ConfigError(
                [f"adapters.wecom.webhooks: {url} (for {group}) must hold a web address"]
            )
    return (
        SecretStr(os.environ[secret] if secret else ""),
        {group: SecretStr(os.environ[url]) for group, url in hooks.items()},
    )


def _wechat_tokens(config: Config) -> dict[str, SecretStr]:
    """By the name of the channel; none where the processes that need them are started elsewhere."""
    accounts = wechat_accounts(config)
    found = {name: os.environ.get(account.token_env, "") for name, account in accounts.items()}
    missing = [account.token_env for name, account in accounts.items() if not found[name]]
    if missing and config.adapters.wechat.supervised:
        raise ConfigError(
            [f"adapters.wechat: environment variable {name} must be set" for name in missing]
        )
    return {name: SecretStr(token) for name, token in found.items() if token}


def _webhook_secrets(config: Config) -> dict[str, SecretStr]:
    """The secret that is shared with each program."""
    wanted = webhook_variables(config)
    missing = [name for name in dict.fromkeys(wanted.values()) if not os.environ.get(name)]
    if missing:
        raise ConfigError(
            [f"webhooks.targets: environment variable {name} must be set" for name in missing]
        )
    return {name: SecretStr(os.environ[variable]) for name, variable in wanted.items()}


def _phone_secrets(config: Config) -> dict[str, SecretStr]:
    wanted = phone_variables(config)
    missing = {name: variable for name, variable in wanted.items() if not os.environ.get(variable)}
    if missing:
        raise ConfigError(
            [
                f"adapters.{name}: environment variable {variable} must be set"
                for name, variable in missing.items()
            ]
        )
    return {name: SecretStr(os.environ[variable]) for name, variable in wanted.items()}
