"""Cycles, scenarios and files by the names that people use on the command line."""

from sop.domain.errors import NotFound
from sop.domain.meeting import Cycle
from sop.domain.scenario import Scenario
from sop.services import follow_up
from sop.services.what_if import outcome
from sop.services.workspace import Workspace
from sop.storage import cycles, scenarios
from sop.storage.engine import Store


def cycle_named(store: Store, name: str | None) -> Cycle:
    """Return the newest cycle of this name or id, the latest of all without one; NotFound with what to do."""
    with store.read() as tx:
        every = cycles.all_cycles(tx)
        latest = cycles.latest(tx)
    if name is None:
        if latest is None:
            raise NotFound("No cycle is open. Run python -m sop demo, or open one on the agenda page.")
        return latest
    found = next((cycle for cycle in reversed(every) if name in {cycle.id, cycle.name}), None)
    if found is None:
        raise NotFound("There is no cycle {name}.", name=name)
    return found


def scenario_named(store: Store, cycle: Cycle, name: str | None) -> Scenario:
    """Return the scenario of this name or id, the base without one."""
    with store.read() as tx:
        every = scenarios.of_cycle(tx, cycle.id)
    for scenario in every:
        if (name is None and scenario.is_base) or (name is not None and name in {scenario.id, scenario.name}):
            return scenario
    known = ", ".join(scenario.name for scenario in every)
    raise NotFound("There is no scenario {name}. Scenarios: {known}.", name=name or "", known=known)


def content(workspace: Workspace, cycle: Cycle, what: str, form: str, scenario: str | None) -> bytes:
    """Return the bytes of an export: actions, agenda or plan."""
    if what == "plan":
        with workspace.store.read() as tx:
            inputs = workspace.inputs.of_cycle(tx, cycle)
        made = outcome(workspace, inputs, scenario_named(workspace.store, cycle, scenario))
        return follow_up.plan_file(made.plan, form, workspace.now())
    with workspace.store.read() as tx:
        log = follow_up.read_log(tx, cycle)
    write = follow_up.actions_file if what == "actions" else follow_up.agenda_file
    return write(log, form, workspace.now())
