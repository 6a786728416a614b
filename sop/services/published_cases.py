"""Published cases as files: each `*.toml` of a folder says what goes in and what a book prints as the answer."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from sop.domain.errors import Invalid, NotFound, SopError
from sop.services.case_entries import Entries, Table, is_number
from sop.services.case_kinds import KINDS

CASES: Final = Path(__file__).parents[2] / "data" / "cases"
_SCENARIO: Final = "scenario"
_TITLE_IN: Final = "title_"  # title_ro: the title in Romanian


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A published case as its file has it; one that cannot be read has a fault, its file's name as title, and nothing else.

    A scenario of a case is a case of its own: the entries of the file with some of them changed. `expected` holds one or more figures by name; figures of a table are named "load_h Press".
    """

    file: str
    title: str
    titles: Mapping[str, str]  # language -> title
    source: str
    kind: str
    given: Table
    expected: Mapping[str, tuple[float, ...]]
    tolerance: Mapping[str, float]
    fault: SopError | None = None
    scenario: int = 0  # its place among the scenarios of the file; 0 for the case itself

    def title_in(self, language: str) -> str:
        """Return the title in a language, the English one where the file has no other."""
        return self.titles.get(language, self.title)


def read_cases(folder: Path = CASES) -> tuple[Case, ...]:
    """Return every `*.toml` of a folder, each followed by its scenarios; raises NotFound where there is none."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise NotFound("There is no case in {folder}.", folder=str(folder))
    return tuple(case for file in files for case in _read(file))


def digest(folder: Path = CASES) -> str:
    """Return what names the cases of a folder as they stand now: another word in a file is another digest."""
    written = hashlib.sha256()
    for file in sorted(each for each in folder.glob("*.toml") if each.is_file()):
        written.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return written.hexdigest()


def _read(path: Path) -> tuple[Case, ...]:
    try:
        return _cases(path.name, tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as broken:
        fault: SopError = Invalid("{file} cannot be read: {detail}.", file=path.name, detail=str(broken))
    except Invalid as broken:
        fault = broken
    return (Case(path.name, path.name, {}, "", "", {}, {}, {}, fault),)


def _cases(file: str, content: dict[str, Any]) -> tuple[Case, ...]:
    """Return the case of a file and its scenarios."""
    whole = Entries(file, content)
    title, titles = _titles(whole, content)
    source, kind = whole.text("source"), whole.text("kind")
    if kind not in KINDS:
        raise Invalid("{file}: {key} is none of {choices}.", file=file, key="kind", choices=tuple(KINDS))
    given = whole.table("input")
    expected, tolerance = _printed(file, whole.table("expected"))
    variants = whole.value(_SCENARIO) if whole.has(_SCENARIO) else []
    whole.finish()
    if not isinstance(variants, list) or not all(isinstance(each, dict) for each in variants):
        raise Invalid("{file}: {key} is not a list of tables.", file=file, key=_SCENARIO)
    case = Case(file, title, titles, source, kind, given, expected, tolerance)
    return (case, *(_scenario(case, number + 1, table) for number, table in enumerate(variants)))


def _scenario(case: Case, number: int, table: dict[str, Any]) -> Case:
    """Return a scenario: what its own input does not say is as in the case; its title follows that of the case."""
    entries = Entries(f"{case.file}, {_SCENARIO} {number}", table)
    title, titles = _titles(entries, table)
    source = entries.text("source") if entries.has("source") else case.source
    expected, tolerance = _printed(entries.file, entries.table("expected"))
    given = {**case.given, **entries.table("input")}
    entries.finish()
    return replace(
        case,
        title=f"{case.title}: {title}",
        titles={name: f"{case.title_in(name)}: {titles.get(name, title)}" for name in {*case.titles, *titles}},
        source=source,
        given=given,
        expected=expected,
        tolerance=tolerance,
        scenario=number,
    )


def _titles(entries: Entries, content: dict[str, Any]) -> tuple[str, dict[str, str]]:
    return entries.text("title"), {
        key.removeprefix(_TITLE_IN): entries.text(key) for key in content if key.startswith(_TITLE_IN)
    }


def _printed(file: str, table: Table) -> tuple[dict[str, tuple[float, ...]], dict[str, float]]:
    """Return the printed figures of a table, and how far the computed ones may lie from them."""
    printed = dict(table)
    tolerance = _tolerance(file, printed.pop("tolerance", None))
    expected = _expected(file, printed)
    for name in tolerance:
        if name and name not in expected:
            raise Invalid("{file}: {key} has a tolerance but is not expected.", file=file, key=name)
    return expected, tolerance


def _tolerance(file: str, value: object) -> dict[str, float]:
    """Return the tolerance by figure; that of all others stands under the empty name, 0 where a table has none."""
    if value is None:
        raise Invalid("{file}: {key} is missing.", file=file, key="tolerance")
    table = value if isinstance(value, dict) else {"others": value}
    entries = Entries(file, table)
    found = {"" if name == "others" else name: entries.number(name) for name in table}
    for name, each in found.items():
        entries.within(name or "tolerance", each, 0, np.inf)
    return {"": 0.0, **found}


def _expected(file: str, printed: dict[str, Any]) -> dict[str, tuple[float, ...]]:
    flat: dict[str, Any] = {}
    for name, figure in printed.items():
        parts = figure.items() if isinstance(figure, dict) else (("", figure),)
        flat |= {f"{name} {part}".strip(): value for part, value in parts}
    for name, value in flat.items():
        listed = value if isinstance(value, list) else [value]
        if not listed or not all(is_number(each) for each in listed):
            raise Invalid("{file}: {key} is neither a number nor a list of numbers.", file=file, key=name)
    if not flat:
        raise Invalid("{file}: {key} names no figure.", file=file, key="expected")
    return {
        name: tuple(map(float, value)) if isinstance(value, list) else (float(value),) for name, value in flat.items()
    }
