"""Subcontracting: units that somebody else makes, within a limit, beside those bought ready."""

from sop.planning.parts import Subcontracting
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.planning.program import Draft, Entries, Frame, Reading, Solved


class SubcontractingBlock:
    def present(self, problem: SupplyProblem) -> bool:
        return problem.subcontracting is not None

    def lay(self, problem: SupplyProblem, frame: Frame) -> None:
        frame.columns.add("subcontracted", problem.skus, problem.months)

    def enter(self, problem: SupplyProblem, frame: Frame, entries: Entries) -> None:
        entries.put(frame.row("balance"), frame.column("subcontracted"), -1.0)

    def fill(self, problem: SupplyProblem, frame: Frame, policy: Policy, draft: Draft) -> None:
        made_elsewhere = frame.column("subcontracted")
        draft.cost[made_elsewhere] = _of(problem).cost_money[:, None]
        draft.column_upper[made_elsewhere] = _of(problem).limit_units

    def read(self, problem: SupplyProblem, policy: Policy, solved: Solved) -> Reading:
        units = solved.value("subcontracted")
        return Reading(
            figures={"subcontracted_units": units, "subcontract_limit_units": _of(problem).limit_units},
            money={"subcontract_money": _of(problem).cost_money @ units},
        )


def _of(problem: SupplyProblem) -> Subcontracting:
    assert problem.subcontracting is not None
    return problem.subcontracting
