"""What an office has decided about services, out of the configuration.

Comes in: checked configuration. Goes out: `ServiceRules`. Does not: read files.
"""

from datetime import timedelta

from bot.domain.service import ServiceRules
from bot.options.config import Config


def services_of(config: Config) -> ServiceRules:
    """When pairs are proposed, and how long people are waited for."""
    part = config.services
    return ServiceRules(
        propose_at=tuple(part.propose_at),
        lines=part.lines,
        patience=timedelta(days=part.patience_days),
        ask_after=timedelta(days=part.ask_after_days),
        minutes_each=part.minutes_each,
    )
