"""Facts divided by who is answerable."""

import pytest

from bot.domain.facts import DispatchFact, Facts, Summons, WhistleFact
from bot.domain.groups import By, grouped, renamed
from tests.builders import T0
from tests.unit.domain.test_figures import fact

PLAIN = fact(1)
SPECIAL = fact(2, grids=("g1", "z1"), item="CG-14", company="富善物业")
NOWHERE = fact(3, grids=(), department="城管综合执法(环卫)")
SENT = DispatchFact(case=SPECIAL, at=T0, department="公安交警", company="富善物业")
WHISTLE = WhistleFact(
    key="w1",
    community="桥头社区",
    grids=(),
    items=("CG-14",),
    whistled_at=T0,
    summons=(
        Summons(department="供电所", until=T0),
        Summons(department="住建(房管)", until=T0),
    ),
)
FACTS = Facts(cases=(PLAIN, SPECIAL, NOWHERE), dispatches=(SENT,), whistles=(WHISTLE,))


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (By.GRID, {"": (1, 0, 1), "g1": (2, 1, 0), "z1": (1, 1, 0)}),
        (By.COMMUNITY, {"桥头社区": (3, 1, 1)}),
        (
            By.DEPARTMENT,
            {
                "住建": (0, 0, 1),
                "供电所": (0, 0, 1),
                "公安交警": (0, 1, 0),
                "城管综合执法": (3, 0, 0),
            },
        ),
        (By.ITEM, {"CG-01": (2, 0, 0), "CG-14": (1, 1, 1)}),
        (By.PROPERTY, {"富善物业": (1, 1, 0)}),
    ],
)
def test_groups(by, expected):
    found = grouped(FACTS, by)

    assert {
        name: (len(facts.cases), len(facts.dispatches), len(facts.whistles))
        for name, facts in found.items()
    } == expected


def test_nothing_of_no_company():
    assert (
        grouped(
            Facts(cases=(PLAIN,), dispatches=(DispatchFact(case=PLAIN, at=T0, department="x"),)),
            By.PROPERTY,
        )
        == {}
    )


def test_a_department_answers_for_its_own_summons():
    (whistle,) = grouped(FACTS, By.DEPARTMENT)["住建"].whistles

    assert [called.department for called in whistle.summons] == ["住建(房管)"]


def test_one_department_of_several_names_is_one_group():
    names = {"城管": "城管综合执法", "城管综合执法(环卫)": "城管综合执法"}
    whistle = WhistleFact(
        key="w",
        community="桥头社区",
        grids=("g1",),
        items=("CG-01",),
        whistled_at=T0,
        summons=(Summons(department="城管", until=T0), Summons(department="消防", until=T0)),
    )
    sent = DispatchFact(case=PLAIN, at=T0, department="城管")
    facts = Facts(cases=(PLAIN, NOWHERE), dispatches=(sent,), whistles=(whistle,))

    found = grouped(renamed(facts, lambda name: names.get(name, name)), By.DEPARTMENT)

    assert list(found) == ["城管综合执法", "消防"]
    whole = found["城管综合执法"]
    assert (len(whole.cases), len(whole.dispatches), len(whole.whistles)) == (2, 1, 1)
    assert [one.department for one in whole.whistles[0].summons] == ["城管综合执法"]
