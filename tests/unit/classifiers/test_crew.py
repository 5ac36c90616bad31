"""Pieces of a training side by side: who does them changes nothing."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from classifiers.crew import Crew, Job
from classifiers.data import read_corpus
from classifiers.pipeline import fit_weights
from classifiers.semantics import read_table
from classifiers.settings import Method
from classifiers.store import version_of
from classifiers.vectors import corpus_vectors
from tests.fakes.encoder import FakeEncoder
from tests.fakes.learning import twice, twice_unless_helping

pytestmark = pytest.mark.timeout(180)  # a helper reads all the libraries first


@pytest.mark.parametrize("processes", [1, 3])
def test_answers_come_in_the_order_of_the_jobs(processes: int) -> None:
    jobs = [Job(work=twice, arguments=(k,), here=k % 3 == 0, cost=k % 4 + 1) for k in range(20)]
    shares: list[float] = []
    with Crew(processes) as crew:
        answers = crew.do(10, jobs, shares.append)

    assert answers == [20 * k for k in range(20)]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


def test_without_jobs_there_are_no_answers() -> None:
    with Crew() as crew:
        assert crew.do(None, []) == []


def test_what_a_lost_helper_leaves_is_done_here(caplog: pytest.LogCaptureFixture) -> None:
    jobs = [Job(work=twice_unless_helping, arguments=(k,)) for k in range(50)]
    with Crew(2) as crew:
        assert crew.do(os.getpid(), jobs) == [2 * k for k in range(50)]


def test_a_job_that_fails_is_not_hidden() -> None:
    with Crew() as crew, pytest.raises(TypeError):
        crew.do(None, [Job(work=twice, arguments=(2,))])


def test_two_processes_learn_what_one_learns(
    small_corpus: Path, small_words: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("classifiers.vectors.choose_encoder", lambda choice: FakeEncoder())
    lines, table = read_corpus(small_corpus).lines, read_table(small_words)
    vectors = corpus_vectors("fake", [line.text for line in lines], cache=tmp_path)
    alone = fit_weights(lines, table, Method(), vectors=vectors)
    together = fit_weights(lines, table, replace(Method(), processes=2), vectors=vectors)

    assert alone.heads is not None
    assert version_of(together.weights, together.heads) == version_of(alone.weights, alone.heads)
    assert together.held_out.request.tobytes() == alone.held_out.request.tobytes()
    assert together.held_out.confidence.tobytes() == alone.held_out.confidence.tobytes()
