"""Terms of roles, shifts and property companies in the configuration."""

from datetime import date, time

import pytest

from bot.areas.directory import directory_of
from bot.areas.duty import companies_of, shifts_of
from bot.config.reading import check_config, known_departments
from bot.domain.companies import Company
from bot.domain.duty import Shift
from bot.domain.errors import ConfigError
from bot.domain.people import Role

OFFICE = {
    "community": {
        "street": "西南街道",
        "name": "桥头社区",
        "grids": [
            {
                "id": "g1",
                "name": "第一网格",
                "estates": [{"name": "富善花园", "buildings": [{"name": "1栋"}, {"name": "2栋"}]}],
            }
        ],
    },
    "people": [
        {"id": "ming", "name": "小明", "roles": ["grid_member"], "grids": ["g1"]},
        {"id": "he", "name": "何书记", "roles": ["grid_leader"], "grids": ["g1"]},
    ],
}


def checked(**parts):
    return check_config(OFFICE | parts)


def with_term(**term):
    first, second = OFFICE["people"]
    return [first | {"terms": [{"role": "grid_leader"} | term]}, second]


def test_a_deputy():
    term = {"grids": ["g1"], "since": "2026-10-01", "until": "2026-10-07", "instead_of": "he"}
    known = directory_of(checked(people=with_term(**term)))
    assert known.is_dated
    on_the_day = known.on(date(2026, 10, 7))
    assert on_the_day.person("ming").holds(Role.GRID_LEADER, "g1")
    assert [one.id for one in on_the_day.of_grid("g1", Role.GRID_LEADER)] == ["ming", "he"]
    assert [one.id for one in known.on(date(2026, 10, 8)).of_grid("g1", Role.GRID_LEADER)] == ["he"]


def test_shifts():
    shift = {"person": "ming", "days": ["workdays"], "begin": "8:00", "end": "20:00"}
    assert shifts_of(checked(duty=[shift])) == (
        Shift(person="ming", begin=time(8), end=time(20), days=frozenset({"workdays"})),
    )


def test_companies_with_the_buildings_of_their_estates():
    part = {"name": "富善物业", "grids": ["g1"], "estates": ["富善花园"], "accept_hours": 0.5}
    config = checked(companies=[part], departments=["桥头水电站"])
    assert companies_of(config) == (
        Company(name="富善物业", grids=("g1",), buildings=("1栋", "2栋"), accept_hours=0.5),
    )
    assert directory_of(config).company_at("g1", "2栋").name == "富善物业"
    assert directory_of(config).of_estate("g1", "1栋") == ("1栋", "2栋")
    assert set(known_departments(config)) == {"桥头水电站", "富善物业"}


SHIFT = {"person": "ming", "begin": "08:00", "end": "20:00"}


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"people": with_term(grids=["g9"])}, "people.0.terms.0.grids: no such grid (got 'g9')"),
        (
            {"people": with_term(since="2026-10-07", until="2026-10-01")},
            "people.0.terms.0.until: must not be before since",
        ),
        (
            {"people": with_term(instead_of="nobody")},
            "people.0.terms.0.instead_of: no such person (got 'nobody')",
        ),
        ({"duty": [SHIFT | {"person": "x"}]}, "duty.0.person: no such person (got 'x')"),
        ({"duty": [SHIFT | {"grids": ["g9"]}]}, "duty.0.grids: no such grid (got 'g9')"),
        ({"duty": [SHIFT | {"buildings": ["9栋"]}]}, "duty.0.buildings: no such building"),
        (
            {"duty": [SHIFT | {"since": "2026-10-07", "until": "2026-10-01"}]},
            "duty.0.until: must not be before since",
        ),
        ({"companies": [{"name": "甲"}, {"name": "甲"}]}, "companies: 甲 appears twice"),
        (
            {"companies": [{"name": "甲", "estates": ["梦"]}]},
            "companies.0.estates: no such estate (got '梦')",
        ),
        (
            {"companies": [{"name": "甲", "grids": ["g9"]}]},
            "companies.0.grids: no such grid (got 'g9')",
        ),
    ],
)
def test_what_is_wrong(parts, problem):
    with pytest.raises(ConfigError) as caught:
        checked(**parts)
    assert [told for told in caught.value.problems if told.startswith(problem)]
