"""What a case lacks that the office has not, and who takes it on.

Comes in: text as received. Goes out: `Lack`, `Pledge`, or None. Does not: know who may ask, which
case is meant, or how much is still lacking.
"""

from dataclasses import dataclass

from intents.contacts import mask
from intents.giving import kind_of
from intents.musters import is_organising
from intents.numbers import chinese_number
from intents.text import bare, normalise
from intents.words import lists

_SOURCE = "appeals"
_LONGEST = 80
_LONGEST_PLEDGE = 40
_LONGEST_MATTER = 40
MONEY = "money"
_OTHER = "tool"
_THOUSAND = "\u5343"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """`kind` is one of the data list's, `wanted` how many yuan, hands or things, `amount` the same
    as it was said ("" for one of it), `matter` the masked words.
    """

    kind: str
    matter: str
    amount: str
    wanted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """How much somebody takes on (None: all that is lacking); `kind` where he said what he does;
    `matter` are the masked words.
    """

    amount: int | None
    kind: str | None
    matter: str


def read_lack(text: str, *, named: bool) -> Lack | None:
    """What is asked for; where a case is `named`, to say what it lacks is to ask."""
    words, known = bare(normalise(text)), lists(_SOURCE)
    if len(words) > _LONGEST or known["fight"].search(words) or is_organising(words):
        return None
    lacks = known["lack"].search(words) is not None
    money = known["money"].search(words)
    kind = MONEY if money else kind_of(words)
    if known["asked"].search(words):
        if kind is None and not lacks:
            return None
    elif not (lacks and named):
        return None
    said = money or known["things"].search(words) or known["hands"].search(words)
    number = said["n"] if said else None
    return Lack(
        kind=kind or _OTHER,
        matter=mask(words)[:_LONGEST_MATTER],
        amount=said[0] if said and number else "",
        wanted=max(_number(number), 1) if number else 1,
    )


def begins_with(text: str) -> int | None:
    """The number of a case that what it lacks is told of: "No. 1's handrail lacks a welder"."""
    said = lists(_SOURCE)["of_case"].search(bare(normalise(text)))
    return int(said["n"]) if said else None


def read_pledge(text: str) -> Pledge | None:
    """What somebody takes on, in words that can only be read where something is asked for."""
    words, known = bare(normalise(text)), lists(_SOURCE)
    if len(words) > _LONGEST_PLEDGE or known["asks"].search(words):
        return None
    if known["gives_up"].search(words):
        return None
    given = known["gives"].search(words)
    if given:
        return Pledge(amount=_number(given["n"]), kind=MONEY, matter=mask(words))
    if known["takes"].search(words):
        money = known["money"].search(words)
        amount = _number(money["n"]) if money else None
        return Pledge(amount=amount, kind=None, matter=mask(words))
    if known["does"].search(words) and known["free"].search(words):
        return Pledge(amount=None, kind=kind_of(words), matter=mask(words))
    return None


def gives_up(text: str) -> bool:
    """Whether somebody takes back what he took on."""
    words = bare(normalise(text))
    return len(words) <= _LONGEST_PLEDGE and lists(_SOURCE)["gives_up"].search(words) is not None


def _number(run: str) -> int:
    thousands, mark, rest = run.rpartition(_THOUSAND)
    if not mark:
        return chinese_number(run)
    whole = chinese_number(thousands) if thousands else 1
    return whole * 1000 + (chinese_number(rest) if rest else 0)
