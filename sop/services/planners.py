"""The process-wide pool of warm models: one solve per plan, one model per seat, bounded in memory."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sop.domain.plan import PlanKey
from sop.domain.scenario import Lever
from sop.domain.supply import SupplyPlan
from sop.planning.levers import apply
from sop.planning.limits import Solve
from sop.planning.planner import Planner, Told
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.services.once import OnceCache
from sop.services.timing import spent

MOST_PLANS = 256
MOST_PREVIEWS = 64
NEAR_ENOUGH = 0.005  # of the cost: a preview that is nearer is not sought elsewhere
MOST_MEGABYTES = 600.0

PREVIEWED = "-preview"  # what the key of a preview ends in

Seat = tuple[str, str, str]  # structure digest, policy revision, scenario


@dataclass(slots=True)
class _Warm:
    planner: Planner
    users: int = 0


@dataclass(slots=True)
class Planners:
    """Plans by digest and warm models by (structure, policy, scenario); the least recently used model goes, never one in use."""

    most_megabytes: float = MOST_MEGABYTES
    _plans: OnceCache[str, SupplyPlan] = field(default_factory=lambda: OnceCache(MOST_PLANS))
    _previews: OnceCache[str, SupplyPlan | None] = field(default_factory=lambda: OnceCache(MOST_PREVIEWS))
    _models: OrderedDict[Seat, _Warm] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def plan(
        self,
        key: PlanKey,
        base: SupplyProblem,
        levers: Sequence[Lever],
        scenario_id: str,
        policy: Policy,
        told: Told | None = None,
    ) -> SupplyPlan:
        """Return the plan of `key`: base plus all levers, solved once and read by everyone; `told` hears how far it is."""
        digest = key.digest

        def solve() -> SupplyPlan:
            problem = apply(base, levers)
            warm = self._take((problem.structure_digest, policy.revision, scenario_id), problem, policy)
            try:
                with spent("solve"):
                    return warm.planner.solve(problem, digest, told)
            finally:
                self._give_back(warm)

        return self._plans.get(digest, solve)

    def known(self, key: PlanKey) -> SupplyPlan | None:
        """Return the plan of `key` where somebody had it solved before, without waiting; else None."""
        return self._plans.known(key.digest)

    def preview(
        self, key: PlanKey, base: SupplyProblem, levers: Sequence[Lever], scenario_id: str, policy: Policy
    ) -> SupplyPlan | None:
        """Return a plan near the last full one of this scenario or of another like it, None where there is none.

        Its key is its own: no figure of a preview is ever kept under the name of the full plan.
        """

        def seek() -> SupplyPlan | None:
            problem = apply(base, levers)
            seat = (problem.structure_digest, policy.revision, scenario_id)
            best: SupplyPlan | None = None
            for each in self._alike(seat):
                found = each.preview(problem, f"{key.digest}{PREVIEWED}")
                if found is not None and (best is None or found.gap_money < best.gap_money):
                    best = found
                if best is not None and best.gap_share <= NEAR_ENOUGH:
                    break
            return best

        with spent("solve"):
            return self._previews.get(key.digest, seek)

    def again(self, key: PlanKey, base: SupplyProblem, levers: Sequence[Lever], policy: Policy) -> SupplyPlan:
        """Return the plan of `key` solved anew by a model of its own: no cache, no warm start."""
        with spent("solve"):
            problem = apply(base, levers)
            return Planner(problem, policy).solve(problem, key.digest)

    @contextmanager
    def trials(self, base: SupplyProblem, policy: Policy, question: str) -> Iterator[Solve]:
        """Lend a warm model of its own to a question, so that its many solves never keep a lever waiting.

        A lever that brings a part which the base does not have takes a further model, once.
        """
        lent = {
            base.structure_digest: self._take(
                (base.structure_digest, policy.revision, f"question/{question}"), base, policy
            )
        }

        def solve(problem: SupplyProblem) -> SupplyPlan:
            structure = problem.structure_digest
            if structure not in lent:
                lent[structure] = self._take((structure, policy.revision, f"question/{question}"), problem, policy)
            with spent("solve"):
                return lent[structure].planner.solve(problem, question)

        try:
            yield solve
        finally:
            for warm in lent.values():
                self._give_back(warm)

    def _take(self, seat: Seat, problem: SupplyProblem, policy: Policy) -> _Warm:
        with self._lock:
            warm = self._models.get(seat)
            if warm is None:
                start = next((each.start() for each in self._like(seat)), None)
                warm = self._models[seat] = _Warm(Planner(problem, policy, start))
            self._models.move_to_end(seat)
            warm.users += 1
            self._make_room()
            return warm

    def _alike(self, seat: Seat) -> list[Planner]:
        """Return the model of a seat and that of the base plan, as far as they stand; else any of their structure."""
        with self._lock:
            own = [self._models[each].planner for each in (seat, (*seat[:2], "base")) if each in self._models]
            return list(dict.fromkeys(own)) or self._like(seat)[:1]

    def _like(self, seat: Seat) -> list[Planner]:
        """Return the models of a seat's structure and policy, that of the base plan first."""
        found = {other[2]: warm.planner for other, warm in self._models.items() if other[:2] == seat[:2]}
        return sorted(found.values(), key=lambda each: each is not found.get("base"))

    def _give_back(self, warm: _Warm) -> None:
        with self._lock:
            warm.users -= 1

    def _make_room(self) -> None:
        idle = [seat for seat, warm in self._models.items() if warm.users == 0]
        while idle and self.megabytes > self.most_megabytes:
            del self._models[idle.pop(0)]

    @property
    def megabytes(self) -> float:
        return sum(warm.planner.memory_mb for warm in self._models.values())
