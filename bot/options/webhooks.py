"""Options of other programs that are told of cases.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from urllib.parse import urlsplit

from pydantic import Field, field_validator

from bot.domain.announcement import TYPES
from bot.options.parts import Part, is_near


class WebhookPart(Part):
    """One program."""

    name: str = Field(
        min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_\-]+$", description="its name here"
    )
    url: str = Field(description="where it listens: https, or http in a private network")
    secret_env: str = Field(
        min_length=1,
        description="environment variable with the shared secret (`whsec_` and base64 of 24 to 64 "
        "bytes)",
    )
    events: list[str] = Field(default=[], description="what it is told of; none: everything")

    @field_validator("url")
    @classmethod
    def _is_safe(cls, value: str) -> str:
        place = urlsplit(value)
        host = place.hostname or ""
        if place.scheme not in ("http", "https") or not host or place.username or place.password:
            raise ValueError("must be a web address without a name or password in it")
        if place.scheme == "http" and not is_near(host):
            raise ValueError("must be https outside of a private network")
        return value

    @field_validator("events")
    @classmethod
    def _are_known(cls, value: list[str]) -> list[str]:
        known = sorted(TYPES.values())
        if set(value) - set(known):
            raise ValueError(f"must be among {', '.join(known)}")
        return value


class WebhooksPart(Part):
    """Other programs of the office that are told what happens to cases."""

    targets: list[WebhookPart] = Field(default=[], description="who is told")
    patience_hours: float = Field(
        default=24, gt=0, le=720, description="how long it is tried before it is given up"
    )
    timeout_seconds: float = Field(
        default=10, gt=0, le=60, description="longest wait for an answer"
    )
    kept_days: int = Field(
        default=30, ge=1, le=365, description="how long what was told or given up stays listed"
    )
