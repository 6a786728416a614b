"""Operations sign the supply plan: who, when, and which plan; another plan since then says so."""

from dataclasses import dataclass
from datetime import datetime

from sop.domain.errors import Conflict, NotAllowed
from sop.domain.people import Act, Actor, Function, Role
from sop.services.board import Board
from sop.services.what_if import refuse_preview
from sop.storage import log, people, settings
from sop.storage.engine import Connection, Store

OPERATIONS = frozenset({Function.PRODUCTION, Function.LOGISTICS, Function.PURCHASING})


@dataclass(frozen=True, slots=True)
class SignOff:
    """A signature under a supply plan: name (empty for who is not listed any more), when, and under what."""

    name: str
    at: datetime
    digest: str
    scenario_id: str
    scenario_name: str

    def is_of(self, digest: str) -> bool:
        """Return whether it stands under this very plan."""
        return self.digest == digest


def may_sign(actor: Actor) -> bool:
    """Return whether this person signs for operations: their functions, or the facilitator for them."""
    return actor.role is Role.FACILITATOR or (actor.role is Role.PARTICIPANT and actor.function in OPERATIONS)


def signed(tx: Connection, cycle_id: str) -> SignOff | None:
    """Return the last signature of a cycle, None before there is one."""
    found = settings.get(tx, _key(cycle_id))
    if found is None:
        return None
    names = {person.id: person.name for person in people.all_people(tx)}
    at = datetime.fromisoformat(found["at"])
    return SignOff(names.get(found["by"], ""), at, found["digest"], found["scenario"], found["scenario_name"])


def sign(store: Store, act: Act, cycle_id: str, board: Board, seen: str) -> None:
    """Sign the plan of a board; Conflict when it is not the one that was seen. Signing it twice changes nothing."""
    if not may_sign(act.actor):
        raise NotAllowed("The supply plan is signed by production, logistics or purchasing, or by the facilitator.")
    refuse_preview(seen)
    if board.outcome.key.digest != seen:
        raise Conflict("The plan changed while you looked. Look at the figures again, then sign it.")
    with store.write() as w:
        standing = settings.get(w.tx, _key(cycle_id))
        if standing is not None and standing["digest"] == seen and standing["by"] == act.actor.person_id:
            return
        said = {
            "by": act.actor.person_id,
            "at": act.now.isoformat(),
            "digest": seen,
            "scenario": board.scenario.id,
            "scenario_name": board.scenario.name,
        }
        settings.put(w, _key(cycle_id), said)
        log.append(w, act, "supply_signed", "cycle", cycle_id, {"digest": seen, "scenario": board.scenario.id})
        w.announce(f"cycle/{cycle_id}")


def _key(cycle_id: str) -> str:
    return f"supply_signed/{cycle_id}"
