import numpy as np
import pytest
from scipy import sparse
from sklearn.svm import LinearSVC

from cireview.screening.svm import WarmLinearSVM


def make_data(seed, records=120, features=40):
    generator = np.random.default_rng(seed)
    values = sparse.random(records, features, density=0.2, random_state=generator, format="csr")
    values = values.astype(np.float32)
    relevant = values @ generator.normal(size=features) + generator.normal(scale=0.1, size=records) > 0.1
    return values, relevant, generator.uniform(0.1, 3, records)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("cost", [0.05, 1.0, 20.0])
def test_it_finds_what_scikit_learn_finds(seed, cost):
    values, relevant, weights = make_data(seed)
    theirs = LinearSVC(C=cost, tol=1e-8, max_iter=100_000).fit(values, relevant, sample_weight=weights)
    ours = WarmLinearSVM(C=cost, tolerance=1e-5).fit(values, relevant, weights)
    np.testing.assert_allclose(
        ours.decision_function(values), theirs.decision_function(values), atol=2e-3, rtol=1e-2
    )


def test_a_fit_that_starts_from_the_last_one_ends_where_a_fresh_one_does():
    values, relevant, weights = make_data(5)
    warm = WarmLinearSVM(C=1.0, tolerance=1e-5)
    for size in (40, 80, 120):
        warm.fit(values[:size], relevant[:size], weights[:size])
    fresh = WarmLinearSVM(C=1.0, tolerance=1e-5).fit(values, relevant, weights)
    np.testing.assert_allclose(warm.coef_, fresh.coef_, atol=1e-3)


def test_a_warm_start_takes_fewer_steps(monkeypatch):
    import cireview.screening.svm as module

    values, relevant, weights = make_data(7)
    steps = []
    solve = module._solve
    monkeypatch.setattr(module, "_solve", lambda *given: steps.append(1) or solve(*given))
    warm = WarmLinearSVM(C=1.0, tolerance=1e-4).fit(values, relevant, weights)
    first = len(steps)
    warm.fit(values, relevant, weights)
    assert first > 0
    assert len(steps) == first


def test_one_class_alone_ranks_by_likeness():
    values = sparse.csr_matrix(np.eye(3, dtype=np.float32) + np.float32([[0, 0, 0], [1, 0, 0], [0, 0, 0]]))
    score = WarmLinearSVM(C=1.0).fit(values[:1], np.array([True])).decision_function(values)
    assert score[0] >= score[1] > score[2]
