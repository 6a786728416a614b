"""What a cycle's plans are made from, named by a key in which every input has its revision."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sop.domain.demand import DemandPlan, Override
from sop.domain.errors import NotFound
from sop.domain.loads import Snapshot
from sop.domain.meeting import Cycle
from sop.domain.plan import PlanKey
from sop.domain.scenario import Lever
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.services.company import Company, read_company
from sop.services.demand import demand_plan, layer_units
from sop.services.once import OnceCache
from sop.services.supply import supply_problem
from sop.services.timing import spent
from sop.storage import overrides, snapshots
from sop.storage.engine import Connection


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """Company, demand plan and base problem of one cycle at one revision of each."""

    cycle: Cycle
    company: Company
    overrides: tuple[Override, ...]
    demand: DemandPlan
    policy: Policy

    def key(self, levers: Sequence[Lever]) -> PlanKey:
        """Return the name of the plan that these inputs and levers make."""
        return PlanKey(
            snapshot=self.company.snapshot.digest,
            frame=self.cycle.frame,
            demand_revision=demand_revision(self.overrides),
            policy_revision=self.policy.revision,
            levers=tuple(levers),
        )


@dataclass(slots=True)
class InputsDesk:
    """Keeps the companies, demand plans and problems last used; every one is made once."""

    policy: Policy = field(default_factory=Policy)
    _companies: OnceCache[str, Company] = field(default_factory=lambda: OnceCache(4))
    _baselines: OnceCache[str, DemandPlan] = field(default_factory=lambda: OnceCache(4))
    _inputs: OnceCache[PlanKey, Inputs] = field(default_factory=lambda: OnceCache(8))
    _problems: OnceCache[str, SupplyProblem] = field(default_factory=lambda: OnceCache(8))

    def of_cycle(self, tx: Connection, cycle: Cycle) -> Inputs:
        """Return the present inputs of a cycle: its snapshot (else the latest) and the overrides that stand."""
        snapshot = snapshots.get(tx, cycle.snapshot_id) if cycle.snapshot_id else snapshots.latest(tx)
        if snapshot is None:
            raise NotFound("There is no data yet. Load the files of your company, or the demo company, first.")
        standing = tuple(each for each in overrides.of_cycle(tx, cycle.id) if not each.withdrawn)
        return self.of(tx, cycle, snapshot, standing)

    def of(self, tx: Connection, cycle: Cycle, snapshot: Snapshot, standing: tuple[Override, ...]) -> Inputs:
        """Return inputs by their parts, so that a past plan can be made again."""
        name = PlanKey(snapshot.digest, cycle.frame, demand_revision(standing), self.policy.revision, ())

        def make() -> Inputs:
            with spent("inputs"):
                company = self._companies.get(snapshot.digest, lambda: read_company(tx, snapshot))
                return Inputs(cycle, company, standing, self._demand(company, cycle, standing), self.policy)

        return self._inputs.get(name, make)

    def _demand(self, company: Company, cycle: Cycle, standing: tuple[Override, ...]) -> DemandPlan:
        """Return the demand plan; a change laid on top forecasts nothing anew."""
        name = f"{company.snapshot.digest}/{cycle.frame}"
        bare = self._baselines.get(name, lambda: demand_plan(company, cycle, ()))
        added = layer_units(company.catalogue, bare.months, bare.baseline_units, standing)
        return replace(bare, override_units=added)

    def problem(self, inputs: Inputs) -> SupplyProblem:
        """Return the base problem; apart from `of`, so that the demand page works before capacity was delivered."""
        return self._problems.get(
            inputs.key(()).digest,
            lambda: supply_problem(inputs.company, inputs.demand, inputs.cycle, inputs.policy),
        )

    def clear(self) -> None:
        """Forget everything, after the company was emptied."""
        for kept in (self._companies, self._baselines, self._inputs, self._problems):
            kept.clear()


def demand_revision(standing: Sequence[Override]) -> str:
    """Return a digest of the overrides in their order: content, not only names."""
    rows = [
        (each.id, each.family, each.sku, each.region, each.months.first, each.months.last, each.change, each.in_percent)
        for each in standing
        if not each.withdrawn
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]
