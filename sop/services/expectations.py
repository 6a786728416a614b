"""What a cycle expects of departments: the default, what was set for it or an earlier cycle, and what holds once."""

from collections.abc import Sequence
from dataclasses import replace

from sop.domain.deliveries import Expectation, default_expectations
from sop.domain.kinds import kind
from sop.domain.meeting import Cycle
from sop.domain.people import Act, Right
from sop.storage import cycles, expectations, log
from sop.storage.engine import Connection, Store


def in_order(every: Sequence[Cycle]) -> tuple[Cycle, ...]:
    """Return cycles by the month that they close, those of the same month as they were opened."""
    return tuple(sorted(every, key=lambda cycle: (cycle.last_closed, cycle.id)))


def of_cycle(tx: Connection, cycle: Cycle) -> tuple[Expectation, ...]:
    """Return what a cycle expects of each kind, department by department; `version` 0 where it says nothing itself."""
    places = {each.id: place for place, each in enumerate(in_order(cycles.all_cycles(tx)))}
    stored = [each for each in expectations.all_expectations(tx) if places[each.cycle_id] <= places[cycle.id]]
    found = {name: replace(default, cycle_id=cycle.id) for name, default in default_expectations().items()}
    for each in sorted(stored, key=lambda each: places[each.cycle_id]):
        if each.kind in found:  # a kind that this version does not know stays stored
            found[each.kind] = each if each.cycle_id == cycle.id else _taken_over(each, cycle)
    return tuple(found.values())


def _taken_over(earlier: Expectation, cycle: Cycle) -> Expectation:
    return replace(earlier.carried(), cycle_id=cycle.id, version=0)


def set_expectation(store: Store, act: Act, wish: Expectation) -> Expectation:
    """Set what is expected of a kind from the cycle of `wish` on; the same a second time changes nothing.

    `version` is the one that was seen, 0 where the cycle had said nothing. Conflict when somebody else was first.
    """
    act.actor.require(Right.RUN)
    kind(wish.kind)
    with store.write() as w:
        cycle = cycles.get(w.tx, wish.cycle_id)
        known = expectations.of(w.tx, cycle.id, wish.kind)
        if known is not None and replace(known, version=wish.version) == wish:
            return known
        stored = expectations.change(w, wish) if wish.version else expectations.add(w, wish)
        said = {"kind": wish.kind, "wanted": wish.wanted, "excused": wish.excused, "due": str(wish.due or "")}
        log.append(w, act, "expectation_set", "cycle", cycle.id, said)
        w.announce("company")
    return stored
