"""Stage 1: a file comes in whole or not at all; the loads that stand make a snapshot."""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from sop.domain.errors import Invalid, Refused
from sop.domain.ids import new_id
from sop.domain.loads import Load, Snapshot
from sop.domain.people import Act, Actor, Function, Person, Right, Role
from sop.domain.quality import LoadReport
from sop.intake.headers import ONE_PLANT
from sop.language import N_
from sop.services.beside import stand_beside
from sop.services.incoming import Answers, Delivery, Totals, looked_at, prepare, read_delivery, totals_of, undecided
from sop.storage import blobs, cycles, freezes, load_reports, loads, log, people, snapshots
from sop.storage.engine import Store, Writing

__all__ = ["Answers", "Delivery", "Totals", "read_delivery", "totals_of"]  # beside what is defined here

BY_HAND = N_("entered by hand")  # stands for the name of a file, translated where it is shown
MOST_HOURS = 1e6  # of one resource in a month


def load_file(
    store: Store,
    home: Path,
    act: Act,
    kind_name: str,
    source: Path | bytes,
    file_name: str,
    answers: Answers | None = None,
    *,
    mapping: Mapping[str, str] | None = None,
    mapping_name: str = "",
) -> tuple[Load, Totals]:
    """Store a file as one load of its kind; the same file a second time changes nothing and returns the first load.

    Raises Rejected with every fault of the file, Undecided where a question has no answer, Refused over the demo company.
    """
    delivery = prepare(store, kind_name, source, file_name, answers, mapping=mapping, mapping_name=mapping_name)
    return load_delivery(store, home, act, delivery), delivery.totals


def load_delivery(store: Store, home: Path, act: Act, delivery: Delivery, told: loads.Told = loads.unheard) -> Load:
    """Store a file that was read already; see `load_file`. `told` hears how many rows are stored so far."""
    require_right(act.actor, delivery.kind.name)
    with store.write() as w:
        load = put(w, home, act, delivery, is_demo=False, told=told)
        _follow(w, act)
    return load


def require_right(actor: Actor, kind_name: str) -> None:
    """Raise NotAllowed for whoever may not load this kind: whoever lists people says who is facilitator."""
    actor.require(Right.RUN if kind_name == "people" else Right.CAPTURE)


def enter_hours(store: Store, home: Path, act: Act, hours: Mapping[tuple[str, str], float]) -> Load:
    """Store the hours a month of resources, (plant, resource) -> hours, as the capacity of every month."""
    if not all(0 <= each <= MOST_HOURS for each in hours.values()) or not any(hours.values()):
        raise Invalid("Enter the hours a month that each work centre can work, at least one above 0.")
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(("plant", "resource", "resource_kind", "month", "hours"))
    lines.writerows((plant or ONE_PLANT, name, "line", "", each) for (plant, name), each in hours.items())
    return load_file(store, home, act, "capacity", text.getvalue().encode(), BY_HAND)[0]


def original_of(store: Store, home: Path, actor: Actor, load_id: str) -> tuple[str, bytes]:
    """Return the name and the content of the file of a load, as it came; NotFound where it is not kept any more."""
    with store.read() as tx:
        load = loads.get(tx, load_id)
    require_right(actor, load.kind)
    return load.file_name, blobs.read(home, load.sha256)


def undo_load(store: Store, act: Act, load_id: str) -> Load:
    """Take a load back; the one before it of its kind stands again. Refused while a frozen snapshot uses it."""
    act.actor.require(Right.CAPTURE)
    with store.write() as w:
        loads.one_at_a_time(w)
        load = loads.get(w.tx, load_id)
        require_right(act.actor, load.kind)
        if not load.withdrawn:
            loads.withdraw(w, load_id)
            log.append(w, act, "load_withdrawn", "load", load_id, {"kind": load.kind})
            w.announce("company")
            _follow(w, act)
    return load


def put(
    w: Writing, home: Path, act: Act, delivery: Delivery, *, is_demo: bool, told: loads.Told = loads.unheard
) -> Load:
    """Store a delivery in a transaction that is open; return the standing load if it is the same file.

    It is looked at once more where other loads stand by now than when it was read.
    """
    loads.one_at_a_time(w)
    beside = stand_beside(w.tx)
    _refuse_mixture(beside.loads, is_demo=is_demo)
    delivery = looked_at(beside, delivery)
    if delivery.questions:
        raise undecided(delivery.questions[0])
    sha256 = blobs.keep(home, delivery.source)
    before = beside.loads.get(delivery.kind.name)
    if before is not None and before.sha256 == sha256 and _same_rows(w, before, delivery.rows):
        return before
    load = loads.add(w, _load(act, delivery, sha256, is_demo=is_demo), delivery.rows, told)
    load_reports.add(w, _report(load, delivery))
    if delivery.kind.name == "people":
        _list_people(w, act, load, delivery.rows)
    log.append(w, act, "file_loaded", "load", load.id, {"kind": load.kind, "rows": load.rows})
    w.announce("company")
    return load


def _report(load: Load, delivery: Delivery) -> LoadReport:
    """Return what was said of the file, for the quality of the delivery."""
    problems: Counter[str] = Counter()
    for note in delivery.notes:
        problems[note.code] += int(note.values.get("rows", 1))  # one note may stand for many rows
    return LoadReport(load.id, "warnings" if problems else "ok", problems)


def _same_rows(w: Writing, before: Load, rows: pd.DataFrame) -> bool:
    """Return whether a load holds these rows; the same file answered in another way does not."""
    return loads.rows(w.tx, before.kind, before.id).equals(rows.reset_index(drop=True))


def _refuse_mixture(standing: Mapping[str, Load], *, is_demo: bool) -> None:
    if any(load.is_demo != is_demo for load in standing.values()):
        if is_demo:
            raise Refused("This database holds data of your own. Empty it first; a backup is made before.")
        raise Refused("This database holds the demo company. Empty it first; a backup is made before.")


def _load(act: Act, delivery: Delivery, sha256: str, *, is_demo: bool) -> Load:
    return Load(
        id=new_id(),
        kind=delivery.kind.name,
        file_name=delivery.file_name,
        sha256=sha256,
        rows=len(delivery.rows),
        loaded_by=act.actor.person_id,
        loaded_at=act.now,
        is_demo=is_demo,
    )


def _list_people(w: Writing, act: Act, load: Load, rows: pd.DataFrame) -> None:
    """List the people of a file; somebody listed by the same name already stays as they are."""
    listed = {person.name for person in people.all_people(w.tx)}
    for row, line in zip(rows.index, rows.to_dict("records"), strict=True):
        if line["name"] not in listed:
            person = Person(
                id=new_id(),
                name=str(line["name"]),
                function=Function(line["function"]),
                role=Role(line["role"]),
                language=str(line["language"]),
                email=str(line["email"]),
            )
            people.add(w, person, f"{load.id}/{row}")
            log.append(w, act, "person_listed", "person", person.id, {})


def take_snapshot(w: Writing, act: Act) -> Snapshot:
    """Name the loads that stand now; the latest snapshot if it has the same ones. Refused while nothing was loaded."""
    loads.one_at_a_time(w)  # a load that is taken back right now is in no snapshot
    standing = tuple(sorted((name, load.id) for name, load in loads.current(w.tx).items()))
    if not standing:
        raise Refused("There is nothing to take a snapshot of. Load a file first.")
    latest = snapshots.latest(w.tx)
    if latest is not None and latest.loads == standing:
        return latest
    snapshot = snapshots.add(w, Snapshot(new_id(), latest.number + 1 if latest else 1, standing, act.now))
    log.append(
        w, act, "snapshot_taken", "snapshot", snapshot.id, {"number": snapshot.number, "digest": snapshot.digest}
    )
    w.announce("company")
    return snapshot


def _follow(w: Writing, act: Act) -> None:
    """Let the open cycle plan with the loads that stand now, unless its data was frozen."""
    cycle = cycles.latest(w.tx)
    if cycle is None or not loads.current(w.tx):
        return
    if not freezes.holds(w.tx, cycle):
        give_to_cycle(w, take_snapshot(w, act))


def give_to_cycle(w: Writing, snapshot: Snapshot) -> None:
    """Let the open cycle plan with a snapshot."""
    cycle = cycles.latest(w.tx)
    if cycle is not None and cycle.snapshot_id != snapshot.id:
        cycles.change(w, replace(cycle, snapshot_id=snapshot.id))
        w.announce(f"cycle/{cycle.id}")
