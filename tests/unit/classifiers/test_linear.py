"""The learners give what the textbook ones of scikit-learn give."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import RidgeClassifier
from sklearn.naive_bayes import ComplementNB

from classifiers.linear import Bayes, Smoother, complement_bayes
from classifiers.ridge import ridge

LINES, COLUMNS, DIMENSIONS = 300, 500, 12


@pytest.fixture(scope="module")
def rows():
    return sparse.random(
        LINES, COLUMNS, 0.05, format="csr", random_state=1, dtype=np.float32
    ).tocsr()


@pytest.fixture(scope="module")
def chance():
    return np.random.default_rng(1)


@pytest.mark.parametrize("classes", [2, 3, 9])
def test_ridge_regression_of_all_classes_at_once(rows, chance, classes) -> None:
    dense = chance.normal(size=(LINES, DIMENSIONS)).astype(np.float32) / 3
    labels, weights = chance.integers(0, classes, LINES) * 2, chance.random(LINES) + 0.1
    wide = sparse.hstack([rows, sparse.csr_matrix(dense)]).tocsr().astype(np.float64)
    known = RidgeClassifier(alpha=0.7, solver="sparse_cg", tol=1e-3)
    known.fit(wide, labels, sample_weight=weights)
    found = ridge(rows, dense, labels, weights, alpha=0.7)

    expected = known.coef_.reshape(-1, COLUMNS + DIMENSIONS).T
    assert found.coefficients == pytest.approx(expected, abs=3e-4)
    assert found.intercepts == pytest.approx(np.atleast_1d(known.intercept_), abs=3e-4)


@pytest.mark.parametrize("classes", [2, 5])
def test_naive_bayes_in_parts(rows, chance, classes) -> None:
    labels, weights = chance.integers(0, classes, LINES) + 3, chance.random(LINES)
    known = ComplementNB(alpha=0.5).fit(rows, labels, sample_weight=weights)
    expected = (known.feature_log_prob_ - known.feature_log_prob_.mean(axis=0)).T
    found = complement_bayes(rows, labels, weights, alpha=0.5)

    assert found.coefficients() == pytest.approx(expected, abs=1e-9)
    assert found.scores(rows) == pytest.approx(rows @ expected, abs=1e-5)


def test_naive_bayes_of_one_class_says_nothing(rows) -> None:
    found: Bayes = complement_bayes(
        rows, np.zeros(LINES, dtype=np.int64), np.ones(LINES), alpha=0.5
    )

    assert np.abs(found.coefficients()).max() == pytest.approx(0.0, abs=1e-12)


def test_narrow_coefficients_say_what_wide_ones_said(rows, chance) -> None:
    vectors = chance.normal(size=(COLUMNS, DIMENSIONS)).astype(np.float32)
    smoother = Smoother(vectors=vectors, strength=0.3)
    wide = np.hstack([rows.toarray(), smoother.means(rows)])
    coefficients = chance.normal(size=(COLUMNS + DIMENSIONS, 3))

    assert rows @ smoother.narrow(coefficients) == pytest.approx(wide @ coefficients, abs=1e-4)
