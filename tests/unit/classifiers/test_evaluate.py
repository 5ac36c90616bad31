"""Figures worked out by hand, and the report that shows them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from classifiers import report
from classifiers.calibration import expected_calibration_error, platt
from classifiers.evaluate import coverage, reliability


def test_coverage_is_the_largest_share_that_is_right_often_enough() -> None:
    confidence = np.linspace(1.0, 0.5, 40)
    right = np.ones(40, dtype=bool)
    right[[25, 30]] = False

    # 25 right, then 1 of 26 wrong (0.962), ... 2 of 40 wrong is 0.95 exactly
    assert coverage(confidence, right) == 1.0
    right[32] = False
    assert coverage(confidence, right) == 30 / 40
    assert coverage(confidence, np.zeros(40, dtype=bool)) == 0.0


def test_calibration_error_is_the_mean_distance_of_claim_and_truth() -> None:
    confidence = np.array([0.95, 0.95, 0.55, 0.55])
    right = np.array([True, True, True, False])

    assert expected_calibration_error(confidence, right) == pytest.approx(0.05)


def test_bins_tell_claim_and_truth() -> None:
    low, high = reliability(np.array([0.15, 0.92, 0.98]), np.array([False, True, False]))

    assert (low.low, low.answers, low.right) == (0.1, 1, 0.0)
    assert (high.answers, high.claimed, high.right) == (2, pytest.approx(0.95), 0.5)


def test_platt_makes_scores_as_sure_as_they_are_right() -> None:
    scores = np.repeat([-2.0, 2.0], 100)
    truth = np.concatenate([np.arange(100) < 20, np.arange(100) < 80])

    slope, offset = platt(scores, truth)

    assert 1 / (1 + np.exp(-(slope * 2.0 + offset))) == pytest.approx(0.8, abs=0.01)


def test_the_report_is_one_file_that_needs_no_network(
    small_corpus: Path, small_words: Path
) -> None:
    page = report.render(report.inspect(corpus=small_corpus, words=small_words))

    assert page.startswith("<!doctype html>")
    assert "GY-11" in page
    assert "http" not in page
    assert "<script" not in page
