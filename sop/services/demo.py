"""The demo company: into an empty database with one call, and out of it with a backup kept."""

from collections.abc import Mapping
from pathlib import Path

from sop.domain.kinds import KINDS
from sop.domain.people import Act, Right
from sop.services.demo_deliveries import PRESENT, act_of
from sop.services.loading import Delivery, put, read_delivery, take_snapshot
from sop.storage import blobs, loads, maintenance
from sop.storage.engine import Store

FILES = Path(__file__).parents[2] / "data" / "demo"
DESCRIBING = ("people", "items", "materials_suppliers", "capacity")  # first: who delivers, and what other files name


def fill(store: Store, home: Path, act: Act) -> None:
    """Load every file of Casa Verde as demo data, list its people and take a snapshot; twice changes nothing.

    All in one transaction: a server killed half way leaves an empty database. Refused over a company's own data.
    """
    act.actor.require(Right.RUN)
    order = (*DESCRIBING, *(name for name in KINDS if name not in DESCRIBING))
    files = {name: FILES / f"{name}.csv" for name in order}
    deliveries = news(store, {name: file for name, file in files.items() if file.is_file()})
    with store.write() as w:
        for delivery in deliveries:
            put(w, home, act_of(w.tx, act, PRESENT, delivery.kind.name), delivery, is_demo=True)
        take_snapshot(w, act)


def news(store: Store, files: Mapping[str, Path | bytes]) -> list[Delivery]:
    """Read the demo's files by kind, apart from those that stand loaded already."""
    with store.read() as tx:
        standing = {kind: load.sha256 for kind, load in loads.current(tx).items() if load.is_demo}
    return [
        read_delivery(kind, file, f"{kind}.csv")
        for kind, file in files.items()
        if standing.get(kind) != blobs.digest(file)
    ]


def empty_company(store: Store, home: Path, act: Act) -> Path:
    """Take a backup, then empty the company; return where the backup lies.

    Who is logged in stays listed and logged in. The original files stay in the folder of blobs.
    """
    act.actor.require(Right.RUN)
    kept = maintenance.backup(store.url, home, home / "backups" / f"before-emptying-{act.now:%Y%m%dT%H%M%S}.zip")
    with store.write() as w:
        loads.wipe_company(w, act)
        w.announce("company")
    return kept
