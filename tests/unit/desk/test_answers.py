"""The page of answers that are offered for the list."""

import pytest

from bot.desk.books.board import AnswerRow
from bot.domain.knowledge import ProposalState
from tests.unit.desk.fake_board import NOON

EVIL = '<script>alert("x")</script>'


def row(**changes):
    values = {
        "number": 12,
        "item_name": "便民维修与上门服务",
        "question": "磨刀的几号来",
        "answer": "每月15号在南门",
        "state": "proposed",
        "proposed_at": NOON,
    }
    return AnswerRow(**values | changes)


@pytest.mark.parametrize(
    ("state", "name"),
    [("proposed", "等一句话"), ("accepted", "已收录"), ("declined", "不收")],
)
async def test_an_offered_answer_is_shown_with_what_became_of_it(client, board, state, name):
    board.offered = [row(state=state)]
    response = await client.get("/answers")
    text = await response.text()
    assert response.status == 200
    for part in ("#12", "磨刀的几号来", "每月15号在南门", name):
        assert part in text


async def test_nothing_offered_is_said(client):
    assert "还没有待收的答复" in await (await client.get("/answers")).text()


async def test_it_is_escaped(client, board):
    board.offered = [row(question=EVIL, answer=EVIL, item_name=EVIL)]
    assert EVIL not in await (await client.get("/answers")).text()


async def test_a_broken_store_is_said(client, board):
    board.broken = True
    assert (await client.get("/answers")).status == 503


def test_every_state_has_a_name():
    assert [state.value for state in ProposalState] == ["proposed", "accepted", "declined"]
