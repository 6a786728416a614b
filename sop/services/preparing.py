"""Stage 4's last step: gaps are answered, and decisions prepared with options, recommendation and levers at hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from sop.domain.calendar import Month
from sop.domain.errors import Invalid, NotFound
from sop.domain.gaps import Gap, GapClass
from sop.domain.measures import Kpis, kpis
from sop.domain.meeting import Cycle
from sop.domain.people import Act, Right
from sop.domain.prepared import AnswerKind, GapAnswer, Option, PreparedDecision, ScopedLever
from sop.domain.scenario import Lever, Scenario, Sharing
from sop.services.inputs import Inputs
from sop.services.what_if import outcome
from sop.services.workspace import Workspace
from sop.storage import cycles, log, people, prepared, scenarios
from sop.storage.engine import Connection, Store

_MARK = "at-hand"


# Gaps ----------------------------------------------------------------------------------------------------------------


def answers(tx: Connection, cycle_id: str) -> Mapping[str, GapAnswer]:
    """Return by family how the gaps of a cycle were answered."""
    return prepared.answers(tx, cycle_id)


def asking(lines: Sequence[Gap]) -> tuple[Gap, ...]:
    """Return the gaps that ask for an answer: what is more than noise, the most money at stake first."""
    return tuple(gap for gap in lines if gap.worst in {GapClass.MANAGE, GapClass.ESCALATE})


def answer_gap(workspace: Workspace, act: Act, cycle: Cycle, wish: GapAnswer, scenario_id: str = "") -> GapAnswer:
    """Store how a family's gap is answered, by a lever at the price that its scenario has now.

    Conflict when somebody else answered since.
    """
    act.actor.require(Right.CAPTURE)
    if scenario_id:
        wish = _priced(workspace, cycle, wish, scenario_id)
    with workspace.store.write() as w:
        if wish.owner_id:
            people.get(w.tx, wish.owner_id)
        stored, is_new = prepared.put_answer(w, wish, act.token)
        if is_new:
            log.append(w, act, "gap_answered", "cycle", cycle.id, {"family": wish.family, "kind": wish.kind})
            w.announce(f"cycle/{cycle.id}")
    return stored


def _priced(workspace: Workspace, cycle: Cycle, wish: GapAnswer, scenario_id: str) -> GapAnswer:
    with workspace.store.read() as tx:
        scenario = scenarios.get(tx, scenario_id)
        inputs = workspace.inputs.of_cycle(tx, cycles.get(tx, cycle.id))
    if wish.kind is not AnswerKind.LEVER or scenario.cycle_id != cycle.id:
        raise Invalid("Choose the scenario that closes the gap.")
    made = outcome(workspace, inputs, scenario)
    price = inputs.company.known(kpis(made.plan)).margin_money - inputs.company.known(kpis(made.base)).margin_money
    return replace(wish, scenario_name=scenario.name, price_money=price if isfinite(price) else None)


# Decisions -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class OptionFigures:
    """An option with its scenario and figures beside those of the base; no scenario where it was removed since."""

    option: Option
    scenario: Scenario | None
    kpis: Kpis | None
    base: Kpis | None
    is_recommended: bool


def listed(tx: Connection, cycle_id: str) -> tuple[PreparedDecision, ...]:
    """Return the decisions that are to be taken, in their order."""
    return tuple(each for each in prepared.of_cycle(tx, cycle_id) if not each.withdrawn)


def one(tx: Connection, decision_id: str) -> PreparedDecision:
    """Return a prepared decision as it stands; NotFound where there is none."""
    return prepared.get(tx, decision_id)


def prepare(store: Store, act: Act, wish: PreparedDecision) -> PreparedDecision:
    """Store a decision for the meeting, behind those that are there; a second click changes nothing."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        _refuse_unknown(w.tx, wish)
        last = max((each.position for each in prepared.of_cycle(w.tx, wish.cycle_id)), default=0)
        stored, is_new = prepared.add(w, replace(wish, position=last + 1), act.token)
        if is_new:
            log.append(w, act, "decision_prepared", "prepared", stored.id, {"question": stored.question})
            w.announce(f"cycle/{wish.cycle_id}")
    return stored


def change(store: Store, act: Act, wish: PreparedDecision) -> PreparedDecision:
    """Store a change of the version that was seen; Conflict when somebody was first."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        standing = prepared.get(w.tx, wish.id)
        if replace(wish, version=standing.version) == standing:
            return standing
        _refuse_unknown(w.tx, wish)
        stored = prepared.change(w, wish)
        log.append(w, act, "prepared_changed", "prepared", stored.id, {"withdrawn": stored.withdrawn})
        w.announce(f"cycle/{wish.cycle_id}")
    return stored


def _refuse_unknown(tx: Connection, wish: PreparedDecision) -> None:
    """Raise where an option names a scenario that the room cannot see."""
    seen = {each.id for each in scenarios.of_cycle(tx, wish.cycle_id) if each.sharing is not Sharing.DRAFT}
    if any(option.scenario_id not in seen for option in wish.options):
        raise NotFound("An option names a scenario that the room cannot see. Choose another one.")


def figures(
    workspace: Workspace, inputs: Inputs, standing: Sequence[Scenario], decision: PreparedDecision
) -> tuple[OptionFigures, ...]:
    """Return the options of a decision with their figures; each plan comes from the cache once it was made."""
    by_id = {scenario.id: scenario for scenario in standing}
    return tuple(_figures(workspace, inputs, by_id.get(each.scenario_id), each, decision) for each in decision.options)


def _figures(
    workspace: Workspace, inputs: Inputs, scenario: Scenario | None, option: Option, decision: PreparedDecision
) -> OptionFigures:
    recommended = option.name == decision.recommended
    if scenario is None:
        return OptionFigures(option, None, None, None, recommended)
    made = outcome(workspace, inputs, scenario)
    known = inputs.company.known
    return OptionFigures(option, scenario, known(kpis(made.plan)), known(kpis(made.base)), recommended)


def at_hand(decision: PreparedDecision, months: Sequence[Month]) -> tuple[tuple[str, ScopedLever], ...]:
    """Return the levers of a decision that the plan's months reach, each under the id that it has in every scenario."""
    return tuple(
        (f"{_MARK}-{decision.id}-{number}", lever)
        for number, lever in enumerate(decision.levers)
        if any(month in lever.months for month in months)
    )


def set_lever(lever_id: str, scoped: ScopedLever, value: float) -> Lever:
    """Return a lever at hand, set to a value; Invalid outside of the range that was prepared."""
    if not scoped.low <= value <= scoped.high:
        raise Invalid("This lever goes from {low} to {high} here.", low=scoped.low, high=scoped.high)
    return Lever(lever_id, scoped.kind, value, scoped.scope, scoped.months)
