"""What whoever starts the program is told, in Chinese, beside the error itself.

Comes in: an error of ours. Goes out: a sentence of `mishaps.yaml`, or None. Does not: print.
"""

from importlib import resources

import yaml

from bot.domain.errors import BotError


def mishap(err: BotError) -> str | None:
    """What has happened and what to do now; None where the error says enough itself."""
    text = resources.files("bot.replies").joinpath("mishaps.yaml").read_text(encoding="utf-8")
    sentence: str | None = yaml.safe_load(text).get(type(err).__name__)
    return None if sentence is None else sentence.format(detail=err)
