"""The WeChat adapter: one account behind a wechaty gateway."""

from bot.adapters.wechat.channel import WechatChannel
from bot.adapters.wechat.settings import WechatSettings

__all__ = ["WechatChannel", "WechatSettings"]
