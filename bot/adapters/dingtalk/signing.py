"""The signature of custom robots (and of the platform's HTTP callbacks): HMAC-SHA256 over time and
secret.

Comes in: the secret and an instant. Goes out: the signature, or the signed address. Does not: send.
"""

import base64
import hashlib
import hmac
from datetime import datetime
from urllib.parse import urlencode

from bot.adapters.dingtalk.settings import CustomWebhook


def sign(secret: str, timestamp: str) -> str:
    """base64(HMAC-SHA256(secret, timestamp + newline + secret))."""
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def signed_url(webhook: CustomWebhook, now: datetime) -> str:
    """The webhook's address for one sending; without a secret the address is used as it stands."""
    if not webhook.secret:
        return webhook.url
    timestamp = str(round(now.timestamp() * 1000))
    query = urlencode({"timestamp": timestamp, "sign": sign(webhook.secret, timestamp)})
    return f"{webhook.url}{'&' if '?' in webhook.url else '?'}{query}"
