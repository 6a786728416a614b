"""What the scenarios of the garden tools expect is computed here once more, by a linear program that knows nothing of ours."""

import numpy as np
import pytest
from scipy.optimize import linprog

from sop.services.published_cases import CASES, read_cases

BASE = (1600, 3000, 3200, 3800, 2200, 2200)
JANUARY, APRIL = 0, 3
PROMOTIONS = {
    "promotion in January, a tenth more is consumed": (JANUARY, 0.1),
    "promotion in April, a tenth more is consumed": (APRIL, 0.1),
    "promotion in January, consumption doubles": (JANUARY, 1.0),
    "promotion in April, consumption doubles": (APRIL, 1.0),
}


def promoted(month: int, growth: float) -> list[float]:
    """Return demand when a month grows and a fifth of each of the two months after is bought in it."""
    demand = [float(each) for each in BASE]
    ahead = 0.2 * (demand[month + 1] + demand[month + 2])
    demand[month] = demand[month] * (1 + growth) + ahead
    demand[month + 1] *= 0.8
    demand[month + 2] *= 0.8
    return demand


def cheapest(demand: list[float]) -> float:
    """Return the least cost: 80 workers of 40 units and 640 a month, 10 h of overtime each at 6, 4 h a unit."""
    price = {"work": 640, "hire": 300, "lay off": 500, "overtime": 6, "stock": 2, "late": 5, "make": 10, "buy": 30}
    months = range(len(demand))
    place = {(name, t): k for k, (name, t) in enumerate((name, t) for name in price for t in months)}

    def row(**amounts: float) -> np.ndarray:
        found = np.zeros(len(place))
        for name, t, amount in amounts.values():
            if t >= 0:
                found[place[name, t]] += amount
        return found

    people = [row(a=("work", t, 1), b=("work", t - 1, -1), c=("hire", t, -1), d=("lay off", t, 1)) for t in months]
    units = [
        row(a=("make", t, 1), b=("buy", t, 1), c=("stock", t - 1, 1), d=("stock", t, -1), e=("late", t - 1, -1),
            f=("late", t, 1))
        for t in months
    ]  # fmt: skip
    hours = [row(a=("make", t, 4), b=("work", t, -160), c=("overtime", t, -1)) for t in months]
    most = [row(a=("overtime", t, 1), b=("work", t, -10)) for t in months]
    bounds = [(0.0, None)] * len(place)
    bounds[place["stock", 5]] = (500, None)
    bounds[place["late", 5]] = (0, 0)
    found = linprog(
        [price[name] for name, _ in place],
        A_eq=np.array(people + units),
        b_eq=[80, 0, 0, 0, 0, 0, demand[0] - 1000, *demand[1:]],
        A_ub=np.array(hours + most),
        b_ub=np.zeros(12),
        bounds=bounds,
    )
    return float(found.fun)


def test_the_separate_program_costs_what_the_book_prints_without_a_promotion():
    assert cheapest([float(each) for each in BASE]) == pytest.approx(422_275, abs=0.5)


@pytest.mark.parametrize("title", PROMOTIONS)
def test_a_promotion_is_expected_to_cost_and_earn_what_the_separate_program_says(title):
    (case,) = (each for each in read_cases(CASES) if each.title.endswith(title))
    month, growth = PROMOTIONS[title]
    demand = promoted(month, growth)
    revenue = sum(units * (39 if t == month else 40) for t, units in enumerate(demand))
    cost = cheapest(demand)
    assert case.given["demand"] == pytest.approx(demand)
    assert case.given["price"] == [39 if t == month else 40 for t in range(6)]
    assert case.expected["total_cost"][0] == pytest.approx(cost, abs=0.01)
    assert case.expected["revenue"][0] == pytest.approx(revenue)
    assert case.expected["profit"][0] == pytest.approx(revenue - cost, abs=0.01)
    assert "not compared with the print" in case.source
