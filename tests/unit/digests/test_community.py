"""What the secretary and the street are told of a week; its rates are those of the figures."""

from datetime import timedelta

from bot.digests.community import TOLD, Material, behind_rates, overview, weeks
from bot.digests.community_words import told
from bot.digests.facts import Seen
from bot.domain.case import CaseStatus
from bot.domain.deadlines import SHANGHAI
from bot.domain.facts import CaseFact, Facts, Outcome, Summons, WhistleFact
from bot.domain.figures import rates
from bot.domain.groups import By, grouped
from bot.domain.lamps import Lamp
from bot.domain.matters import Level
from bot.domain.value import FigureRules
from tests.builders import after, case

SLOT = after(days=7, hours=-1.25)  # Monday, 08:45
WEEK, BEFORE = weeks(SLOT)
RULES = FigureRules(few=2)


def fact(number, *, done=True, late=False, week=WEEK, **fields) -> CaseFact:
    opened = week.begin + timedelta(days=1)
    until = opened + timedelta(days=2)
    fields = {
        "key": f"case-{number}",
        "community": "桥头社区",
        "grids": ("g1",),
        "department": "市政",
        "item": "GY-11",
        "outcome": Outcome.DONE if done else Outcome.OPEN,
        "opened_at": opened,
        "resolve_until": until,
        "done_at": until + timedelta(hours=5 if late else -5) if done else None,
        "score": 5 if done else None,
    } | fields
    return CaseFact(**fields)


def material(now=(), before=(), seen=(), refused=(), whistles=()) -> Material:
    return Material(
        now=Facts(cases=tuple(now), whistles=tuple(whistles)),
        before=Facts(cases=tuple(before)),
        seen=seen,
        refused=refused,
    )


def found(**fields):
    return overview(material(**fields), SLOT, RULES, lambda name: name)


LOTS = [
    fact(1),
    fact(2, late=True),
    fact(3, done=False, grids=("g2",), department="城管综合执法"),
    fact(4, grids=("g2",)),
]


def test_the_week_is_seven_whole_days_and_the_one_before_it():
    begin = WEEK.begin.astimezone(SHANGHAI)
    assert (begin.isoweekday(), begin.hour, begin.minute) == (1, 0, 0)
    assert WEEK.end - WEEK.begin == timedelta(days=7)
    assert BEFORE.end == WEEK.begin


def test_every_rate_is_that_of_the_figures():
    facts = Facts(cases=tuple(LOTS))
    overall = found(now=LOTS)
    assert overall.total.now == {
        name: value for name, value in rates(facts, WEEK, RULES).items() if name in TOLD
    }
    for one in overall.grids:
        own = rates(grouped(facts, By.GRID)[one.id], WEEK, RULES)
        assert one.now == {name: own[name] for name in TOLD}
    assert [one.id for one in overall.departments] == sorted(["市政", "城管综合执法"])


def test_departments_that_owe_an_answer():
    def lies(number, lamp=Lamp.GREEN, **fields):
        fields = {"level": Level.DEPARTMENT, "status": CaseStatus.DISPATCHED} | fields
        return Seen(case=case(number, **fields), lamp=lamp)

    taken = {"accepted_at": after(60), "status": CaseStatus.PROCESSING}
    owing = found(
        seen=[
            lies(1, opened_at=after(days=-3)),
            lies(2, department="城管综合执法(环卫)"),
            lies(3, **taken),
            lies(4, Lamp.RED, **taken),
            lies(5, level=Level.GRID),
            lies(6, drill=True),
            lies(7, done_at=after(60), status=CaseStatus.PENDING_CHECK),
        ]
    ).owing
    assert [(one.department, len(one.cases)) for one in owing] == [("市政", 2), ("城管综合执法", 1)]
    assert owing[0].since == after(days=-3)


def test_behind_every_count_are_its_cases():
    owed = [Seen(case=case(n, level=Level.DEPARTMENT), lamp=Lamp.RED) for n in (7, 8)]
    overall = found(now=LOTS, seen=owed)
    counted = {name: len(keys) for name, keys in overall.behind.items()}
    assert counted == {
        "opened": overall.counts["opened"],
        "done": overall.counts["done"],
        "owing 市政": 2,
    }
    assert overall.behind["done"] == ("case-1", "case-2", "case-4")


def test_behind_every_rate_are_its_part_and_the_rest_of_its_whole():
    overall = found(now=LOTS)
    behind = behind_rates(overall, RULES.few)
    assert behind["settled+ "] == ("case-1", "case-2", "case-4")
    assert behind["settled- "] == ("case-3",)
    assert behind["settled_in_time- g1"] == ("case-2",)
    assert behind["satisfied+ 市政"] == ("case-1", "case-2", "case-4")
    assert not any("reported_in" in code for code in behind)
    for one in (overall.total, *overall.grids, *overall.departments):
        for rate in ("settled", "settled_in_time", "satisfied"):
            part, rest = (len(behind[f"{rate}{sign} {one.id}"]) for sign in "+-")
            assert (part, part + rest) == (one.now[rate].part, one.now[rate].whole)


def test_only_the_rates_that_are_told_have_cases_behind_them():
    many = [fact(n, grids=(f"g{n}",), late=n > 5) for n in range(1, 10)]
    told_of = {code.partition(" ")[2] for code in behind_rates(found(now=many), few=1)}
    assert told_of == {"", "市政", "g6", "g7", "g8", "g9"}


def test_the_words(office):
    summons = Summons(department="市政", until=WEEK.begin + timedelta(days=1))
    whistles = [
        WhistleFact(
            key=f"w{n}",
            community="桥头社区",
            grids=("g1",),
            items=("GY-11",),
            whistled_at=WEEK.begin,
            summons=(summons,),
        )
        for n in range(5)
    ]
    lots = [fact(n, late=n > 4) for n in range(8)] + [fact(9, done=False, grids=("g2",))]
    text = told(
        office,
        overview(
            material(
                now=lots,
                before=[fact(n, week=BEFORE, late=n > 2) for n in range(6)],
                seen=[Seen(case=case(1, level=Level.DEPARTMENT), lamp=Lamp.RED)],
                refused=["市政", "市政", "城管综合执法"],
                whistles=whistles,
            ),
            SLOT,
            office.figures,
            lambda name: name,
        ),
        office.digests,
    )
    assert text.splitlines() == [
        "社区周报（03-02起7天）：受理9，其中已办结8",
        "合计：报到率0.0% 办结率88.9%（上周100.0%） 按期率55.6%（上周50.0%） "
        "满意率100.0%（上周100.0%）",
        "第一网格：报到率0.0% 办结率100.0%（上周100.0%） 按期率62.5%（上周50.0%） "
        "满意率100.0%（上周100.0%）",
        "g2：办结率（只有1件，不出比率） 按期率（只有1件，不出比率）",
        "市政：报到率0.0% 办结率88.9%（上周100.0%） 按期率55.6%（上周50.0%） "
        "满意率100.0%（上周100.0%）",
        "欠答复：市政1件（最久3天）",
        "派活被退3次：市政2、城管综合执法1",
    ]


def test_however_many_grids_it_keeps_within_its_size(office):
    lots = [
        fact(100 * g + n, grids=(f"g{g}",), department=f"部门{g}")
        for g in range(30)
        for n in range(6)
    ]
    week = overview(material(now=lots), SLOT, office.figures, lambda name: name)
    text = told(office, week, office.digests)
    assert len(text) <= 500
    assert len(text.splitlines()) <= 12
    assert text.startswith("社区周报")
