"""A file on its way in: read as one kind, converted by the company's tables, looked at beside the rest. Nothing is stored."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PureWindowsPath

import pandas as pd

from sop.domain.errors import Fault, NotFound, Question, Undecided
from sop.domain.kinds import KINDS, Kind, kind
from sop.intake.content import refuse_large
from sop.intake.conversion import Tables
from sop.intake.faults import Faults
from sop.intake.reading import Reading, kinds_fitting, read_file
from sop.services.beside import Beside, conversion_tables, stand_beside
from sop.services.checks import Checked, check
from sop.services.kept_mappings import NOT_KEPT, Applied, applied_to, guessed_by, kept_kind
from sop.services.sums import sums_of
from sop.storage.engine import Store

LONGEST_FILE_NAME = 120
_SKUS = ("sku", "parent_sku")
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Totals:
    """Control totals of a delivery, summed exactly: units or hours, money, how many SKUs and months; 0 where it has none."""

    quantity: float
    value: float
    skus: int
    months: int


@dataclass(frozen=True, slots=True, eq=False)
class Delivery:
    """A file that was read and found in order, not stored yet; without a company beside it, as it was read."""

    file_name: str
    source: Path | bytes
    reading: Reading
    answers: Answers = field(default_factory=dict)  # those of a kept mapping included
    applied: Applied = NOT_KEPT
    checked: Checked | None = None

    @property
    def kind(self) -> Kind:
        return self.reading.kind

    @property
    def rows(self) -> pd.DataFrame:
        return self.checked.rows if self.checked else self.reading.rows

    @property
    def notes(self) -> tuple[Fault, ...]:
        return self.applied.notes + (self.checked.notes if self.checked else self.reading.notes)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return what is still open, the most fundamental first."""
        return self.reading.questions + (self.checked.questions if self.checked else ())

    @property
    def totals(self) -> Totals:
        return totals_of(self.rows)

    @property
    def by_status(self) -> Mapping[str, float]:
        """Return stock by status, summed exactly; nothing of a kind without."""
        if "status" not in self.rows:
            return {}
        return {str(status): math.fsum(of) for status, of in self.rows.groupby("status")["quantity"]}


def read_delivery(
    kind_name: str | None,
    source: Path | bytes,
    file_name: str,
    answers: Answers | None = None,
    *,
    mapping: Mapping[str, str] | None = None,
    known: Tables | None = None,
) -> Delivery:
    """Read a file, as the kind that its columns tell where none is named; nothing is stored.

    Raises Rejected with every fault, Undecided where its columns fit several kinds, NotFound where there is no such kind
    or file.
    """
    described = kind(kind_name) if kind_name else None
    answers = answers or {}
    _check(source)
    described = described or _recognised(source, file_name, answers)
    name = PureWindowsPath(file_name).name[-LONGEST_FILE_NAME:] or f"{described.name}.csv"
    reading = read_file(described, source, answers, file_name=file_name, mapping=mapping, known=known)
    return Delivery(name, source, reading, answers)


def prepare(
    store: Store,
    kind_name: str | None,
    source: Path | bytes,
    file_name: str,
    answers: Answers | None = None,
    *,
    mapping: Mapping[str, str] | None = None,
    mapping_name: str = "",
) -> Delivery:
    """Read a file for a company: by its kept mappings and tables, looked at beside its other deliveries.

    `mapping`: our column -> the file's, as a person chose it now. `mapping_name`: that of a kept one; without it, the kept
    mapping whose files had the same columns is applied by itself. Raises what `read_delivery` does, NotFound where no
    mapping of that name was kept.
    """
    described = kind(kind_name) if kind_name else None
    _check(source)
    described = described or _recognised(source, file_name, answers or {}, store)
    with store.read() as tx:
        known = conversion_tables(stand_beside(tx))
        applied = applied_to(tx, described, source, file_name, mapping_name)
    given = {**applied.answers, **(answers or {})}
    chosen = {**applied.columns, **(mapping or {})} or None
    delivery = read_delivery(described.name, source, file_name, given, mapping=chosen, known=known)
    reading = replace(delivery.reading, guesses=guessed_by(applied, delivery.reading.guesses, mapping or {}))
    with store.read() as tx:
        return looked_at(stand_beside(tx), replace(delivery, reading=reading, applied=applied))


def looked_at(beside: Beside, delivery: Delivery) -> Delivery:
    """Return a delivery looked at beside what stands now; the same one where nothing else came since it was."""
    if delivery.checked is not None and delivery.checked.standing == beside.standing:
        return delivery
    return replace(delivery, checked=check(beside, delivery.reading, delivery.answers))


def undecided(question: Question) -> Undecided:
    """Return the refusal of a file with an open question."""
    return Undecided("The file can be read in more than one way. Say which; nothing was stored yet.", question)


def recognise(source: Path | bytes, file_name: str, answers: Answers | None = None, store: Store | None = None) -> str:
    """Return the kind that the columns of a file were kept for in the company's store, else the one that they tell.

    Undecided where they fit several, Rejected where none.
    """
    _check(source)
    return _recognised(source, file_name, answers or {}, store).name


def _check(source: Path | bytes) -> None:
    if isinstance(source, Path) and not source.is_file():
        raise NotFound("There is no file {name}.", name=source.name)
    refuse_large(source)


def _recognised(source: Path | bytes, file_name: str, answers: Answers, store: Store | None = None) -> Kind:
    fitting = kinds_fitting(source, file_name, answers)
    if answers.get("kind") in {each.name for each in fitting}:
        return kind(answers["kind"])
    if store is not None:
        with store.read() as tx:  # what a person said of such files goes before what their columns seem to tell
            kept = kept_kind(tx, tuple(KINDS.values()), source, file_name)
        if kept is not None:
            return kept
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        choices = tuple(each.name for each in fitting)
        raise undecided(
            Question("kind", message="The columns fit several kinds of file. Which one is it?", choices=choices)
        )
    faults = Faults()
    faults.add(
        "kind_unknown",
        message="The columns are not those of any kind of file.",
        remedy="Say what the file holds, or name its columns as in a template.",
        row=1,
    )
    faults.stop()
    raise AssertionError("a fault stops")


def totals_of(rows: pd.DataFrame) -> Totals:
    """Return the control totals of rows in the columns of their kind."""
    quantity, value = sums_of(rows)
    return Totals(quantity, value, skus=_count(rows, _SKUS), months=_count(rows, ("month",)))


def _count(rows: pd.DataFrame, names: tuple[str, ...]) -> int:
    return sum(rows[name].nunique() for name in names if name in rows)
