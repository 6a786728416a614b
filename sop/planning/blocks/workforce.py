"""Workers: hired and laid off against those whom the regular hours count already.

    workforce  workers (t) - workers (t-1) - hired + laid off = 0
    capacity   ... - hours per worker x workers <= regular hours

Workers are counted as the difference from the planned ones, so that levers on hours and the staffing over the year stay
what they are.
"""

import numpy as np

from sop.planning.parts import Workforce
from sop.planning.policy import Policy
from sop.planning.problem import LABOUR, SupplyProblem
from sop.planning.program import Draft, Entries, Frame, Reading, Solved


class WorkforceBlock:
    def present(self, problem: SupplyProblem) -> bool:
        return problem.workforce is not None

    def lay(self, problem: SupplyProblem, frame: Frame) -> None:
        frame.rows.add("workforce", problem.groups, problem.months)
        for name in ("workers", "hired", "laid off"):
            frame.columns.add(name, problem.groups, problem.months)

    def enter(self, problem: SupplyProblem, frame: Frame, entries: Entries) -> None:
        rows, workers = frame.row("workforce"), frame.column("workers")
        entries.flow(rows, workers, 1.0)
        entries.put(rows, frame.column("hired"), -1.0)
        entries.put(rows, frame.column("laid off"), 1.0)
        labour = [r for r, axis in enumerate(problem.resources) if axis.kind == LABOUR and axis.group]
        group = problem.resource_group[labour]
        hours = _of(problem).hours_per_worker_h[group]
        entries.put(frame.row("capacity")[labour], workers[group], -hours)

    def fill(self, problem: SupplyProblem, frame: Frame, policy: Policy, draft: Draft) -> None:
        workforce = _of(problem)
        workers, hired, laid_off = (frame.column(name) for name in ("workers", "hired", "laid off"))
        draft.column_lower[workers] = -workforce.planned_workers
        draft.column_upper[hired] = workforce.hire_limit
        draft.column_upper[laid_off] = workforce.layoff_limit
        given = problem.frozen_months  # before the fence nobody comes or goes
        draft.column_upper[hired[:, :given]] = draft.column_upper[laid_off[:, :given]] = 0.0
        draft.cost[workers] = workforce.worker_cost_money[:, None]
        draft.cost[hired] = workforce.hire_cost_money[:, None]
        draft.cost[laid_off] = workforce.layoff_cost_money[:, None]
        draft.row_lower[frame.row("workforce")] = 0.0

    def read(self, problem: SupplyProblem, policy: Policy, solved: Solved) -> Reading:
        workforce = _of(problem)
        change, hired, laid_off = (solved.value(name) for name in ("workers", "hired", "laid off"))
        return Reading(
            figures={
                "planned_workers": workforce.planned_workers,
                "workers": np.maximum(workforce.planned_workers + change, 0.0),
                "hired_workers": hired,
                "hire_limit_workers": workforce.hire_limit,
                "laid_off_workers": laid_off,
            },
            money={
                "workforce_money": workforce.worker_cost_money @ change,
                "hiring_money": workforce.hire_cost_money @ hired + workforce.layoff_cost_money @ laid_off,
            },
        )


def _of(problem: SupplyProblem) -> Workforce:
    assert problem.workforce is not None
    return problem.workforce
