"""WeCom: an AI bot on its long connection, and webhooks of groups."""

from bot.adapters.wecom.channel import WecomChannel
from bot.adapters.wecom.settings import WecomSettings

__all__ = ["WecomChannel", "WecomSettings"]
