"""Options of pictures and voices that come with words.

Comes in: values of the file. Goes out: a frozen, checked part. Does not: read files or environment.
"""

from pydantic import Field

from bot.options.parts import Part


class PicturesPart(Part):
    """Pictures and recordings of a case; they are kept in the store, beside it."""

    enabled: bool = Field(default=True, description="whether pictures are kept at all")
    voices: bool = Field(default=True, description="whether recordings are kept at all")
    voice_minutes: float = Field(
        default=5, gt=0, le=60, description="longer recordings are not kept"
    )
    most_megabytes: float = Field(
        default=5, gt=0, le=20, description="larger ones are not kept (as they come)"
    )
    side_pixels: int = Field(
        default=1600, ge=200, le=8000, description="longer sides are made this long"
    )
    of_a_message: int = Field(default=9, ge=1, le=50, description="so many of one message")
    patience_hours: float = Field(
        default=6, gt=0, le=168, description="how long a platform is asked for one"
    )
    days: int = Field(
        default=180,
        ge=0,
        le=36500,
        description="days after the end of a case; 0: as long as its words",
    )
