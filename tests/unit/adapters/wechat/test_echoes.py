"""Which of our words the platform has."""

from datetime import UTC, datetime, timedelta

from bot.adapters.wechat.echoes import Echoes
from bot.adapters.wechat.gaps import Gaps
from bot.domain.message import Receipt

T0 = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)


def begun(*deliveries: str) -> Echoes:
    echoes = Echoes()
    for delivery in deliveries:
        echoes.begin(delivery, "own", "修好了", line=1, at=0.0)
    return echoes


def test_an_echo_belongs_to_the_oldest_words_that_it_may_be():
    echoes = begun("d-1", "d-2")
    echoes.heard("elsewhere", "修好了", "m-0")
    echoes.heard("own", "没修好", "m-0")
    assert echoes.of("d-1").receipt is None
    echoes.heard("own", "修好了 ", "m-1")
    assert echoes.of("d-1").receipt == Receipt(external_id="m-1")
    assert echoes.of("d-2").receipt is None


def test_an_echo_of_words_that_were_answered_is_nobody_elses():
    echoes = begun("d-1", "d-2")
    echoes.said("d-1", Receipt(external_id="m-1"))
    echoes.heard("own", "修好了", "m-1")
    assert echoes.of("d-2").receipt is None


def test_an_attempt_begins_once_until_it_is_known_to_have_failed():
    echoes = begun("d-1")
    echoes.begin("d-1", "own", "修好了", line=2, at=9.0)
    assert (echoes.of("d-1").line, echoes.of("d-1").at) == (1, 0.0)
    echoes.not_said("d-1")
    assert echoes.of("d-1") is None


def test_the_oldest_are_forgotten():
    echoes = begun(*(f"d-{n}" for n in range(1_001)))
    assert echoes.of("d-0") is None
    assert echoes.of("d-1000") is not None


def test_gaps_are_told():
    gaps = Gaps()
    gaps.close(T0)
    assert gaps.told == ""
    gaps.open(T0)
    gaps.open(T0 + timedelta(seconds=5))
    gaps.close(T0 + timedelta(seconds=30))
    gaps.unread += 2
    assert gaps.told == (
        "1 gaps of 30 s together, last 11-22 08:00:00 to 08:00:30; 2 messages lost"
    )


def test_the_end_of_an_earlier_process_began_a_gap():
    gaps = Gaps(T0)
    gaps.close(T0 + timedelta(minutes=1))
    assert "1 gaps of 60 s" in gaps.told
