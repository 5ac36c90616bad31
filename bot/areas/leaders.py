"""What an office has decided about its building leaders, out of the configuration.

Comes in: checked configuration. Goes out: `LeaderRules`. Does not: read files.
"""

from datetime import timedelta

from bot.domain.register import LeaderRules
from bot.options.config import Config


def leaders_of(config: Config) -> LeaderRules:
    """When a building is silent, and when somebody is reminded again."""
    part = config.leaders
    return LeaderRules(quiet=timedelta(days=part.quiet_days), again=timedelta(days=part.again_days))
