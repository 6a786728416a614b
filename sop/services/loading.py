"""Stage 1: a file comes in whole or not at all; the loads that stand make a snapshot."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

import pandas as pd

from sop.domain.errors import NotFound, Refused
from sop.domain.ids import new_id
from sop.domain.kinds import Kind, kind
from sop.domain.loads import Load, Snapshot
from sop.domain.people import Act, Function, Person, Right, Role
from sop.intake.template import content_of, read_template
from sop.services.references import check_references
from sop.storage import blobs, loads, log, people, snapshots
from sop.storage.engine import Store, Writing

LONGEST_FILE_NAME = 120
_QUANTITIES = ("quantity", "hours")
_VALUES = ("revenue",)
_SKUS = ("sku", "parent_sku")


@dataclass(frozen=True, slots=True)
class Totals:
    """Control totals of a delivery, summed exactly: units or hours, money, how many SKUs and months; 0 where it has none."""

    quantity: float
    value: float
    skus: int
    months: int


@dataclass(frozen=True, slots=True, eq=False)
class Delivery:
    """A file that was read and found in order, not stored yet."""

    kind: Kind
    file_name: str
    content: bytes
    rows: pd.DataFrame


def load_file(
    store: Store, home: Path, act: Act, kind_name: str, source: Path | bytes, file_name: str
) -> tuple[Load, Totals]:
    """Store a file as one load of its kind; the same file a second time changes nothing and returns the first load.

    Raises Rejected with every fault of the file, Refused over the demo company.
    """
    act.actor.require(_right_for(kind_name))
    delivery = read_delivery(kind_name, source, file_name)
    with store.write() as w:
        return put(w, home, act, delivery, is_demo=False), totals_of(delivery.rows)


def _right_for(kind_name: str) -> Right:
    """Return what loading takes: whoever lists people says who is facilitator."""
    return Right.RUN if kind_name == "people" else Right.CAPTURE


def read_delivery(kind_name: str, source: Path | bytes, file_name: str) -> Delivery:
    """Read a file in template form; Rejected with every fault, NotFound where there is no such kind or file."""
    described = kind(kind_name)
    if isinstance(source, Path) and not source.is_file():
        raise NotFound("There is no file {name}.", name=source.name)
    content = content_of(source)
    name = PureWindowsPath(file_name).name[-LONGEST_FILE_NAME:] or f"{kind_name}.csv"
    return Delivery(described, name, content, read_template(described, content))


def put(w: Writing, home: Path, act: Act, delivery: Delivery, *, is_demo: bool) -> Load:
    """Store a delivery in a transaction that is open; return the standing load if it is the same file."""
    standing = loads.current(w.tx)
    _refuse_mixture(standing, is_demo=is_demo)
    check_references(w.tx, standing, delivery.kind.name, delivery.rows)
    sha256 = blobs.keep(home, delivery.content)
    before = standing.get(delivery.kind.name)
    if before is not None and before.sha256 == sha256:
        return before
    load = loads.add(w, _load(act, delivery, sha256, is_demo=is_demo), delivery.rows)
    if delivery.kind.name == "people":
        _list_people(w, act, load, delivery.rows)
    log.append(w, act, "file_loaded", "load", load.id, {"kind": load.kind, "rows": load.rows})
    w.announce("company")
    return load


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


def totals_of(rows: pd.DataFrame) -> Totals:
    """Return the control totals of rows in the columns of their kind."""
    return Totals(
        quantity=_sum(rows, _QUANTITIES),
        value=_sum(rows, _VALUES),
        skus=_count(rows, _SKUS),
        months=_count(rows, ("month",)),
    )


def _sum(rows: pd.DataFrame, names: tuple[str, ...]) -> float:
    return sum(math.fsum(rows[name]) for name in names if name in rows)


def _count(rows: pd.DataFrame, names: tuple[str, ...]) -> int:
    return sum(rows[name].nunique() for name in names if name in rows)


def take_snapshot(w: Writing, act: Act) -> Snapshot:
    """Name the loads that stand now; the latest snapshot if it has the same ones. Refused while nothing was loaded."""
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
