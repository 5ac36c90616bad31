"""When an office has people told, out of the configuration.

Comes in: checked configuration. Goes out: `DigestRules`. Does not: read files.
"""

from datetime import timedelta

from bot.domain.digest import DigestRules
from bot.options.config import Config


def digests_of(config: Config) -> DigestRules:
    """When an office has its grid leaders told, and how much."""
    told = config.digests
    return DigestRules(
        times=tuple(told.times),
        week_day=told.week_day,
        week_time=told.week_time,
        owners_day=told.owners_day,
        owners_time=told.owners_time,
        community_day=told.community_day,
        community_time=told.community_time,
        meetings=tuple(told.meetings),
        late=timedelta(hours=told.late_hours),
        lines=told.lines,
        characters=told.characters,
        tell_nothing=told.tell_nothing,
        pictures=told.pictures,
        a_minute=told.a_minute,
        hot_days=told.hot_days,
        hot_times=told.hot_times,
        undo=timedelta(minutes=told.undo_minutes),
        pages=config.desk.public_url.rstrip("/"),
    )
