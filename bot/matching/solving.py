"""Needs and resources brought together: first as many as possible, then the best.

Comes in: needs and resources as figures, pairs that were turned down. Goes out: pairs. Does not:
know people, words, or what becomes of a pair.

A resource of three hands is three columns, a need of two is two rows; each pair of row and column
has a weight, impossible ones none (`scipy.optimize.linear_sum_assignment`). It is solved in blocks
of one kind in one street, which have nothing to do with each other: the answer is the best there
is. Only a block of more than `MOST_CELLS` is divided before, by community, grid and half; what is
left over there can meet in the next round, when the block is smaller.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from bot.domain.pairing import Held, Never, Pair, Wanted

MOST_CELLS: Final = 6_000_000
"""Rows times columns that are solved at once: 50 MB, and seconds."""
MOST_HEADS: Final = 50
"""A need of more is brought together with so many at a time."""

_MET: Final = 1000
"""That a need is met outweighs everything that makes a pair better."""
_NEAR: Final = 10
_HOME: Final = 1

_Block = tuple[list[Wanted], list[Held]]


def match(wanted: Sequence[Wanted], held: Sequence[Held], never: Never = frozenset()) -> list[Pair]:
    """Pairs, in the order of the needs' ids; no capacity is exceeded. Blocks."""
    found = [pair for block in _blocks(wanted, held) for pair in _solve(*block, never)]
    return sorted(found, key=lambda pair: (pair.wanted, pair.held))


_DIVISIONS: Final[tuple[Callable[[Wanted | Held], object], ...]] = (
    lambda one: (one.kind, one.area.street),
    lambda one: one.area.community,
    lambda one: one.area.grid,
)
"""Whatever differs in the first has nothing to do with each other; the others only make smaller
what is too large.
"""


def _blocks(wanted: Sequence[Wanted], held: Sequence[Held], depth: int = 0) -> Iterator[_Block]:
    rows: dict[object, list[Wanted]] = defaultdict(list)
    columns: dict[object, list[Held]] = defaultdict(list)
    for need in wanted:
        rows[_DIVISIONS[depth](need)].append(need)
    for resource in held:
        columns[_DIVISIONS[depth](resource)].append(resource)
    for key, needs in rows.items():
        others = columns.get(key, [])
        if not others:
            continue
        if _cells(needs, others) <= MOST_CELLS:
            yield needs, others
        elif depth + 1 < len(_DIVISIONS):
            yield from _blocks(needs, others, depth + 1)
        else:
            yield from _halves(needs, others)


def _halves(wanted: list[Wanted], held: list[Held]) -> Iterator[_Block]:
    """Both lists halved, in the order in which they end, until it can be solved at once."""
    if _cells(wanted, held) <= MOST_CELLS:
        yield wanted, held
        return
    if len(wanted) == 1 or len(held) == 1:
        yield wanted[:MOST_HEADS], held[:MOST_HEADS]
        return
    wanted = sorted(wanted, key=lambda one: (one.end, one.id))
    held = sorted(held, key=lambda one: (one.end, one.id))
    yield from _halves(wanted[: len(wanted) // 2], held[: len(held) // 2])
    yield from _halves(wanted[len(wanted) // 2 :], held[len(held) // 2 :])


def _cells(wanted: Sequence[Wanted], held: Sequence[Held]) -> int:
    rows = sum(_heads(one) for one in wanted)
    return rows * sum(min(one.capacity, rows) for one in held)


def _heads(one: Wanted) -> int:
    return min(one.heads, MOST_HEADS)


def _solve(wanted: Sequence[Wanted], held: Sequence[Held], never: Never) -> list[Pair]:
    """The best of one block."""
    wanted = sorted(wanted, key=lambda one: one.id)
    held = sorted(held, key=lambda one: one.id)
    heads = [_heads(one) for one in wanted]
    rows = np.repeat(np.arange(len(wanted)), heads)
    capacity = [min(one.capacity, len(rows)) for one in held]
    columns = np.repeat(np.arange(len(held)), capacity)
    if not len(rows) or not len(columns):
        return []
    weights = _weights(wanted, held, never)
    chosen = linear_sum_assignment(weights[np.ix_(rows, columns)], maximize=True)
    met = Counter(
        (int(rows[row]), int(columns[column])) for row, column in zip(*chosen, strict=True)
    )
    return [
        Pair(wanted=wanted[row].id, held=held[column].id, heads=count)
        for (row, column), count in met.items()
        if weights[row, column] > 0
    ]


def _weights(wanted: Sequence[Wanted], held: Sequence[Held], never: Never) -> Any:  # noqa: ANN401
    """What each pair is worth; nothing where it may not be. The same as `domain.pairing.may_meet`,
    for all pairs at once.
    """
    codes: dict[object, int] = {}

    def column(values: Sequence[object]) -> Any:  # noqa: ANN401
        return np.array([codes.setdefault(value, len(codes)) for value in values])

    def same(of: Callable[[Wanted | Held], object]) -> Any:  # noqa: ANN401
        needs = column([of(one) for one in wanted])
        return needs[:, None] == column([of(one) for one in held])[None, :]

    def instants(of: Callable[[Wanted | Held], float]) -> Any:  # noqa: ANN401
        needs, others = np.array([of(one) for one in wanted]), np.array([of(one) for one in held])
        return needs[:, None], others[None, :]

    begins = np.maximum(*instants(lambda one: one.begin.timestamp()))
    ends = np.minimum(*instants(lambda one: one.end.timestamp()))
    possible = (begins < ends) & ~same(lambda one: one.person)
    community = same(lambda one: one.area.community)
    held_grid = np.array([one.area.grid is not None for one in held])[None, :]
    grid = same(lambda one: one.area.grid) & held_grid & community
    home = np.logical_and(*instants(lambda one: one.at_home))
    weights = _MET + _NEAR * (community.astype(np.int16) + grid) + _HOME * home
    weights = np.where(possible, weights, 0)
    if never:
        row = {one.id: index for index, one in enumerate(wanted)}
        place = {one.id: index for index, one in enumerate(held)}
        for need, resource in never:
            if need in row and resource in place:
                weights[row[need], place[resource]] = 0
    return weights
