"""Where a survey stands, in words for the one who asked for it, and those for the ones he asks.

Comes in: a survey and its buildings. Goes out: parameters of sentences. Does not: say them.
"""

from collections.abc import Iterable, Sequence

from bot.domain.deadlines import SHANGHAI
from bot.domain.reply import ReplyKey
from bot.domain.survey import Survey, Target, standing
from bot.journey.office import Office


def of_survey(survey: Survey) -> dict[str, str]:
    """What is looked for, and until when."""
    return {
        "matter": survey.matter,
        "until": f"{survey.until.astimezone(SHANGHAI):%m-%d %H:%M}",
    }


def how_far(office: Office, survey: Survey, targets: Sequence[Target]) -> dict[str, str]:
    """Who has answered what, who is silent, whom nobody could ask."""
    stands = standing(targets)
    found = [
        office.words.render(ReplyKey.SURVEY_FOUND, {"place": place, "count": str(count)})
        for place, count in stands.found
    ]
    return of_survey(survey) | {
        "count": str(len(stands.clear) + len(stands.found)),
        "kept": listed(found),
        "held": listed(stands.silent),
        "words": listed(stands.nobody),
    }


def listed(names: Iterable[str]) -> str:
    """One after the other."""
    return " ".join(names)
