"""What is in a file, said without storing anything: how it was understood, its totals, what is wrong or odd with it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sop.domain.differences import Difference
from sop.domain.errors import Fault, Question, Rejected, Undecided, Unmapped
from sop.domain.kinds import kind
from sop.intake.mapping import Guess
from sop.language import _, say, sentence
from sop.services.beside import stand_beside
from sop.services.differences import difference_to, sentences_of
from sop.services.incoming import Answers, Delivery, Totals, prepare, read_delivery, recognise
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
    questions: tuple[Question, ...]  # every one that is open, the most fundamental first
    delivery: Delivery | None
    refusal: Rejected | None
    difference: Difference | None = None  # to the load of this kind that stands; None before the first

    @property
    def question(self) -> Question | None:
        """Return the question that is to be answered first."""
        return self.questions[0] if self.questions else None

    @property
    def totals(self) -> Totals:
        return self.delivery.totals if self.delivery else NOTHING


def inspect(
    store: Store | None,
    kind_name: str | None,
    source: Path | bytes,
    file_name: str,
    answers: Answers | None = None,
    *,
    mapping: Mapping[str, str] | None = None,
    mapping_name: str = "",
) -> Inspection:
    """Read a file and look at it beside what was delivered already (nothing, without a store).

    `mapping`: our column -> the file's, as chosen now; `mapping_name`: of a kept one. NotFound for no file or mapping.
    """
    name = kind_name and kind(kind_name).name
    try:
        name = name or recognise(source, file_name, answers, store)
        if store is None:
            delivery = read_delivery(name, source, file_name, answers, mapping=mapping)
        else:
            delivery = prepare(store, name, source, file_name, answers, mapping=mapping, mapping_name=mapping_name)
    except Undecided as undecided:
        return Inspection(name or "", Verdict.QUESTION, undecided.faults, (undecided.question,), None, None)
    except Rejected as rejected:
        return Inspection(name or "", Verdict.REJECTED, rejected.faults, (), None, rejected)
    return _found(store, delivery)


def _found(store: Store | None, delivery: Delivery) -> Inspection:
    verdict = Verdict.WARNINGS if delivery.notes else Verdict.OK
    if delivery.questions:
        verdict = Verdict.QUESTION
    difference = None
    if store is not None:
        with store.read() as tx:
            difference = difference_to(stand_beside(tx), delivery)
    return Inspection(delivery.kind.name, verdict, delivery.notes, delivery.questions, delivery, None, difference)


def as_answer(found: Inspection) -> dict[str, Any]:
    """Return an inspection in the words of the command line's contract; sentences in the language spoken now."""
    reading = found.delivery.reading if found.delivery else None
    kept = found.delivery.applied.mapping if found.delivery else None
    asked = [_asked(question) for question in found.questions]
    return {
        "kind": found.kind or None,
        "layout": dict(reading.layout) if reading else None,
        "mapping": dict(reading.mapping) if reading else {},
        "guesses": [asdict(guess) for guess in _guesses(found)],
        "kept_mapping": kept.name if kept else None,
        "unused": list(reading.unused) if reading else [],
        "rows": len(found.delivery.rows) if found.delivery else 0,
        "totals": asdict(found.totals),
        "by_status": dict(found.delivery.by_status) if found.delivery else {},
        "verdict": found.verdict,
        "question": asked[0] if asked else None,
        "questions": asked,
        "problems": [*asked, *map(_told, found.problems)],
        "difference": found.difference.as_facts() if found.difference else None,
    }


def _guesses(found: Inspection) -> tuple[Guess, ...]:
    """Return where each of our columns comes from, also in a file that lacks one that is needed."""
    if found.delivery is not None:
        return found.delivery.reading.guesses
    return found.refusal.guesses if isinstance(found.refusal, Unmapped) else ()


def _asked(question: Question) -> dict[str, Any]:
    return {
        "code": question.code,
        "where": {"sheet": None, "row": None, "column": None},
        "value": None,
        "message": say(question),
        "remedy": _("Choose one of the answers."),
        "choices": list(question.choices),
        "gives": {choice: {"quantity": sums[0], "value": sums[1]} for choice, sums in question.gives.items()},
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
    """Return what a person reads on the command line: the refusal or the questions, each problem, the difference."""
    lines = [say(found.refusal)] if found.refusal else []
    lines += [f"{each.code}: {say(each)} ({', '.join(each.choices)})" for each in found.questions]
    lines += [_line(fault) for fault in found.problems]
    return lines + (sentences_of(found.difference) if found.difference else [])


def _line(fault: Fault) -> str:
    row = _("row {row}").format(row=fault.row) if fault.row else ""
    where = ", ".join(part for part in (fault.sheet, row, fault.column, fault.value) if part)
    told = f"{say(fault)} {sentence(fault.remedy, fault.values)}"
    return f"{where}: {told}" if where else told
