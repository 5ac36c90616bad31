"""Roles and what each may do (domain rules §6.3)."""

import pytest

from bot.domain.errors import NotAllowed
from bot.domain.people import (
    ACCUSED,
    STAFF,
    VOLUNTEER_ITEMS,
    Action,
    Person,
    Role,
    is_accused,
    is_helper,
    may_handle,
    require,
    with_role,
)

R, A = Role, Action

ALLOWED = {
    R.RESIDENT: {A.REPORT, A.RATE},
    R.BUILDING_LEADER: {A.REPORT, A.RATE},
    R.VOLUNTEER: {A.REPORT, A.RATE},
    R.GRID_MEMBER: {A.REPORT, A.JUDGE, A.HANDLE, A.ASK_RETURN, A.CHECK, A.SUPERVISE},
    R.GRID_LEADER: {
        A.REPORT,
        A.JUDGE,
        A.DISPATCH,
        A.HANDLE,
        A.ASK_RETURN,
        A.CHECK,
        A.SUPERVISE,
        A.ANNOUNCE,
    },
    R.PROPERTY: {A.REPORT, A.HANDLE, A.ASK_RETURN, A.SUPERVISE},
    R.DEPARTMENT: {A.HANDLE, A.ASK_RETURN, A.GRANT},
    R.COMMUNITY_SECRETARY: set(A) - {A.RATE},
    R.STREET: set(A) - {A.RATE},
    R.DUTY_OFFICER: set(A) - {A.RATE},
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
    assert may_handle(person(role), item) is expected


@pytest.mark.parametrize("item", sorted(ACCUSED))
@pytest.mark.parametrize("role", R)
def test_the_accused_never_handles(role, item):
    accused = role is R.PROPERTY
    assert is_accused(person(role), item) is accused
    assert may_handle(person(role), item) is (role in STAFF and not accused)


def test_nobody_is_accused_of_what_complains_of_nobody():
    assert not is_accused(person(R.PROPERTY), "WY-01")


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
