"""The chances of what words that would open a case are really about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from intents.acts_weighed import second_thought
from intents.continuing import case_facts, chances, opens_anew, talk_facts, weights
from intents.decisions import Act, Decision, Emergency
from intents.hearing import Limits
from intents.places import Place, PlaceNames
from intents.reader import Reader
from intents.scene import OpenCase, Opinion, Role, RoomKind, Scene

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
READER = Reader(PlaceNames())
REPORT = Decision(act=Act.REPORT)
WORDS = "我家灶间也是 一窗台的翅膀 早上扫掉中午又有"


def case(**changes: object) -> OpenCase:
    usual = OpenCase(
        key="c1",
        number=312,
        item="WJ-06",
        category="WJ",
        urgency="P2",
        place=Place(),
        words="楼梯扶手一敲是空的 掉下来一堆翅膀",
        touched_at=NOW - timedelta(minutes=1),
        in_room=True,
        own=False,
        joined=False,
        last_touched_by_speaker=False,
        taken=False,
        done=False,
        private=False,
    )
    return replace(usual, **changes)


def hearing(*cases: OpenCase, words: str = WORDS, **changes: object):
    opinion = Opinion(request=0.6, question=0.0, item="JF-10", category="JF", confidence=0.7)
    scene = Scene(room=RoomKind.OWNERS, role=Role.RESIDENT, now=NOW, opinion=opinion, cases=cases)
    return READER.hear(words, replace(scene, **changes))


def test_chances_add_up_and_every_fact_has_a_weight():
    heard = hearing(case(), case(key="c2", joined=True))
    found = chances(heard)
    assert sum(one.value for one in found) == pytest.approx(1.0)
    assert [one.value for one in found] == sorted((one.value for one in found), reverse=True)
    assert {one.case.key for one in found if one.case} == {"c1", "c2"}
    facts = {**talk_facts(heard), **case_facts(heard, case())}
    assert facts.keys() == weights().keys()


def test_an_open_case_that_is_talked_of_is_meant():
    found = second_thought(hearing(case()), REPORT)
    assert found is not None
    assert (found.decision.act, found.decision.case) == (Act.DETAIL, "c1")
    assert float(found.matched) >= 0.5


@pytest.mark.parametrize(
    "changes",
    [
        {"accused": True},
        {"private": True},
        {"touched_at": NOW - timedelta(hours=25)},
        {"urgency": "P0", "touched_at": NOW - timedelta(hours=3)},
    ],
)
def test_some_cases_are_never_meant(changes):
    assert second_thought(hearing(case(**changes)), REPORT) is None


@pytest.mark.parametrize("words", ["另外我家灶间也是 一窗台的翅膀", "楼下门禁坏了"])
def test_words_that_begin_a_matter_of_their_own_are_about_none(words):
    assert second_thought(hearing(case(), words=words), REPORT) is None


def test_what_is_surely_another_matter_or_surely_a_report_stands():
    sure = Opinion(request=0.6, question=0.0, item="JF-10", category="JF", confidence=0.95)
    assert second_thought(hearing(case(), opinion=sure), REPORT) is None
    report = Opinion(request=0.995, question=0.0, item="JF-10", category="JF", confidence=0.85)
    told = "5栋2单元楼道里堆满了白蚁蛀坏的旧家具 又脏又臭 没人管 请物业尽快处理"
    assert second_thought(hearing(case(), words=told, opinion=report), REPORT) is None


@pytest.mark.parametrize(
    "decision",
    [
        Decision(act=Act.REPORT, case="c1"),
        Decision(act=Act.CONSULT),
        Decision(act=Act.REPORT, opens_recent=1),
        Decision(act=Act.REPORT, opens_quoted=True),
        Decision(
            act=Act.REPORT,
            emergency=Emergency(code="EM02", silent=False, certain=True, rule="EM02"),
        ),
    ],
)
def test_only_reports_out_of_the_words_are_thought_over(decision):
    assert not opens_anew(hearing(case()), decision)


def test_what_is_said_to_the_bot_is_not_thought_over():
    assert not opens_anew(hearing(case(), addressed=True), REPORT)
    assert not opens_anew(hearing(case(), room=RoomKind.PRIVATE), REPORT)


def test_an_office_may_want_none_of_it():
    never = replace(hearing(case()), limits=Limits(second_thought=1.1))
    assert second_thought(never, REPORT) is None
