"""Which column of a file is which of ours, how sure that is and how it is known: what a person sees and may change.

By its name in the template, else by the names that `sop.intake.synonyms` knows, else by what stands in it. Two columns that
fit as well as each other are told, never chosen between.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sop.domain.kinds import Column, Holds, Kind
from sop.intake.header_rows import name_of
from sop.intake.headers import Default, form_of
from sop.intake.synonyms import OF_KIND, STRONG, TAXED, WEAK

NAME, SYNONYM, CONTENT, CHOSEN = "name", "synonym", "content", "chosen"
_NAMED, _DECLARED, _STRONG, _WEAK, _TAXED, _PART = range(6)
_SURE: Final = (1.0, 0.95, 0.9, 0.75, 0.6, 0.5)
PART: Final = _SURE[_PART]  # so sure is a column whose name has one of ours in it
_SHORTEST_PART: Final = 4
_AGAIN: Final = re.compile(r" \(\d+\)$")  # a second column of the same name


@dataclass(frozen=True, slots=True)
class Guess:
    """One of our columns: where it comes from (`source` None: the file has none), how sure that is, and by what.

    `how`: name (that of the template), synonym, content, kept (a mapping stored for such files), chosen (by a person now).
    """

    column: str
    source: str | None
    sure: float  # 0 to 1
    how: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each of our columns stands in a file, and which of its columns nobody reads."""

    sources: Mapping[str, str]  # our column -> its name in the file
    guesses: tuple[Guess, ...]
    rivals: Mapping[str, tuple[str, ...]]  # our column -> the columns that fit it equally, where there are several
    missing: tuple[str, ...]  # required columns that it lacks
    absent: Mapping[str, Default]  # required columns that it may lack, with what stands in them
    unused: tuple[str, ...]
    strong: frozenset[str] = field(
        default_factory=frozenset
    )  # ours that are known by more than a word of many meanings
    unknown: tuple[str, ...] = ()  # columns that a mapping names and the file does not have


_Fit = tuple[int, int]  # how well, and the place among the names of that rank


def map_columns(
    kind: Kind,
    header: Sequence[str],
    chosen: Mapping[str, str] | None = None,
    seen: Mapping[str, str] | None = None,
) -> Columns:
    """Return where the columns of a kind stand in a header.

    `chosen`: our column -> a column of the file, "" for none, by a person or kept for such files; `seen`: the same by what
    stands in the columns, for those that no name tells.
    """
    chosen = {ours: name for ours, name in (chosen or {}).items() if ours in {column.name for column in kind.columns}}
    taken = {ours: name for ours, name in chosen.items() if name in header}
    unknown = tuple(name for name in chosen.values() if name and name not in header)
    settled = {ours for ours, name in chosen.items() if not name or name in header}
    free = [name for name in header if name not in taken.values()]
    found, rivals = _assigned(kind, free, settled)
    sources = taken | {ours: name for ours, (name, fit) in found.items() if fit[0] < _PART}
    by_content = {
        ours: name for ours, name in (seen or {}).items()
        if ours not in sources and ours not in settled and name not in sources.values()
    }  # fmt: skip
    sources |= by_content
    lacking = [column.name for column in kind.columns if column.required and column.name not in sources]
    form = form_of(kind)
    return Columns(
        sources=sources,
        guesses=tuple(_guess(column.name, chosen, taken, found, by_content) for column in kind.columns),
        rivals=rivals,
        missing=tuple(name for name in lacking if name not in form.absent),
        absent={name: form.absent[name] for name in lacking if name in form.absent},
        unused=tuple(name for name in header if name not in {*sources.values(), form.versions, form.ended}),
        strong=frozenset(ours for ours, (_name, fit) in found.items() if fit[0] < _WEAK) | taken.keys(),
        unknown=unknown,
    )


def _guess(
    ours: str,
    chosen: Mapping[str, str],
    taken: Mapping[str, str],
    found: Mapping[str, tuple[str, _Fit]],
    by_content: Mapping[str, str],
) -> Guess:
    if ours in taken or chosen.get(ours) == "":
        return Guess(ours, taken.get(ours), 1.0, CHOSEN)
    if ours in found:
        name, (rank, _order) = found[ours]
        return Guess(ours, name, _SURE[rank], NAME if rank == _NAMED else SYNONYM)
    if ours in by_content:
        return Guess(ours, by_content[ours], 0.6, CONTENT)
    return Guess(ours, None, 1.0, NAME)


def _assigned(
    kind: Kind, header: Sequence[str], settled: set[str]
) -> tuple[dict[str, tuple[str, _Fit]], dict[str, tuple[str, ...]]]:
    """Return our column -> the file's with how well it fits, best fits first, and the rivals that fit as well."""
    fits = [
        (fit, column, name)
        for column in kind.columns
        if column.name not in settled
        for name in header
        if (fit := _fit(kind, column, name)) is not None
    ]
    fits.sort(key=lambda each: each[0])
    found: dict[str, tuple[str, _Fit]] = {}
    used: set[str] = set()
    for fit, column, name in fits:
        if column.name not in found and name not in used:
            found[column.name] = (name, fit)
            used.add(name)
    rivals = {}
    for ours, (name, fit) in found.items():
        equal = [
            other for each, column, other in fits if column.name == ours and each == fit and other not in used - {name}
        ]
        if len(equal) > 1:
            rivals[ours] = tuple(sorted(equal, key=header.index))
    return found, rivals


def _fit(kind: Kind, column: Column, header: str) -> _Fit | None:
    """Return how well a column of a file fits one of ours by its name, the less the better; None where it does not."""
    declared = form_of(kind).synonyms.get(column.name, ())
    base = _AGAIN.sub("", header)
    if base == column.name:
        return _NAMED, 0
    if base in declared:
        return _DECLARED, declared.index(base)
    name = name_of(base)
    ordered = column.holds is Holds.TEXT
    for rank, names in (
        (_DECLARED, OF_KIND.get((kind.name, column.name), ())),
        (_STRONG, STRONG.get(column.name, ())),
        (_WEAK, WEAK.get(column.name, ())),
        (_TAXED, TAXED if column.name == "revenue" else ()),
    ):
        if name in names:
            return rank, len(declared) + names.index(name) if ordered or rank == _DECLARED else 0
    if column.required and any(
        f" {part} " in f" {name} " for part in STRONG.get(column.name, ()) if len(part) >= _SHORTEST_PART
    ):
        return _PART, 0
    return None


def taxed_beside(header: Sequence[str], source: str | None) -> tuple[str, ...]:
    """Return the columns of values with tax, where one without tax is read beside them."""
    if source is None or name_of(source) in TAXED:
        return ()
    return tuple(name for name in header if name != source and name_of(name) in TAXED and name_of(name) != "total")


def is_taxed(header: str) -> bool:
    return (name_of(header) in TAXED and "tva" in name_of(header)) or name_of(header) in {
        "gross value",
        "gross amount",
        "bruttowert",
        "brutto",
    }
