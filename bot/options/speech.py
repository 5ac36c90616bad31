"""Options of voices.

Comes in: values of the file. Goes out: a frozen, checked part. Does not: read files or environment.
"""

from urllib.parse import urlsplit

from pydantic import Field, field_validator

from bot.options.parts import Part, is_near


class SpeechPart(Part):
    """Voices whose words the platform does not tell; what people say never leaves the house."""

    enabled: bool = Field(default=False, description="whether a service makes words of voices")
    url: str = Field(
        default="http://127.0.0.1:8090/inference",
        description="its address, on this machine or in a private network",
    )
    model: str = Field(default="", description="model it is asked for, where it has several")
    language: str = Field(default="zh", description="language it is told")
    timeout_seconds: float = Field(default=30, gt=0, le=300, description="longest wait for words")
    caution: float = Field(
        default=0.7,
        ge=0,
        le=5,
        description="log-odds by which less is believed of any words that were spoken",
    )

    @field_validator("url")
    @classmethod
    def _is_near(cls, value: str) -> str:
        place = urlsplit(value)
        host = place.hostname or ""
        if place.scheme not in ("http", "https") or not host:
            raise ValueError("must be a web address")
        if not is_near(host):
            raise ValueError("must be on this machine or in a private network")
        return value
