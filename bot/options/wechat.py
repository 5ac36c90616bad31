"""Options of WeChat: accounts behind wechaty gateways.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from pydantic import Field

from bot.options.parts import Part

_ENDPOINT = r"^$|^[A-Za-z0-9._-]+:\d{1,5}$"


class WechatAccountPart(Part):
    """One of several accounts."""

    name: str = Field(
        pattern=r"^[A-Za-z0-9_-]{1,20}$", description="name; groups are bound to `wechat.NAME`"
    )
    endpoint: str = Field(
        pattern=_ENDPOINT, min_length=3, description="its gateway, as `127.0.0.1:8788`"
    )
    token_env: str = Field(
        min_length=1, description="environment variable with the token of the gateway"
    )


class WechatPart(Part):
    """WeChat: an account behind a gateway, in a process of its own."""

    enabled: bool = Field(default=False, description="whether WeChat is connected")
    endpoint: str = Field(
        default="", pattern=_ENDPOINT, description="the gateway, as `127.0.0.1:8788`"
    )
    token_env: str = Field(
        default="QUNLI_WECHAT_TOKEN",
        min_length=1,
        description="environment variable with the token of the gateway",
    )
    accounts: list[WechatAccountPart] = Field(
        default=[], description="several accounts instead of one"
    )
    supervised: bool = Field(
        default=True,
        description="whether `qunli run` starts the processes; else somebody else does",
    )
    text_limit: int = Field(
        default=2000, ge=500, le=5000, description="characters of one message at most"
    )
    messages_per_minute: int = Field(
        default=10, ge=1, le=60, description="messages to one conversation a minute"
    )
    account_per_minute: int = Field(
        default=30, ge=1, le=200, description="messages of an account a minute"
    )
