"""What an office has decided about points, out of the configuration.

Comes in: checked configuration. Goes out: `PointRules`, `HonourRules`. Does not: read files.
"""

from datetime import timedelta

from bot.domain.honours import HonourPeriod, HonourRules
from bot.domain.points import Activity, Good, PointRules
from bot.options.config import Config


def points_of(config: Config) -> PointRules:
    """What points are given for and what they buy."""
    part = config.points
    return PointRules(
        activities=tuple(
            Activity(names=tuple(one.names), an_hour=one.an_hour) for one in part.activities
        ),
        goods=tuple(
            Good(
                id=one.id,
                name=one.name,
                partner=one.partner,
                points=one.points,
                stock=one.stock,
                until=one.until,
                people=tuple(one.people),
            )
            for one in part.goods
        ),
        last=timedelta(days=part.days),
        code_time=timedelta(days=part.code_days),
        a_day=timedelta(hours=part.hours_a_day),
        correct_within=timedelta(days=part.correct_days),
        stars=tuple(part.stars),
    )


def honours_of(config: Config) -> HonourRules:
    """When it is told what volunteers did."""
    part = config.points
    return HonourRules(
        period=HonourPeriod(part.honours), at=part.honours_at, most=part.honours_most
    )
