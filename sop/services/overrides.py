"""Layers on top of the baseline: who changed which months by how much, and why."""

from sop.domain.calendar import MonthRange
from sop.domain.demand import Override
from sop.domain.errors import NotAllowed
from sop.domain.ids import new_id
from sop.domain.people import Act, Right, Role
from sop.storage import log, overrides
from sop.storage.engine import Store


def add_override(
    store: Store, act: Act, cycle_id: str, *, family: str, sku: str, region: str, months: MonthRange, change: float,
    in_percent: bool, reason: str,
) -> Override:  # fmt: skip
    """Lay a change on the demand plan; a second click with the same token is the same row."""
    act.actor.require(Right.TRY)
    wish = Override(
        new_id(),
        cycle_id,
        family,
        sku,
        region,
        months,
        change,
        in_percent,
        reason.strip(),
        act.actor.person_id,
        act.now,
    )
    with store.write() as w:
        stored, is_new = overrides.add(w, wish, act.token)
        if is_new:
            log.append(
                w, act, "override_added", "override", stored.id, {"family": family, "sku": sku, "change": change}
            )
            w.announce(f"cycle/{cycle_id}")
    return stored


def withdraw_override(store: Store, act: Act, override: Override) -> Override:
    """Take a layer off again: its author, or the facilitator; the log keeps both."""
    act.actor.require(Right.TRY)
    with store.write() as w:
        authors = {standing.author_id for standing in overrides.by_ids(w.tx, [override.id])}
        if act.actor.role is not Role.FACILITATOR and act.actor.person_id not in authors:
            raise NotAllowed("This change was made by somebody else. Ask them, or the facilitator, to take it back.")
        withdrawn = overrides.withdraw(w, override.id, override.version)
        log.append(w, act, "override_withdrawn", "override", override.id, {})
        w.announce(f"cycle/{override.cycle_id}")
    return withdrawn
