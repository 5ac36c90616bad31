"""Which other programs an office has told of cases, out of the configuration.

Comes in: checked configuration. Goes out: `AnnouncementRules`. Does not: read files or environment.
"""

from datetime import timedelta

from bot.domain.announcement import AnnouncementRules, Subscriber
from bot.options.config import Config


def announcements_of(config: Config) -> AnnouncementRules:
    """Who is told, and how long it is tried."""
    part = config.webhooks
    return AnnouncementRules(
        subscribers=tuple(
            Subscriber(name=one.name, types=frozenset(one.events)) for one in part.targets
        ),
        patience=timedelta(hours=part.patience_hours),
        kept=timedelta(days=part.kept_days),
    )
