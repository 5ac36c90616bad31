"""Other programs of the office are told of cases by signed requests (Standard Webhooks)."""

from bot.adapters.webhook.announcer import Target, WebhookAnnouncer
from bot.adapters.webhook.signing import key_of

__all__ = ["Target", "WebhookAnnouncer", "key_of"]
