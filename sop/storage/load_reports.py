"""What reading the file of a load said; written with the load, never changed."""

from collections.abc import Collection

from sqlalchemy import insert, select

from sop.domain.quality import LoadReport
from sop.storage import readiness_tables
from sop.storage.engine import Connection, Writing

_reports = readiness_tables.load_reports


def add(w: Writing, report: LoadReport) -> None:
    """Store the report of a load."""
    values = {"load_id": report.load_id, "verdict": report.verdict, "problems": dict(report.problems)}
    w.tx.execute(insert(_reports).values(**values))


def of_loads(tx: Connection, load_ids: Collection[str]) -> dict[str, LoadReport]:
    """Return by load what was reported; loads from before reports were kept have none."""
    wanted = select(_reports).where(_reports.c.load_id.in_(load_ids))
    return {row.load_id: LoadReport(row.load_id, row.verdict, row.problems) for row in tx.execute(wanted)}
