"""How the files of a source are read, kept by name and applied by itself next month; a changed layout is noticed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sop.domain.errors import Fault, NotFound
from sop.domain.ids import new_id
from sop.domain.kinds import Kind
from sop.domain.mappings import KeptMapping
from sop.domain.people import Act, Right
from sop.intake.faults import Faults
from sop.intake.mapping import Guess
from sop.intake.reading import Reading, header_of
from sop.storage import log, mappings
from sop.storage.engine import Connection, Store

ALIKE = 0.6  # share of the columns that a file and those before have in common
OF_THE_LAYOUT = (
    "sheet",
    "encoding",
    "decimal_mark",
    "date_order",
    "value_tax",
    "returns",
    "capacity_period",
    "column_twice",
    "open_quantity",
    "stock_columns",
    "scale",
)


@dataclass(frozen=True, slots=True)
class Applied:
    """The kept mapping by which a file is read, with what has changed since it was kept."""

    mapping: KeptMapping | None = None
    columns: Mapping[str, str] = field(default_factory=dict)  # our column -> the file's, those that are still there
    answers: Mapping[str, str] = field(default_factory=dict)
    new: tuple[str, ...] = ()  # columns of the file that those before did not have
    gone: tuple[str, ...] = ()
    notes: tuple[Fault, ...] = ()


NOT_KEPT = Applied()


def applied_to(tx: Connection, kind: Kind, source: Path | bytes, file_name: str, name: str = "") -> Applied:
    """Return the kept mapping of this name, else the one whose files had the same columns, or nearly; nothing if none.

    What is new in the file or gone from it is noted. NotFound where no mapping of that name was kept for the kind.
    """
    if name:
        found = mappings.named(tx, kind.name, name)
        if found is None:
            raise NotFound("No mapping called {name} is kept for this kind of file.", name=name)
        return _applied(found, header_of(source, found.answers, file_name=file_name, kind=kind))
    kept = mappings.of_kind(tx, kind.name)
    headers = [header_of(source, each.answers, file_name=file_name, kind=kind) for each in kept]
    pairs = sorted(zip(kept, headers, strict=True), key=lambda pair: -pair[0].likeness(pair[1]))
    return _applied(*pairs[0]) if pairs and pairs[0][0].likeness(pairs[0][1]) >= ALIKE else NOT_KEPT


def kept_kind(tx: Connection, fitting: Sequence[Kind], content: Path | bytes, file_name: str) -> Kind | None:
    """Return which of the kinds that fit a file its columns were kept for; None where that is none or several."""
    kept_for = [kind for kind in fitting if _was_kept(tx, kind, content, file_name)]
    return kept_for[0] if len(kept_for) == 1 else None


def _was_kept(tx: Connection, kind: Kind, content: Path | bytes, file_name: str) -> bool:
    kept = mappings.of_kind(tx, kind.name)
    headers = (header_of(content, each.answers, file_name=file_name, kind=kind) for each in kept)
    return any(each.likeness(header) == 1.0 for each, header in zip(kept, headers, strict=True))


def _applied(kept: KeptMapping, header: tuple[str, ...]) -> Applied:
    columns = {ours: theirs for ours, theirs in kept.columns.items() if not theirs or theirs in header}
    new, gone = kept.new_in(header), kept.gone_from(header)
    notes = Faults()
    for name in new:
        notes.add(
            "layout_new_column",
            message="The layout has changed: this column was not there when the mapping {mapping} was kept.",
            remedy="See whether it belongs to one of the fields, and keep the mapping again.",
            column=name,
            mapping=kept.name,
        )
    for name in gone:
        notes.add(
            "layout_gone_column",
            message="The layout has changed: this column of the mapping {mapping} is gone.",
            remedy="See which column stands for it now, and keep the mapping again.",
            column=name,
            mapping=kept.name,
        )
    return Applied(kept, columns, kept.answers, new, gone, tuple(notes.found))


def guessed_by(applied: Applied, guesses: Sequence[Guess], chosen: Mapping[str, str]) -> tuple[Guess, ...]:
    """Return the guesses, those that come from the kept mapping named as such; what a person chose now is theirs."""
    kept = {ours: theirs for ours, theirs in applied.columns.items() if ours not in chosen}
    return tuple(
        replace(each, how="kept", sure=1.0) if each.source and kept.get(each.column) == each.source else each
        for each in guesses
    )


def keep_mapping(store: Store, act: Act, name: str, reading: Reading, answers: Mapping[str, str]) -> KeptMapping:
    """Keep how a file was read under a name, in place of the mapping of that name; the same again changes nothing.

    Answers that belong to one file alone are not kept. Invalid for a name that is none.
    """
    act.actor.require(Right.CAPTURE)
    settled = {code: choice for code, choice in answers.items() if code.startswith(OF_THE_LAYOUT)}
    columns = {guess.column: guess.source or "" for guess in reading.guesses}
    kept = KeptMapping(
        id=new_id(),
        name=name.strip(),
        kind=reading.kind.name,
        header=tuple(dict.fromkeys(reading.header)),
        columns=columns,
        answers=settled,
        author_id=act.actor.person_id,
        kept_at=act.now,
    )
    with store.write() as w:
        before = mappings.named(w.tx, kept.kind, kept.name)
        if before is not None and _same(before, kept):
            return before
        stored = mappings.put(w, kept)
        log.append(w, act, "mapping_kept", "mapping", stored.id, {"kind": stored.kind, "version": stored.version})
        w.announce("company")
    return stored


def _same(before: KeptMapping, kept: KeptMapping) -> bool:
    return (before.header, before.columns, before.answers) == (kept.header, kept.columns, kept.answers)


def all_kept(store: Store) -> tuple[KeptMapping, ...]:
    """Return every kept mapping by kind and name."""
    with store.read() as tx:
        return mappings.all_mappings(tx)


def forget_mapping(store: Store, act: Act, mapping_id: str) -> None:
    """Forget a kept mapping; loads that were read by it stay."""
    act.actor.require(Right.CAPTURE)
    with store.write() as w:
        mappings.remove(w, mapping_id)
        log.append(w, act, "mapping_forgotten", "mapping", mapping_id, {})
        w.announce("company")
