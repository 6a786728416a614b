"""The program behind a family's aggregate plan: columns by name and month, solved by scipy's own build of HiGHS."""

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from sop.domain.supply import FloatArray
from sop.planning.aggregate_problem import AggregateProblem, HoldingOn, Strategy

_OPTIMAL = 0  # scipy's status


class Program:
    """Rows of the plan as columns, each (t,): bounds, costs, and the constraints between them.

    `given` fixes rows; "production" is regular + overtime, "supply" that + subcontract. With `may_be_short` units may
    come from nowhere, and the program looks for as few of them as possible.
    """

    ROWS: ClassVar = (
        "workers", "hired", "laid_off", "regular", "overtime", "subcontract", "stock", "backlog", "lost", "short",
    )  # fmt: skip

    def __init__(
        self, problem: AggregateProblem, given: Mapping[str, FloatArray], *, may_be_short: bool = False
    ) -> None:
        self._problem = problem
        self._given = given
        self._may_be_short = may_be_short
        self._months = len(problem.demand)
        self._lower = np.zeros((len(self.ROWS), self._months))
        self._upper = self._bounds()
        self._fix()
        self._constraints: list[tuple[FloatArray, FloatArray, FloatArray]] = []
        self._balance()
        self._workforce()
        self._given_sum("production", "regular", "overtime")
        self._given_sum("supply", "regular", "overtime", "subcontract")

    def solve(self) -> dict[str, FloatArray] | None:
        """Return the rows of an optimal plan, None where the constraints contradict each other."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        matrices, lower, upper = zip(*self._constraints, strict=True)
        whole = np.zeros_like(self._lower)
        whole[self._at("workers")] = self._problem.integer_workforce
        found = milp(
            self._costs().ravel(),
            integrality=whole.ravel(),
            bounds=Bounds(self._lower.ravel(), self._upper.ravel()),
            constraints=LinearConstraint(np.concatenate(matrices), np.concatenate(lower), np.concatenate(upper)),
            options={"mip_rel_gap": 0.0},
        )
        if found.status != _OPTIMAL:
            return None
        return dict(zip(self.ROWS, np.asarray(found.x).reshape(self._lower.shape), strict=True))

    def _at(self, name: str) -> int:
        return self.ROWS.index(name)

    def _bounds(self) -> FloatArray:
        """Return what each row may reach at most, (row, t)."""
        problem, anything = self._problem, np.full(self._months, np.inf)
        has_workers = problem.workers is not None
        late = anything * 1.0 if problem.backlog_cost is not None else np.zeros(self._months)
        late[-1] = problem.closing_backlog_max
        paid_by_unit = problem.overtime_limit if not has_workers else anything
        limits: dict[str, FloatArray | None] = {
            "workers": anything if has_workers else None,
            "hired": anything if problem.hire is not None else None,
            "laid_off": anything if problem.layoff is not None else None,
            "regular": problem.regular_limit,
            "overtime": paid_by_unit if problem.overtime_cost is not None else None,
            "subcontract": problem.subcontract_limit if problem.subcontract_cost is not None else None,
            "stock": anything,
            "backlog": late,
            "lost": problem.demand if problem.lost_sales else None,
            "short": anything if self._may_be_short else None,
        }
        return np.stack([np.zeros(self._months) if (row := limits[name]) is None else row for name in self.ROWS])

    def _fix(self) -> None:
        self._lower[self._at("stock"), -1] = self._problem.closing_stock_min
        for name, row in self._given.items():
            if name in self.ROWS:
                place = self._at(name)
                # a row beyond its limit leaves lower above upper: the solver calls that infeasible
                self._lower[place] = row
                self._upper[place] = np.minimum(row, self._upper[place])

    def _constrain(self, matrix: FloatArray, lower: FloatArray, upper: FloatArray) -> None:
        self._constraints.append((matrix.reshape(self._months, -1), lower, upper))

    def _term(self, name: str, factor: float | FloatArray = 1.0, months_before: int = 0) -> FloatArray:
        """Return (constraint month, row, month): `factor` at the row's own month or that many months before."""
        term = np.zeros((self._months, len(self.ROWS), self._months))
        coefficients = np.broadcast_to(factor, (self._months,))[months_before:]
        term[:, self._at(name)] = np.diag(coefficients, -months_before)
        return term

    def _sum(self, *names: str) -> FloatArray:
        return np.asarray(np.sum([self._term(name) for name in names], axis=0))

    def _given_sum(self, name: str, *rows: str) -> None:
        """Hold rows to their given sum; what a strategy asks beyond the limits is short, what somebody typed is meant."""
        if name in self._given:
            parts = (*rows, "short") if isinstance(self._problem.plan, Strategy) else rows
            self._constrain(self._sum(*parts), self._given[name], self._given[name])

    def _balance(self) -> None:
        """Closing net stock - that of the month before - supply - lost = - demand."""
        problem = self._problem
        net = self._term("stock") - self._term("backlog")
        before = self._term("stock", months_before=1) - self._term("backlog", months_before=1)
        moved = -problem.demand
        moved[0] += problem.opening_stock - problem.opening_backlog
        supply = self._sum("regular", "overtime", "subcontract", "lost", "short")
        self._constrain(net - before - supply, moved, moved)

    def _workforce(self) -> None:
        problem = self._problem
        if problem.workers is None:
            return
        opening = np.zeros(self._months)
        opening[0] = problem.workers
        change = self._term("workers") - self._term("workers", months_before=1)
        self._constrain(change - self._term("hired") + self._term("laid_off"), opening, opening)
        self._staff("regular", problem.worker_capacity)
        self._staff("overtime", problem.overtime_limit)

    def _staff(self, name: str, work_per_worker: FloatArray) -> None:
        """Work in a row is at most that of its workers; no bound where each may do any amount."""
        is_bound = np.isfinite(work_per_worker)
        work = self._term(name, self._problem.effort_per_unit * is_bound)
        possible = self._term("workers", np.where(is_bound, work_per_worker, 0.0))
        nothing = np.zeros(self._months)
        self._constrain(work - possible, nothing - np.inf, nothing)

    def _costs(self) -> FloatArray:
        """Return the cost of one more of each row, (row, t); what is not shipped costs its price."""
        problem, nothing = self._problem, np.zeros(self._months)
        if self._may_be_short:
            return np.stack([nothing + (name == "short") for name in self.ROWS])
        price = nothing if problem.price is None else problem.price
        late = nothing + (0.0 if problem.backlog_cost is None else problem.backlog_cost)
        late[-1] += price[-1]
        overtime = 0.0 if problem.overtime_cost is None else problem.overtime_cost
        subcontract = 0.0 if problem.subcontract_cost is None else problem.subcontract_cost
        costs = {
            "workers": problem.wage,
            "hired": nothing + (problem.hire or 0.0),
            "laid_off": nothing + (problem.layoff or 0.0),
            "regular": problem.regular_cost + problem.material,
            "overtime": overtime * problem.effort_per_unit + problem.material,
            "subcontract": nothing + subcontract,
            "stock": self._stock_cost(),
            "backlog": late,
            "lost": price,
            "short": nothing,
        }
        return np.stack([costs[name] for name in self.ROWS])

    def _stock_cost(self) -> FloatArray:
        holding = self._problem.holding
        if self._problem.holding_on is HoldingOn.ENDING:
            return holding
        return np.asarray((holding + np.r_[holding[1:], 0.0]) / 2)
