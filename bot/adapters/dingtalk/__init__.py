"""The DingTalk adapter: an enterprise robot, and the organisation's directory."""

from bot.adapters.dingtalk.channel import DingtalkChannel
from bot.adapters.dingtalk.directory import Department, DingtalkDirectory, StaffMember
from bot.adapters.dingtalk.settings import CustomWebhook, DingtalkSettings

__all__ = [
    "CustomWebhook",
    "Department",
    "DingtalkChannel",
    "DingtalkDirectory",
    "DingtalkSettings",
    "StaffMember",
]
