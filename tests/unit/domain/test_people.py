"""Roles and what each may do (domain rules §6.3)."""

from datetime import date, timedelta

import pytest

from bot.domain.errors import NotAllowed
from bot.domain.people import (
    ACCUSED,
    STAFF,
    VOLUNTEER_ITEMS,
    Action,
    Person,
    Role,
    Term,
    accused_by_item,
    is_accused,
    is_complaint,
    is_helper,
    may_handle,
    require,
    with_role,
)
from tests.builders import case

R, A = Role, Action

ALLOWED = {
    R.RESIDENT: {A.REPORT, A.RATE},
    R.BUILDING_LEADER: {A.REPORT, A.RATE},
    R.VOLUNTEER: {A.REPORT, A.RATE},
    R.GRID_MEMBER: {A.REPORT, A.JUDGE, A.HANDLE, A.ASK_RETURN, A.CHECK, A.CALL},
    R.GRID_LEADER: {
        A.REPORT,
        A.JUDGE,
        A.DISPATCH,
        A.HANDLE,
        A.ASK_RETURN,
        A.GRANT_RETURN,
        A.CHECK,
        A.CALL,
        A.SUPERVISE,
        A.ANNOUNCE,
    },
    R.PROPERTY: {A.REPORT, A.HANDLE, A.ASK_RETURN, A.CALL},
    R.DEPARTMENT: {A.HANDLE, A.ASK_RETURN, A.GRANT_RETURN, A.GRANT},
    R.COMMUNITY_SECRETARY: set(A) - {A.RATE},
    R.STREET: set(A) - {A.RATE, A.ASK_RETURN},
    R.DUTY_OFFICER: set(A) - {A.RATE, A.ASK_RETURN},
}
"""Domain rules §6.3; members and the property may pass things up, which is a call upward (§7.2)."""


def person(*roles: Role, **fields) -> Person:
    return Person(id="p", name="某人", roles=roles, **fields)


@pytest.mark.parametrize(("role", "action"), [(role, action) for role in R for action in A])
def test_every_role_and_action(role, action):
    if action in ALLOWED[role]:
        require(person(role), action)
        return
    with pytest.raises(NotAllowed) as caught:
        require(person(role), action)
    permitted = sorted(other for other in R if action in ALLOWED[other])
    assert list(caught.value.permitted) == permitted


def test_one_of_several_roles_is_enough():
    require(person(R.RESIDENT, R.GRID_LEADER), A.DISPATCH)


@pytest.mark.parametrize("role", R)
def test_staff(role):
    helpers = {R.RESIDENT, R.BUILDING_LEADER, R.VOLUNTEER}
    assert person(role).is_staff is (role not in helpers)
    assert person(R.RESIDENT, role).is_staff is (role in STAFF)


@pytest.mark.parametrize("role", R)
@pytest.mark.parametrize("item", ["MS-16", "WY-01"])
def test_who_handles_what(role, item):
    helpers = {R.BUILDING_LEADER, R.VOLUNTEER}
    expected = role in STAFF or (role in helpers and item in VOLUNTEER_ITEMS)
    assert may_handle(person(role), case(item=item)) is expected


@pytest.mark.parametrize("item", sorted(ACCUSED))
@pytest.mark.parametrize("role", R)
def test_the_accused_never_handles(role, item):
    accused = role is R.PROPERTY
    assert is_accused(person(role), case(item=item)) is accused
    assert accused_by_item(person(role), item) is accused
    assert may_handle(person(role), case(item=item)) is (role in STAFF and not accused)


def test_nobody_is_accused_of_what_complains_of_nobody():
    assert not is_accused(person(R.PROPERTY), case(item="WY-01"))
    assert not is_complaint(case(item="WY-01"))


@pytest.mark.parametrize("role", R)
@pytest.mark.parametrize("subject", [role.value for role in R])
def test_a_case_may_complain_of_any_role(role, subject):
    told = case(item="WY-06", accused=(subject,))
    assert is_accused(person(role), told) is (role == subject)
    assert is_complaint(told)


@pytest.mark.parametrize(
    ("fields", "accused"),
    [
        ({"grids": ("g1",)}, True),
        ({"grids": ("g2",)}, False),
        ({"grids": ()}, True),
        ({"grids": ("g2", "g1")}, True),
    ],
)
def test_whose_role_is_elsewhere_is_not_meant(fields, accused):
    told = case(grid="g1", accused=("grid_member",))
    assert is_accused(person(R.GRID_MEMBER, **fields), told) is accused


@pytest.mark.parametrize(
    ("subject", "accused"),
    [
        ("person:p", True),
        ("person:q", False),
        ("department:城管综合执法", True),
        ("department:供电企业", False),
    ],
)
def test_a_case_may_complain_of_one_person_or_one_department(subject, accused):
    known = person(R.DEPARTMENT, department="城管综合执法")
    assert is_accused(known, case(accused=(subject,))) is accused


@pytest.mark.parametrize("grid", ["g1", None])
def test_roles_hold_where_they_were_given(grid):
    require(person(R.GRID_LEADER, grids=("g1",)), A.DISPATCH, grid)


def test_roles_do_not_hold_elsewhere():
    leader = person(R.GRID_LEADER, grids=("g1",))
    with pytest.raises(NotAllowed):
        require(leader, A.DISPATCH, "g2")
    assert not may_handle(leader, case(grid="g2"))


DAY = date(2026, 10, 3)
DEPUTY = Term(
    role=R.GRID_LEADER,
    grids=("g2",),
    since=date(2026, 10, 1),
    until=date(2026, 10, 7),
    instead_of="he",
)
MEMBER = person(R.GRID_MEMBER, grids=("g1",), terms=(DEPUTY,))


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2026, 9, 30), False),
        (date(2026, 10, 1), True),
        (date(2026, 10, 7), True),
        (date(2026, 10, 8), False),
    ],
)
def test_a_deputy_has_the_role_on_the_days_of_the_term(day, held):
    assert MEMBER.on(day).holds(R.GRID_LEADER, "g2") is held


def test_a_deputy_keeps_his_own_role_where_it_was_and_the_other_where_it_is():
    deputy = MEMBER.on(DAY)
    assert deputy.roles == (R.GRID_MEMBER, R.GRID_LEADER)
    assert deputy.holds(R.GRID_MEMBER, "g1")
    assert not deputy.holds(R.GRID_MEMBER, "g2")
    assert not deputy.holds(R.GRID_LEADER, "g1")
    assert deputy.is_of("g1")
    assert deputy.is_of("g2")


@pytest.mark.parametrize(
    ("after", "told"), [(1, date(2026, 10, 7)), (30, date(2026, 10, 7)), (31, None)]
)
def test_whose_term_has_ended_is_told_since_when(after, told):
    day = DEPUTY.until + timedelta(days=after)
    with pytest.raises(NotAllowed) as caught:
        require(MEMBER.on(day), A.DISPATCH, "g2")
    assert caught.value.ended == told


def test_whose_term_has_ended_is_read_as_before_but_may_nothing():
    former = person(R.RESIDENT, terms=(DEPUTY,)).on(date(2026, 10, 8))
    assert former.speaks_as is R.GRID_LEADER
    assert former.main_role is R.RESIDENT
    assert not former.is_staff


def test_a_term_for_a_role_that_one_has_anyway_ends_nothing():
    always = person(R.GRID_LEADER, grids=("g2",), terms=(DEPUTY,))
    assert always.on(DAY).ended == ()
    assert always.on(date(2026, 10, 9)).holds(R.GRID_LEADER, "g2")


def test_the_same_role_in_another_grid_is_a_term_like_any_other():
    other = Term(role=R.GRID_MEMBER, grids=("g2",), until=date(2026, 10, 7))
    member = person(R.GRID_MEMBER, grids=("g1",), terms=(other,)).on(DAY)
    assert [grid for grid in ("g1", "g2", "g3") if member.holds(R.GRID_MEMBER, grid)] == [
        "g1",
        "g2",
    ]


def test_who_has_no_terms_is_the_same_every_day():
    known = person(R.GRID_LEADER)
    assert known.on(DAY) is known


@pytest.mark.parametrize("role", R)
def test_who_is_welcome_to_look(role):
    assert is_helper(person(role)) is (role in {R.BUILDING_LEADER, R.VOLUNTEER})


@pytest.mark.parametrize(
    ("roles", "main"),
    [
        ([R.RESIDENT], R.RESIDENT),
        ([R.RESIDENT, R.BUILDING_LEADER], R.BUILDING_LEADER),
        ([R.GRID_LEADER, R.RESIDENT], R.GRID_LEADER),
        ([R.GRID_MEMBER, R.GRID_LEADER], R.GRID_LEADER),
    ],
)
def test_the_role_somebody_speaks_in(roles, main):
    assert person(*roles).main_role is main


def test_accounts():
    known = person(R.RESIDENT, accounts=(("dingtalk", "d-1"), ("simulator", "s-1")))
    assert known.account("simulator") == "s-1"
    assert known.account("wechat") is None


def test_those_with_a_role():
    people = [person(R.RESIDENT), person(R.GRID_LEADER), person(R.RESIDENT, R.GRID_LEADER)]
    assert with_role(people, R.GRID_LEADER) == (people[1], people[2])
