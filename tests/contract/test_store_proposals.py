"""Proposals for the list of answers: one a case, kept with what became of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.knowledge import Proposal, ProposalState, SourceKind
from tests.contract.one_by_one import OneByOne

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
ONE = Proposal(
    case="case-1",
    number=12,
    community="桥头",
    grid="g1",
    item="MS-16",
    question="磨刀的几号来",
    answer="每月15号在南门",
    proposed_at=NOON,
)


@pytest.fixture
def unit(store):
    return OneByOne(store)


async def test_a_proposal_is_kept(unit):
    assert await unit.proposals.of_case("case-1") is None
    await unit.proposals.put(ONE)
    assert await unit.proposals.of_case("case-1") == ONE


async def test_a_case_has_one(unit):
    better = replace(ONE, answer="每月15号上午在小区南门")
    await unit.proposals.put(ONE)
    await unit.proposals.put(better)
    assert await unit.proposals.listed(ProposalState.PROPOSED, 10) == [better]


async def test_the_newest_come_first_and_no_more_than_asked_for(unit):
    later = replace(ONE, case="case-2", number=13, proposed_at=NOON + timedelta(hours=1))
    for proposal in (ONE, later):
        await unit.proposals.put(proposal)
    assert await unit.proposals.listed(ProposalState.PROPOSED, 10) == [later, ONE]
    assert await unit.proposals.listed(ProposalState.PROPOSED, 1) == [later]


@pytest.mark.parametrize("state", [ProposalState.ACCEPTED, ProposalState.DECLINED])
async def test_what_became_of_it(unit, state):
    await unit.proposals.put(ONE)
    await unit.proposals.decide("case-1", state, by="ming", at=NOON)
    decided = replace(ONE, state=state, decided_by="ming", decided_at=NOON)
    assert await unit.proposals.listed(state, 10) == [decided]
    assert await unit.proposals.listed(ProposalState.PROPOSED, 10) == []


async def test_deciding_about_none_changes_nothing(unit):
    await unit.proposals.decide("case-9", ProposalState.ACCEPTED, by="ming", at=NOON)
    assert await unit.proposals.of_case("case-9") is None


def test_an_accepted_one_is_an_entry_of_its_community():
    entry = replace(ONE, state=ProposalState.ACCEPTED, decided_at=NOON).entry("社区居委会")
    assert (entry.questions, entry.answer) == ((ONE.question,), ONE.answer)
    assert (entry.source.kind, entry.source.name) == (SourceKind.OFFICE, "社区居委会")
    assert (entry.source.date, entry.community) == (NOON.date(), "桥头")
