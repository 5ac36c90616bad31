"""What an office has decided about its meetings, out of the configuration.

Comes in: checked configuration. Goes out: `MeetingRules`. Does not: read files.
"""

from datetime import timedelta

from bot.domain.meetings import MeetingRules
from bot.options.config import Config


def meetings_of(config: Config) -> MeetingRules:
    """When meetings are, and how what they decide is watched."""
    part = config.meetings
    return MeetingRules(
        leaders=tuple(part.leaders),
        grids=tuple(part.grids),
        days_before=part.days_before,
        tell_at=part.tell_at,
        ask_at=part.ask_at,
        again=part.again_days,
        asked_most=part.asked_most,
        confirm_within=timedelta(minutes=part.confirm_minutes),
    )
