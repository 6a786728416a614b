"""The results of published cases as the command line tells them: facts for JSON, sentences for people."""

from typing import Any

import numpy as np

from sop.language import N_, _, current, ngettext, say, sentence
from sop.services.validation import CaseResult, Check


def facts(results: tuple[CaseResult, ...]) -> dict[str, Any]:
    """Return the results for JSON: a figure is a number, a row of figures a list; what is undefined is null."""
    return {
        "passed": sum(result.passed for result in results),
        "failed": sum(not result.passed for result in results),
        "cases": [
            {
                "file": result.case.file,
                "title": result.case.title,
                "source": result.case.source,
                "kind": result.case.kind,
                "passed": result.passed,
                "fault": say(result.fault) if result.fault else None,
                "checks": [_check_facts(row) for row in result.rows],
            }
            for result in results
        ],
    }


def _check_facts(row: Check) -> dict[str, Any]:
    def plain(figures: tuple[float, ...]) -> Any:
        known = [each if np.isfinite(each) else None for each in figures]
        return known if len(known) > 1 else known[0]

    return {
        "name": row.name,
        "published": plain(row.published),
        "computed": plain(row.computed),
        "difference": plain((row.difference,)),
        "tolerance": row.tolerance,
        "passed": row.passed,
    }


def told(results: tuple[CaseResult, ...]) -> list[str]:
    """Return a sentence for each case, one for each figure that differs, and the sum of it."""
    sentences = []
    for result in results:
        file, title = result.case.file, result.case.title_in(current())
        mark = _("reproduced") if result.passed else _("FAILED")
        sentences.append(f"{mark}: {file} · {title}")
        sentences += [f"  {say(result.fault)}"] if result.fault else []
        sentences += ["  " + _differs(row) for row in result.rows if not row.passed]
    return [*sentences, summary(results)]


def summary(results: tuple[CaseResult, ...]) -> str:
    """Return how many of the published cases the engine reproduces."""
    passed = sum(result.passed for result in results)
    return ngettext(
        "{passed} of {count} published case reproduced", "{passed} of {count} published cases reproduced", len(results)
    ).format(passed=passed, count=len(results))


def _differs(row: Check) -> str:
    return sentence(
        N_("{name}: published {published}, computed {computed}, tolerance {tolerance}"),
        {
            "name": row.name,
            "published": list(row.published),
            "computed": list(row.computed),
            "tolerance": row.tolerance,
        },
    )
