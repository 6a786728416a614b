"""A plan carried over to another demand: what was made for a unit of it is made for what became of it."""

from dataclasses import replace

import numpy as np
import pytest

from sop.planning.carried import carried_over
from sop.planning.formulation import Formulation
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.planning.vectors import vectors_of
from tests.planning.company import company

PLAIN = Policy(fair_share=0.0)


def carried(before: SupplyProblem, made: list[float], after: SupplyProblem, lost: list[float] | None = None):
    """Return the columns by name, of one SKU, carried over from a plan of which production and lost sales are given."""
    form = Formulation.of(before, shared=False)
    vectors = vectors_of(after, form, PLAIN)
    columns = np.zeros(form.columns.length)
    columns[form.column("production")] = made
    columns[form.lost] = 0.0 if lost is None else lost
    found = carried_over(before, columns / vectors.unit_scale, after, form, vectors) * vectors.unit_scale
    balance = form.row("balance")
    assert (form.matrix @ found)[balance] == pytest.approx(vectors.row_upper[balance] * vectors.unit_scale)
    return {name: found[form.column(name)].ravel().tolist() for name in form.columns.groups}


def demanding(before: SupplyProblem, demand: list[float]) -> SupplyProblem:
    return replace(before, demand_units=np.array(demand)[None, None, :])


def test_the_same_demand_leaves_production_as_it_was():
    before = company([30, 50, 40])
    assert carried(before, [40, 40, 40], before)["production"] == pytest.approx([40, 40, 40])


def test_what_was_made_ahead_for_a_month_grows_with_that_month():
    """40 made in January serve 30 of January and 10 of the 50 of February, which become 100: 30 + 10 x 2, and 40 x 2."""
    found = carried(company([30, 50, 40]), [40, 40, 40], demanding(company([30, 50, 40]), [30, 100, 40]))
    assert found["production"] == pytest.approx([50, 80, 40])
    assert found["backlog"] == pytest.approx([0, 0, 0])
    assert found["stock above target"] == pytest.approx([20, 0, 0])


def test_opening_stock_does_not_grow_so_what_it_served_is_made_on_top():
    """20 lie there and serve 20 of the 30 of January; doubled, 60 less these 20 are made."""
    before = company([30, 50], opening_stock_units=np.array([20.0]))
    assert carried(before, [10, 50], demanding(before, [60, 100]))["production"] == pytest.approx([40, 100])


def test_less_demand_is_made_less_for_and_closing_stock_stays():
    """90 made for 80: 10 are left at the end whatever is asked for."""
    found = carried(company([30, 50]), [40, 50], demanding(company([30, 50]), [15, 25]))
    assert sum(found["production"]) == pytest.approx(50)
    assert found["stock above target"][-1] == pytest.approx(10)


def test_what_is_lost_stays_the_same_share_of_its_month():
    found = carried(company([30, 50]), [30, 40], demanding(company([30, 50]), [30, 100]), lost=[0, 10])
    assert found["lost sales"] == pytest.approx([0, 20])
    assert found["production"] == pytest.approx([30, 80])


def test_an_opening_backlog_is_served_first_and_does_not_grow():
    """10 are late already: of 40 made 10 serve these, 30 serve January, which doubles."""
    before = company([30, 50], opening_backlog_units=np.array([10.0]))
    assert carried(before, [40, 50], demanding(before, [60, 50]))["production"] == pytest.approx([70, 50])


def test_frozen_production_stays_and_what_it_lacks_is_late():
    before = company([30, 50], frozen_months=1, frozen_production_units=np.array([[30.0]]))
    found = carried(before, [30, 50], demanding(before, [60, 50]))
    assert found["production"] == pytest.approx([30, 50])
    assert found["backlog"] == pytest.approx([30, 30])
