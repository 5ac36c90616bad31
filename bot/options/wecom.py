"""Options of WeCom: an AI bot, and webhooks of groups.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from pydantic import Field

from bot.options.parts import Part


class WecomWebhookPart(Part):
    """The webhook of one group: it only speaks, where the AI bot is not."""

    group: str = Field(description="bound group it speaks in")
    url_env: str = Field(min_length=1, description="environment variable with its address")


class WecomPart(Part):
    """WeCom: an AI bot on its long connection, webhooks of groups, or both."""

    enabled: bool = Field(default=False, description="whether WeCom is connected")
    bot_id: str = Field(default="", description="id of the AI bot; empty: webhooks only")
    secret_env: str = Field(
        default="QUNLI_WECOM_SECRET",
        min_length=1,
        description="environment variable with the secret of the AI bot",
    )
    endpoint: str = Field(
        default="wss://openws.work.weixin.qq.com",
        pattern=r"^wss?://\S+$",
        description="address of the long connection",
    )
    webhooks: list[WecomWebhookPart] = Field(default=[], description="webhooks of groups")
    messages_per_minute: int = Field(
        default=20, ge=1, le=60, description="messages to one conversation a minute"
    )
