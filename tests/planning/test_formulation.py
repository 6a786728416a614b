import numpy as np
import pytest

from sop.planning.formulation import Formulation
from sop.planning.perturbation import named_noise
from sop.planning.policy import Policy
from sop.planning.vectors import vectors_of
from tests.planning.company import company


def test_every_row_and_column_has_a_business_name():
    form = Formulation.of(company([[50, 50], [50, 50]]))
    assert form.rows.label(form.row("capacity")[0, 1]) == "capacity[Staff, 2027-02]"
    assert form.columns.label(form.column("production")[1, 0]) == "production[S2 in Sibiu, 2027-01]"
    assert form.columns.label(form.columns.length - 1) == "shortage[late, Chairs, 2027-02]"


def test_one_unit_made_fills_its_month_and_uses_its_hours():
    form = Formulation.of(company([50, 50], use_h=np.array([1.5])))
    column = form.matrix[:, [form.column("production")[0, 1]]].toarray().ravel()
    assert column[form.row("balance")[0, 1]] == -1
    assert column[form.row("capacity")[0, 1]] == 1.5
    assert np.count_nonzero(column) == 2


def test_a_family_of_one_has_nobody_to_share_with():
    form = Formulation.of(company([[50], [50]], families=("Chairs", "Tables")))
    assert form.row("sharing").size == 0


def test_noise_hangs_on_names_and_not_on_positions():
    months = ("2027-01", "2027-02")
    assert (named_noise("production", ("A", "B"), months)[::-1] == named_noise("production", ("B", "A"), months)).all()
    assert (named_noise("production", ("A",), months) != named_noise("purchases", ("A",), months)).all()


def test_noise_is_spread_over_zero_to_one():
    noise = named_noise("x", [str(k) for k in range(2000)], ("2027-01",))
    assert noise.shape == (2000, 1)
    assert 0 <= noise.min() < 0.01 < 0.99 < noise.max() < 1
    assert noise.mean() == pytest.approx(0.5, abs=0.03)


def test_safety_stock_is_a_little_dearer_to_miss_than_to_hold_and_cheaper_than_to_be_late():
    problem = company([[50.0] * 6, [50.0] * 6], backlog_cost_money=np.array([1.0, 0.1]))
    shortfall = vectors_of(problem, Formulation.of(problem), Policy()).weights.shortfall
    holding, late = problem.holding_cost_money, problem.backlog_cost_money
    assert (holding < shortfall).all()
    assert (shortfall < holding + late).all()
    assert ((shortfall - holding) * 6 < 20 - 10).all()


def test_the_perturbation_is_a_ten_thousandth_of_the_cost():
    problem = company([50, 50])
    vectors = vectors_of(problem, Formulation.of(problem), Policy())
    moved = vectors.solved_cost * vectors.money_scale - vectors.cost
    assert (moved >= 0).all()
    assert (moved <= 1.0001e-4 * np.maximum(np.abs(vectors.cost), 0.1)).all()


def test_every_weight_of_the_policy_moves_its_revision():
    base = Policy()
    for name in base.__slots__:
        assert Policy(**{name: getattr(base, name) + 1}).revision != base.revision
