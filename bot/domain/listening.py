"""How an office wants groups linked and listened to (domain rules §11.3).

Comes in: counts of a week. Goes out: whether a group was misheard too often. Does not: count, or
change how far the bot listens.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListeningRules:
    """`code_lasts`: how long a one-time code is good, `tries` how many wrong ones of one group in
    an hour are looked at. A group is heard no further than to its words for the bot once more than
    `wrong_share` of a week's talk was taken for reports, of at least `talk_least` lines.
    `words` let a group be heard that listens to words only, beside those of the lists.
    `lines_a_minute` are looked at of one person, `group_lines_a_minute` of a group, where everybody
    has `few_lines_a_minute` beyond that; 0: no limit.
    """

    code_lasts: timedelta = timedelta(minutes=15)
    tries: int = 5
    wrong_share: float = 0.02
    talk_least: int = 200
    words: tuple[str, ...] = ()
    lines_a_minute: int = 60
    group_lines_a_minute: int = 600
    few_lines_a_minute: int = 6

    def misheard(self, *, wrong: int, talk: int) -> bool:
        """Whether too much talk was taken for reports; `talk` is what was rightly left alone."""
        said = wrong + talk
        return said >= self.talk_least and wrong > self.wrong_share * said
