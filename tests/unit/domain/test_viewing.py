"""What somebody at the desk may see."""

from dataclasses import replace

import pytest

from bot.domain.matters import Privacy
from bot.domain.people import Person, Role
from bot.domain.viewing import Scope, Viewer
from tests.builders import case

CASE = replace(case(), grid="g3", department="供电", item="WY-01")
HIDDEN = replace(CASE, privacy=Privacy.RESTRICTED)
COMPLAINT = replace(CASE, item="WY-10")


def viewer(role=None, grids=("g3",), **fields):
    person = Person(id="p", name="P", roles=(role,), grids=grids, **fields) if role else None
    return Viewer(name="p", person=person)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        (viewer(Role.GRID_LEADER), True),
        (viewer(Role.GRID_MEMBER, ("g4",)), False),
        (viewer(Role.COMMUNITY_SECRETARY, ()), True),
        (viewer(Role.DEPARTMENT, (), department="供电"), True),
        (viewer(Role.DEPARTMENT, (), department="城管"), False),
        (viewer(Role.DEPARTMENT, ("g4",), department="供电"), False),
        (viewer(Role.BUILDING_LEADER), False),
        (viewer(), False),
        (Viewer(name="admin", admin=True, all_open=True), True),
    ],
)
def test_everybody_sees_his_area(who, sees):
    assert who.sees(CASE) is sees


def test_what_somebody_has_in_hand_he_sees():
    assert viewer(Role.DEPARTMENT, ()).sees(replace(CASE, owner="p"))


def test_the_accused_sees_nothing_of_it():
    company = viewer(Role.PROPERTY, (), department="供电")
    assert company.sees(CASE)
    assert not company.sees(COMPLAINT)
    assert not company.sees(replace(COMPLAINT, owner="p"))


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (viewer(Role.GRID_LEADER), True),
        (viewer(Role.GRID_LEADER, ("g4",)), False),
        (viewer(Role.GRID_MEMBER), False),
        (viewer(Role.DUTY_OFFICER, ()), True),
        (Viewer(name="admin", admin=True, all_open=True), False),
    ],
)
def test_restricted_words_are_for_few(who, may):
    assert who.unmasks(HIDDEN) is may


def test_ordinary_words_are_for_all_who_see_the_case():
    assert viewer(Role.GRID_MEMBER).unmasks(CASE)
    assert not Viewer(name="admin", admin=True, all_open=True).unmasks(CASE)


@pytest.mark.parametrize(
    ("who", "scope"),
    [
        (viewer(Role.GRID_LEADER), Scope(grids=("g3",), owner="p")),
        (viewer(Role.STREET, ()), Scope(grids=None, owner="p")),
        (
            viewer(Role.DEPARTMENT, (), department="供电"),
            Scope(grids=(), department="供电", department_grids=None, owner="p"),
        ),
        (viewer(), Scope()),
        (Viewer(name="admin", all_open=True), Scope(grids=None)),
    ],
)
def test_where_to_look_for_his_cases(who, scope):
    assert who.scope == scope


def test_talk_of_his_area():
    assert viewer(Role.GRID_MEMBER).covers("g3")
    assert not viewer(Role.GRID_MEMBER).covers("g4")
    assert not viewer(Role.DEPARTMENT, (), department="供电").covers("g3")


@pytest.mark.parametrize(("within", "sees"), [(None, True), (("g3", "g4"), True), (("g4",), False)])
def test_nothing_is_shown_beyond_bounds(within, sees):
    for who in (viewer(Role.COMMUNITY_SECRETARY, ()), Viewer(name="k", all_open=True)):
        bounded = replace(who, within=within)
        assert bounded.sees(CASE) is sees
        assert bounded.covers("g3") is sees
        assert bounded.scope.within == within


@pytest.mark.parametrize(
    ("who", "reaches"),
    [
        (viewer(Role.GRID_LEADER), True),
        (viewer(Role.GRID_MEMBER, ("g9",)), False),
        (viewer(Role.STREET, ()), True),
        (viewer(Role.DEPARTMENT, (), department="供电"), False),
        (Viewer(name="admin", all_open=True), True),
        (replace(viewer(Role.STREET, ()), within=("g3",)), False),
    ],
)
def test_what_is_for_a_whole_community_reaches_who_works_in_it(who, reaches):
    assert who.reaches(None, ("g3", "g4")) is reaches


def test_what_is_for_one_grid_reaches_its_own():
    assert viewer(Role.GRID_MEMBER).reaches("g3", ("g3", "g4"))
    assert not viewer(Role.GRID_MEMBER).reaches("g4", ("g3", "g4"))
