"""What one delivery says about another: names that nobody described, written otherwise, or short of their zeros.

The same name in another spelling is taken as the known one, and said. What is unknown keeps the file out; where it is a
small part of the rows, the file may come in without them or under the names that are suggested, if somebody says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from sop.domain.errors import Question
from sop.domain.kinds import Kind
from sop.intake.faults import Faults
from sop.services.beside import Beside
from sop.services.names import Meant, meant, spelled_alike
from sop.services.sums import added_up, sums_of

ITEM, PART, FAMILY, RESOURCE = "item", "part", "family", "resource"
NAMED: dict[str, dict[str, str]] = {
    "items": {"like_sku": ITEM},
    "sales_history": {"sku": ITEM},
    "inventory": {"sku": PART},
    "routings": {"sku": ITEM, "resource": RESOURCE},
    "costs": {"sku": ITEM},
    "prices": {"sku": ITEM},
    "budget": {"family": FAMILY},
    "production_orders": {"sku": ITEM},
    "open_orders": {"sku": ITEM},
    "open_purchases": {"sku": PART},
    "production_history": {"sku": PART},
    "stock_history": {"sku": PART},
    "forecasts": {"sku": ITEM},
    "market_studies": {"family": FAMILY},
    "staffing": {"staff_group": RESOURCE},
    "unit_conversions": {"sku": PART},
    "bom": {"parent_sku": PART, "component_sku": PART},
    "projects": {"sku": ITEM, "family": FAMILY, "resource": RESOURCE},
}
SPELT: dict[str, tuple[str, ...]] = {  # names that nobody describes, and the kinds in which they are written
    "family": ("items",),
    "region": ("sales_history", "prices", "budget", "customers", "forecasts", "open_orders"),
    "customer_class": ("customers", "sales_history", "open_orders"),
    "plant": ("capacity", "routings", "costs"),
    "location": ("inventory", "stock_history"),
    "supplier": ("materials_suppliers", "open_purchases"),
    "source": ("forecasts", "market_studies"),
}
FEW = 0.2  # share of the rows that may be left out
MAY_LACK_ROWS = frozenset(
    {"sales_history", "inventory", "prices", "costs", "open_orders", "open_purchases", "production_history"}
    | {"production_orders", "stock_history", "forecasts"}
)
ZEROS, UNKNOWN = "leading_zeros", "unknown_sku"
AS_KNOWN, AS_WRITTEN = "as_known", "as_written"
SUGGESTED, LEAVE_OUT, REFUSE = "suggested", "leave_out", "refuse"


@dataclass(slots=True, eq=False)
class Comparison:
    """The rows of a delivery as their names are compared with what is known; `rows` is replaced, never changed."""

    kind: Kind
    rows: pd.DataFrame
    answers: Mapping[str, str]
    notes: Faults
    faults: Faults
    questions: list[Question]

    def ask(self, question: Question) -> None:
        """Ask once, however many columns give reason to."""
        if question.code not in {each.code for each in self.questions}:
            self.questions.append(question)

    def rename(self, column: str, names: Mapping[str, str]) -> None:
        """Write other names in a column."""
        if names:
            every = {name: names.get(name, name) for name in self.rows[column].unique()}
            self.rows = self.rows.assign(**{column: self.rows[column].map(every).astype("str")})

    def first_rows(self, column: str, names: Mapping[str, str] | tuple[str, ...]) -> dict[str, int]:
        """Return for each of the names the first row in which it stands."""
        here = self.rows[column]
        first = here[here.isin(list(names))].drop_duplicates()
        return {str(name): int(str(row)) for row, name in first.items()}


def compare(beside: Beside, compared: Comparison) -> None:
    """Compare every name of the rows with what the other deliveries say; nothing is said before there are items."""
    before = len(compared.rows)
    renamed = compared.rows
    for column, registry in NAMED.get(compared.kind.name, {}).items():
        known = _known(beside, compared, registry)
        if known is not None:
            _compare_described(compared, column, registry, known)
    for column in _spelt(compared.kind):
        _unify(compared, column, _written(beside, column))
    if len(compared.rows) and compared.rows is not renamed:
        compared.rows = added_up(compared.kind, compared.rows, compared.notes, compared.faults)
    assert len(compared.rows) <= before, "rows are renamed, left out or added up"


def _spelt(kind: Kind) -> list[str]:
    described = NAMED.get(kind.name, {})
    return [column.name for column in kind.columns if column.name in SPELT and column.name not in described]


def _known(beside: Beside, compared: Comparison, registry: str) -> frozenset[str] | None:
    """Return the names that deliveries describe, the rows themselves in place of what stands of their kind."""

    def column(of: str, name: str) -> frozenset[str] | None:
        if of == compared.kind.name:
            return frozenset(compared.rows[name])
        return beside.names(of, name) if beside.has(of) else None

    if registry == FAMILY:
        return column("items", "family")
    if registry == RESOURCE:
        return column("capacity", "resource")
    items = column("items", "sku")
    if registry == ITEM or items is None:
        return items
    return items | (column("materials_suppliers", "sku") or frozenset()) | (column("bom", "parent_sku") or frozenset())


def _written(beside: Beside, column: str) -> frozenset[str]:
    return frozenset[str]().union(*(beside.names(kind, column) for kind in SPELT[column])) - {""}


def _unify(compared: Comparison, column: str, known: frozenset[str]) -> None:
    """Write names that nobody describes in one spelling: the one of the other deliveries, else the most frequent."""
    counts = {str(name): int(count) for name, count in compared.rows[column].value_counts().items() if name}
    names = spelled_alike(counts, known)
    _note_same(compared, column, names)
    compared.rename(column, names)


def _note_same(compared: Comparison, column: str, names: Mapping[str, str]) -> None:
    for name, row in compared.first_rows(column, names).items():
        compared.notes.add(
            "same_name",
            message="This name is written otherwise elsewhere; it is taken as {name}.",
            remedy="Nothing needs to be done if they are the same.",
            row=row,
            column=column,
            value=name,
            name=names[name],
        )


def _compare_described(compared: Comparison, column: str, registry: str, known: frozenset[str]) -> None:
    strange = [str(name) for name in compared.rows[column].unique() if name and name not in known]
    if not strange:
        return
    found = meant(strange, known - {""})
    _note_same(compared, column, found.same)
    compared.rename(column, found.same)
    if found.zeros:
        found = _settle_zeros(compared, column, found)
    _settle_unknown(compared, column, registry, found)


def _settle_zeros(compared: Comparison, column: str, found: Meant) -> Meant:
    """Take codes that lost their zeros as the known ones, or ask; as written, they are names that nobody described."""
    choice = compared.answers.get(ZEROS)
    if choice == AS_WRITTEN:
        return Meant(near=found.near, unknown=(*found.zeros, *found.unknown))
    for name, row in compared.first_rows(column, found.zeros).items():
        compared.notes.add(
            ZEROS,
            message="This code lost its zeros at the front, or has some too many: {name} is known.",
            remedy="Have codes written as text where the file is made.",
            row=row,
            column=column,
            value=name,
            name=found.zeros[name],
        )
    if choice == AS_KNOWN:
        compared.rename(column, found.zeros)
        return found
    written, known = next(iter(found.zeros.items()))
    compared.ask(
        Question(
            ZEROS,
            message="Codes have lost zeros at the front: {count}, such as {written} for {known}. Take them as the known ones?",
            choices=(AS_KNOWN, AS_WRITTEN),
            values={"count": len(found.zeros), "written": written, "known": known},
        )
    )
    return found


def _settle_unknown(compared: Comparison, column: str, registry: str, found: Meant) -> None:
    """Note names that nobody described as faults, or do with their rows what was answered."""
    strange = (*found.near, *found.unknown)
    if not strange:
        return
    touched = compared.rows[column].isin(list(strange))
    may_leave = registry in {ITEM, PART} and compared.kind.name in MAY_LACK_ROWS and touched.mean() <= FEW
    choice = compared.answers.get(UNKNOWN) if may_leave else REFUSE
    if choice == SUGGESTED:
        _take_suggested(compared, column, found)
        strange = found.unknown
        choice = REFUSE
    if choice == LEAVE_OUT:
        _leave_out(compared, column, strange, touched)
        return
    into = compared.faults if choice == REFUSE else compared.notes
    for name, row in compared.first_rows(column, strange).items():
        _note(registry, row, column, name, found.near.get(name), into)
    if choice != REFUSE:
        compared.ask(_unknown_question(compared, column, found, touched))


def _unknown_question(compared: Comparison, column: str, found: Meant, touched: pd.Series) -> Question:
    suggested = (SUGGESTED,) if found.near and not found.unknown else ()
    return Question(
        UNKNOWN,
        message="Rows that name a SKU which no file describes: {rows}, such as {example}. What is to be done with them?",
        choices=(*suggested, LEAVE_OUT, REFUSE),
        values={"rows": int(touched.sum()), "example": str(compared.rows.loc[touched, column].iloc[0])},
        gives={
            LEAVE_OUT: sums_of(compared.rows[~touched]),
            **dict.fromkeys(suggested, sums_of(compared.rows)),
        },
    )


def _take_suggested(compared: Comparison, column: str, found: Meant) -> None:
    for name, row in compared.first_rows(column, found.near).items():
        compared.notes.add(
            "near_miss",
            message="This SKU is not described in any file; it is taken as {name}.",
            remedy="Correct it where the file is made.",
            row=row,
            column=column,
            value=name,
            name=found.near[name],
        )
    compared.rename(column, found.near)


def _leave_out(compared: Comparison, column: str, strange: tuple[str, ...], touched: pd.Series) -> None:
    counts = compared.rows.loc[touched, column].value_counts()
    for name, row in compared.first_rows(column, strange).items():
        compared.notes.add(
            "left_out",
            message="This SKU is not described in any file; its rows were left out: {rows}.",
            remedy="Add it to the items and load this file again if they belong to the plan.",
            row=row,
            column=column,
            value=name,
            rows=int(counts[name]),
        )
    compared.rows = compared.rows[~touched]


def _note(registry: str, row: int, column: str, value: str, near: str | None, faults: Faults) -> None:
    if registry == RESOURCE:
        faults.add(
            "unknown_resource",
            message="No capacity was delivered for this resource.",
            remedy="Correct the name, or add its hours to the capacity file and load that first.",
            row=row,
            column=column,
            value=value,
        )
    elif registry == FAMILY:
        faults.add(
            "unknown_family",
            message="No item belongs to this family.",
            remedy="Write the family as in the items file.",
            row=row,
            column=column,
            value=value,
        )
    elif near is None:
        faults.add(
            UNKNOWN,
            message="This SKU is not described in any file.",
            remedy="Correct it, or add it to the items or the materials and load those first.",
            row=row,
            column=column,
            value=value,
        )
    else:
        faults.add(
            UNKNOWN,
            message="This SKU is not described in any file. Is it {name}?",
            remedy="Write {name}, or add the SKU to the items or the materials and load those first.",
            row=row,
            column=column,
            value=value,
            name=near,
        )
