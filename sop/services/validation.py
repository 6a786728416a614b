"""The engine against published cases: what a book prints as the answer, beside what is computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from sop.domain.errors import Invalid, SopError
from sop.services.case_entries import Entries
from sop.services.case_kinds import KINDS, Figures
from sop.services.published_cases import CASES, Case, digest, read_cases

__all__ = ["CASES", "Case", "CaseResult", "Check", "digest", "read_cases", "run_all", "run_case"]

_ROUNDING: Final = 1e-9  # of the published figure: a difference equal to the tolerance passes


@dataclass(frozen=True, slots=True)
class Check:
    """A published figure (or row of figures) beside the computed one; the difference is the largest, computed - published."""

    name: str
    published: tuple[float, ...]
    computed: tuple[float, ...]
    difference: float
    tolerance: float
    passed: bool


@dataclass(frozen=True, slots=True, eq=False)
class CaseResult:
    """What came of a case: its checks, or the fault that kept it from being computed."""

    case: Case
    rows: tuple[Check, ...]
    fault: SopError | None = None

    @property
    def passed(self) -> bool:
        return self.fault is None and all(row.passed for row in self.rows)


def run_all(folder: Path = CASES) -> tuple[CaseResult, ...]:
    """Return the results of every case in a folder, in the order of their files' names."""
    return tuple(run_case(case) for case in read_cases(folder))


def run_case(case: Case) -> CaseResult:
    """Return the checks of a case; what is wrong with the case itself is its result too."""
    if case.fault is not None:
        return CaseResult(case, (), case.fault)
    try:
        given = Entries(case.file, case.given)
        computed = _flat(KINDS[case.kind](given))
        given.finish()
        return CaseResult(case, tuple(_check(case, name, computed) for name in case.expected))
    except SopError as fault:
        return CaseResult(case, (), fault)


def _check(case: Case, name: str, computed: Mapping[str, tuple[float, ...]]) -> Check:
    published = case.expected[name]
    if name not in computed:
        raise Invalid("{file}: {key} is not a figure of this kind of case.", file=case.file, key=name)
    if len(published) != len(computed[name]):
        raise Invalid("{file}: {key} needs {count} figures.", file=case.file, key=name, count=len(computed[name]))
    differences = [ours - theirs for ours, theirs in zip(computed[name], published, strict=True)]
    tolerance = case.tolerance.get(name, case.tolerance[""])
    slack = _ROUNDING * max(abs(each) for each in published)
    passed = all(abs(each) <= tolerance + slack for each in differences)  # NaN, an undefined measure, is never within
    largest = differences[int(np.argmax(np.abs(differences)))]  # of a NaN, its place
    return Check(name, published, computed[name], largest, tolerance, passed)


def _flat(figures: Figures) -> dict[str, tuple[float, ...]]:
    """Return every figure by its name, those of a table by both names."""
    flat: dict[str, tuple[float, ...]] = {}
    for name, figure in figures.items():
        parts = figure.items() if isinstance(figure, Mapping) else (("", figure),)
        flat |= {f"{name} {part}".strip(): tuple(np.ravel(value).tolist()) for part, value in parts}
    return flat
