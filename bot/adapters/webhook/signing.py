"""The signature of a request, by the Standard Webhooks specification (standardwebhooks.com).

Comes in: a secret, the id, second and body of a request. Goes out: the value of a header. Does not:
send.
"""

import base64
import binascii
import hmac
from hashlib import sha256
from typing import Final

PREFIX: Final = "whsec_"
_LEAST, _MOST = 24, 64


def key_of(secret: str) -> bytes:
    """The key that a secret stands for: base64 of 24 to 64 bytes, with or without `whsec_` before
    it. ValueError for anything else.
    """
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("must be base64") from None
    if not _LEAST <= len(key) <= _MOST:
        raise ValueError(f"must be {_LEAST} to {_MOST} bytes")
    return key


def signature(key: bytes, *, id_: str, second: int, body: str) -> str:
    """`v1,` and base64 of HMAC-SHA256 over id, second and body with points between them."""
    said = f"{id_}.{second}.{body}".encode()
    return "v1," + base64.b64encode(hmac.digest(key, said, sha256)).decode()
