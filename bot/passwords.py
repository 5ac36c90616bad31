"""Hashes of passwords (argon2id, RFC 9106: 64 MiB, three passes).

Comes in: passwords. Goes out: hashes in the PHC format, and whether one fits. Does not: store or
judge passwords. Each call takes a quarter of a second of a processor: call it in a thread.
"""

import os
from typing import Final

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

_MEMORY_KIB: Final = 65_536
_PASSES: Final = 3


def hashed(password: str) -> str:
    """A new hash, with a salt of its own."""
    made = Argon2id(
        salt=os.urandom(16), length=32, iterations=_PASSES, lanes=1, memory_cost=_MEMORY_KIB
    )
    return made.derive_phc_encoded(password.encode())


def fits(password: str, secret: str) -> bool:
    """Whether a password is the one that was hashed; False where the hash is none."""
    try:
        Argon2id.verify_phc_encoded(password.encode(), secret)
    except (InvalidKey, ValueError):
        return False
    return True
