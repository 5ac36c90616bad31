"""The legal moves of a case, every pair of them, and what plain words imply."""

from dataclasses import replace

import pytest

from bot.domain.case import DONE, FINAL, TAKEN, CaseStatus
from bot.domain.errors import IllegalMove
from bot.domain.matters import Privacy
from bot.domain.moves import IMPLIED, MOVES, PROGRESS, CaseMove, after, way
from tests.builders import case

S, M = CaseStatus, CaseMove

LEGAL = {
    S.PENDING_VERIFY: {
        M.REJECT: S.REJECTED,
        M.MERGE: S.MERGED,
        M.ANSWER: S.ANSWERED,
        M.ACCEPT: S.ACCEPTED,
        M.CANCEL: S.CANCELED,
    },
    S.ACCEPTED: {
        M.REJECT: S.REJECTED,
        M.MERGE: S.MERGED,
        M.ANSWER: S.ANSWERED,
        M.DISPATCH: S.DISPATCHED,
        M.CANCEL: S.CANCELED,
    },
    S.DISPATCHED: {
        M.REJECT: S.REJECTED,
        M.MERGE: S.MERGED,
        M.ANSWER: S.ANSWERED,
        M.DISPATCH: S.DISPATCHED,
        M.SIGN: S.SIGNED,
        M.TAKE_BACK: S.DISPATCHED,
        M.ASK_RETURN: S.RETURN_REQUESTED,
        M.CANCEL: S.CANCELED,
    },
    S.SIGNED: {
        M.MERGE: S.MERGED,
        M.DISPATCH: S.DISPATCHED,
        M.TAKE_BACK: S.DISPATCHED,
        M.START: S.PROCESSING,
        M.ASK_RETURN: S.RETURN_REQUESTED,
    },
    S.PROCESSING: {
        M.TAKE_BACK: S.DISPATCHED,
        M.MERGE: S.MERGED,
        M.DISPATCH: S.DISPATCHED,
        M.ASK_RETURN: S.RETURN_REQUESTED,
        M.HAND_IN: S.PENDING_CHECK,
        M.ASK_EXTENSION: S.EXTEND_REQUESTED,
        M.ASK_SUSPENSION: S.SUSPEND_REQUESTED,
        M.SUSPEND: S.SUSPENDED,
        M.LAPSE: S.CLOSED,
    },
    S.RETURN_REQUESTED: {M.GRANT_RETURN: S.PENDING_VERIFY, M.REFUSE_RETURN: S.SIGNED},
    S.EXTEND_REQUESTED: {M.SETTLE_EXTENSION: S.PROCESSING},
    S.SUSPEND_REQUESTED: {M.SETTLE_SUSPENSION: S.PROCESSING, M.SUSPEND: S.SUSPENDED},
    S.SUSPENDED: {M.RESUME: S.PROCESSING},
    S.PENDING_CHECK: {M.PASS_CHECK: S.CLOSED, M.FAIL_CHECK: S.REWORK},
    S.REWORK: {M.REWORK: S.PROCESSING},
    S.CLOSED: {M.ASK_VISIT: S.PENDING_VISIT, M.RATE: S.EVALUATED, M.REOPEN: S.REOPENED},
    S.PENDING_VISIT: {M.RATE: S.EVALUATED, M.REOPEN: S.REOPENED, M.ARCHIVE: S.ARCHIVED},
    S.EVALUATED: {M.REOPEN: S.REOPENED, M.ARCHIVE: S.ARCHIVED},
    S.REOPENED: {M.START: S.PROCESSING, M.DISPATCH: S.DISPATCHED},
    S.REJECTED: {},
    S.MERGED: {M.SPLIT: S.PENDING_VERIFY},
    S.ANSWERED: {M.RATE: S.EVALUATED, M.REOPEN: S.REOPENED, M.ARCHIVE: S.ARCHIVED},
    S.CANCELED: {},
    S.ARCHIVED: {},
}
"""Domain rules §6.2, status by status."""

PAIRS = [(status, move) for status in S for move in M]


@pytest.mark.parametrize(("status", "move"), PAIRS)
def test_every_pair_of_status_and_move(status, move):
    target = LEGAL[status].get(move)
    if target is None:
        with pytest.raises(IllegalMove, match=f"{move} is not possible from {status}"):
            after(status, move)
    else:
        assert after(status, move) is target


def reachable(start):
    found, new = {start}, [start]
    while new:
        for target in LEGAL[new.pop()].values():
            if target not in found:
                found.add(target)
                new.append(target)
    return found


def test_every_status_can_be_reached():
    assert reachable(S.PENDING_VERIFY) == set(S)


@pytest.mark.parametrize("status", sorted(set(S) - FINAL))
def test_every_case_can_come_to_an_end(status):
    assert reachable(status) & FINAL


@pytest.mark.parametrize("status", sorted(FINAL - {S.MERGED}))
def test_nothing_happens_to_what_is_over(status):
    assert LEGAL[status] == {}


def test_what_was_merged_can_only_be_taken_apart_again():
    assert LEGAL[S.MERGED] == {M.SPLIT: S.PENDING_VERIFY}


def test_nothing_is_worked_on_before_it_is_signed_for():
    before = {S.PENDING_VERIFY, S.ACCEPTED, S.DISPATCHED}
    assert {target for status in before for target in LEGAL[status].values()} & TAKEN == {S.SIGNED}


def test_only_a_check_closes_and_what_could_not_be_done():
    assert [pair for pair, target in MOVES.items() if target is S.CLOSED] == [
        (S.PROCESSING, M.LAPSE),
        (S.PENDING_CHECK, M.PASS_CHECK),
    ]


@pytest.mark.parametrize(
    ("status", "move", "expected"),
    [
        (S.PENDING_VERIFY, M.DISPATCH, [M.ACCEPT, M.DISPATCH]),
        (S.DISPATCHED, M.START, [M.SIGN, M.START]),
        (S.DISPATCHED, M.HAND_IN, [M.SIGN, M.START, M.HAND_IN]),
        (S.PENDING_VERIFY, M.HAND_IN, [M.ACCEPT, M.DISPATCH, M.SIGN, M.START, M.HAND_IN]),
        (S.SIGNED, M.HAND_IN, [M.START, M.HAND_IN]),
        (S.PROCESSING, M.HAND_IN, [M.HAND_IN]),
        (S.SUSPENDED, M.HAND_IN, [M.RESUME, M.HAND_IN]),
        (S.REWORK, M.HAND_IN, [M.REWORK, M.HAND_IN]),
        (S.REOPENED, M.HAND_IN, [M.START, M.HAND_IN]),
        (S.DISPATCHED, M.SUSPEND, [M.SIGN, M.START, M.SUSPEND]),
        (S.PENDING_CHECK, M.PASS_CHECK, [M.PASS_CHECK]),
        (S.DISPATCHED, M.DISPATCH, [M.DISPATCH]),
        (S.PROCESSING, M.ASK_RETURN, [M.ASK_RETURN]),
        (S.SUSPENDED, M.ASK_RETURN, [M.RESUME, M.ASK_RETURN]),
        (S.SUSPENDED, M.DISPATCH, [M.RESUME, M.DISPATCH]),
    ],
)
def test_plain_words_imply_what_must_have_happened(status, move, expected):
    assert list(way(status, move)) == expected


@pytest.mark.parametrize(("status", "move"), PAIRS)
def test_ways_are_legal_and_imply_only_what_may_be_implied(status, move):
    try:
        steps = way(status, move)
    except IllegalMove:
        implied = reachable_by_implication(status)
        assert not any(move in LEGAL[one] for one in implied)
        return
    assert steps[-1] is move
    assert set(steps[:-1]) <= set(IMPLIED)
    for step in steps[:-1]:
        before, status = status, after(status, step)
        assert PROGRESS[status] > PROGRESS[before]
    after(status, move)


def reachable_by_implication(start):
    found, new = {start}, [start]
    while new:
        status = new.pop()
        for move, target in LEGAL[status].items():
            forward = PROGRESS.get(target, 0) > PROGRESS.get(status, 9)
            if move in IMPLIED and forward and target not in found:
                found.add(target)
                new.append(target)
    return found


@pytest.mark.parametrize(
    ("status", "move"),
    [
        (S.SIGNED, M.CANCEL),
        (S.PROCESSING, M.CANCEL),
        (S.PROCESSING, M.SIGN),
        (S.PROCESSING, M.REJECT),
        (S.PROCESSING, M.ANSWER),
        (S.SUSPENDED, M.CANCEL),
        (S.PENDING_CHECK, M.HAND_IN),
        (S.CLOSED, M.HAND_IN),
        (S.EVALUATED, M.START),
        (S.CANCELED, M.SIGN),
        (S.ARCHIVED, M.REOPEN),
        (S.PENDING_CHECK, M.CANCEL),
        (S.DISPATCHED, M.PASS_CHECK),
        (S.PROCESSING, M.RATE),
    ],
)
def test_no_way_back_no_check_and_no_rating_is_ever_implied(status, move):
    with pytest.raises(IllegalMove):
        way(status, move)


@pytest.mark.parametrize("status", S)
def test_what_is_open(status):
    over = FINAL | {S.EVALUATED, S.ANSWERED}
    assert replace(case(), status=status).is_open is (status not in over)


@pytest.mark.parametrize(
    ("privacy", "restricted"),
    [(Privacy.NORMAL, False), (Privacy.RESTRICTED, True), (Privacy.SENSITIVE, True)],
)
def test_what_is_restricted(privacy, restricted):
    assert replace(case(), privacy=privacy).is_restricted is restricted


def test_the_groups_of_statuses_do_not_overlap():
    assert not DONE & TAKEN
    assert not DONE & FINAL
    assert not TAKEN & FINAL
