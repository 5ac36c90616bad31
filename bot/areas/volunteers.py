"""What an office has decided about the lists and about calls for volunteers, out of the
configuration.

Comes in: checked configuration. Goes out: `GivingRules`, `MusterRules`. Does not: read files.
"""

from datetime import timedelta

from bot.domain.giving import GivingRules
from bot.domain.muster import MusterRules
from bot.options.config import Config


def givings_of(config: Config) -> GivingRules:
    """How long words wait to be confirmed, and count."""
    part = config.givings
    return GivingRules(
        confirm_within=timedelta(minutes=part.confirm_minutes),
        stands_for=timedelta(days=part.stands_days),
        owners_too=part.owners_too,
        by_choice=part.by_choice,
    )


def musters_of(config: Config) -> MusterRules:
    """When people are reminded, and how long a call is taken to last."""
    part = config.musters
    return MusterRules(
        evening=part.evening,
        shortly=timedelta(minutes=part.shortly_minutes),
        usual=timedelta(hours=part.usual_hours),
        last_word=timedelta(days=part.last_word_days),
    )
