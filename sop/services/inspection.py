"""What is in a file, said without storing anything: how it was understood, its totals, what is wrong or odd with it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sop.domain.errors import Fault, Question, Rejected, Undecided
from sop.domain.kinds import kind
from sop.language import _, say, sentence
from sop.services.loading import Answers, Delivery, Totals, read_delivery, recognise
from sop.services.references import check_references
from sop.storage import loads
from sop.storage.engine import Store

NOTHING = Totals(quantity=0, value=0, skus=0, months=0)


class Verdict(StrEnum):
    """Whether a file can be loaded: as it is, with something to know, after an answer, or not at all."""

    OK = "ok"
    WARNINGS = "warnings"
    QUESTION = "question"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, eq=False)
class Inspection:
    """A file as it was understood; `delivery` is what would be stored, None where it cannot be read."""

    kind: str  # empty where it is not known
    verdict: Verdict
    problems: tuple[Fault, ...]
    question: Question | None
    delivery: Delivery | None
    refusal: Rejected | None

    @property
    def totals(self) -> Totals:
        return self.delivery.totals if self.delivery else NOTHING


def inspect(
    store: Store | None, kind_name: str | None, source: Path | bytes, file_name: str, answers: Answers | None = None
) -> Inspection:
    """Read a file and look at it beside what was delivered already (nothing, without a store); NotFound for no file."""
    name = kind_name and kind(kind_name).name
    try:
        name = name or recognise(source, file_name, answers)
        delivery = read_delivery(name, source, file_name, answers)
        if store is not None:
            with store.read() as tx:
                check_references(tx, loads.current(tx), delivery.kind.name, delivery.rows)
    except Undecided as undecided:
        return Inspection(name or "", Verdict.QUESTION, (), undecided.question, None, None)
    except Rejected as rejected:
        return Inspection(name or "", Verdict.REJECTED, rejected.faults, None, None, rejected)
    reading = delivery.reading
    verdict = Verdict.WARNINGS if reading.notes else Verdict.OK
    if reading.question is not None:
        verdict = Verdict.QUESTION
    return Inspection(delivery.kind.name, verdict, reading.notes, reading.question, delivery, None)


def as_answer(found: Inspection) -> dict[str, Any]:
    """Return an inspection in the words of the command line's contract; sentences in the language spoken now."""
    reading = found.delivery.reading if found.delivery else None
    asked = [_asked(found.question)] if found.question else []
    return {
        "kind": found.kind or None,
        "layout": dict(reading.layout) if reading else None,
        "mapping": dict(reading.mapping) if reading else {},
        "unused": list(reading.unused) if reading else [],
        "rows": len(reading.rows) if reading else 0,
        "totals": asdict(found.totals),
        "verdict": found.verdict,
        "question": asked[0] if asked else None,
        "problems": [*asked, *map(_told, found.problems)],
    }


def _asked(question: Question) -> dict[str, Any]:
    return {
        "code": question.code,
        "where": {"sheet": None, "row": None, "column": None},
        "value": None,
        "message": say(question),
        "remedy": _("Choose one of the answers."),
        "choices": list(question.choices),
    }


def _told(fault: Fault) -> Mapping[str, Any]:
    return {
        "code": fault.code,
        "where": {"sheet": fault.sheet or None, "row": fault.row, "column": fault.column or None},
        "value": fault.value or None,
        "message": say(fault),
        "remedy": sentence(fault.remedy, fault.values),
    }


def sentences(found: Inspection) -> list[str]:
    """Return what a person reads on the command line: the refusal or the question, then each problem on a line."""
    lines = [say(found.refusal)] if found.refusal else []
    if found.question:
        lines.append(f"{found.question.code}: {say(found.question)} ({', '.join(found.question.choices)})")
    return lines + [_line(fault) for fault in found.problems]


def _line(fault: Fault) -> str:
    row = _("row {row}").format(row=fault.row) if fault.row else ""
    where = ", ".join(part for part in (fault.sheet, row, fault.column, fault.value) if part)
    told = f"{say(fault)} {sentence(fault.remedy, fault.values)}"
    return f"{where}: {told}" if where else told
