"""An extra shift: more hours of a staff group and of the lines that it runs, dearer than its overtime as a rule."""

import numpy as np

from sop.planning.parts import ExtraShift
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.planning.program import Draft, Entries, Frame, Reading, Solved


class ExtraShiftBlock:
    def present(self, problem: SupplyProblem) -> bool:
        return problem.extra_shift is not None

    def lay(self, problem: SupplyProblem, frame: Frame) -> None:
        frame.columns.add("extra shift", problem.groups, problem.months)

    def enter(self, problem: SupplyProblem, frame: Frame, entries: Entries) -> None:
        staffed = np.flatnonzero(problem.resource_group >= 0)
        hours = frame.column("extra shift")[problem.resource_group[staffed]]
        entries.put(frame.row("capacity")[staffed], hours, -1.0)

    def fill(self, problem: SupplyProblem, frame: Frame, policy: Policy, draft: Draft) -> None:
        hours = frame.column("extra shift")
        draft.cost[hours] = _of(problem).cost_money[:, None]
        draft.column_upper[hours] = _of(problem).allowed_h

    def read(self, problem: SupplyProblem, policy: Policy, solved: Solved) -> Reading:
        hours = solved.value("extra shift")
        return Reading(
            figures={"extra_shift_h": hours, "extra_shift_allowed_h": _of(problem).allowed_h},
            money={"extra_shift_money": _of(problem).cost_money @ hours},
        )


def _of(problem: SupplyProblem) -> ExtraShift:
    assert problem.extra_shift is not None
    return problem.extra_shift
