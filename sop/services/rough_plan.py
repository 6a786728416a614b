"""An estimate of a scenario's plan by groups of SKUs: the figures of a large company in seconds, before the plan is solved."""

from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any

from sop.domain.measures import Kpis, kpis
from sop.domain.meeting import Cycle
from sop.language import _
from sop.planning.grouping import Grouping
from sop.planning.levers import apply, reaches
from sop.planning.planner import Planner
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.services.lookup import scenario_named
from sop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RoughPlan:
    """Figures of a plan by groups, and how many groups stand for how many SKUs."""

    kpis: Kpis
    skus: int
    groups: int


def rough_plan(problem: SupplyProblem, policy: Policy) -> RoughPlan:
    """Plan a problem by groups; Invalid where more than hours and purchases can be short."""
    groups = Grouping.of(problem).groups
    plan = Planner(groups, policy).solve(groups, "groups")
    return RoughPlan(kpis(plan), len(problem.skus), len(groups.skus))


def estimated(workspace: Workspace, cycle: Cycle, name: str | None) -> tuple[dict[str, Any], list[str]]:
    """Return what the command line answers about the scenario of a name planned by groups: facts, and the same in sentences."""
    scenario = scenario_named(workspace.store, cycle, name)
    with workspace.store.read() as tx:
        inputs = workspace.inputs.of_cycle(tx, cycle)
    base = workspace.inputs.problem(inputs)
    found = rough_plan(apply(base, [lever for lever in scenario.levers if reaches(base, lever)]), inputs.policy)
    figures = {key: value for key, value in asdict(inputs.company.known(found.kpis)).items() if key != "months"}
    said = _("{scenario}: an estimate within a few per cent, not the plan. SKUs {skus}, planned as groups {groups}.")
    sentence = said.format(scenario=scenario.name, skus=found.skus, groups=found.groups)
    finite = {key: None if isinstance(v, float) and not isfinite(v) else v for key, v in figures.items()}
    facts = {"scenario": scenario.name, "skus": found.skus, "groups": found.groups, "kpis": finite}
    return facts, [sentence, *(f"{key}: {value}" for key, value in figures.items())]
