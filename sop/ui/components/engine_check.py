"""The engine check: what books print as the answer, beside what the engine computes."""

from collections.abc import Iterable
from decimal import Decimal

import streamlit as st

from sop.language import N_, NBSP, _, current, number, say, signed
from sop.services.case_report import summary
from sop.services.validation import CaseResult, Check
from sop.ui.cache import engine_check
from sop.ui.drawing import escaped, plain

FIGURES = {
    "total_cost": N_("Total cost"),
    "total_cost_integer": N_("Total cost, whole workers"),
    "costs": N_("Cost"),
    "revenue": N_("Revenue"),
    "profit": N_("Profit"),
    "workers": N_("Workers"),
    "hired": N_("Hired"),
    "laid_off": N_("Laid off"),
    "regular": N_("Production at regular time"),
    "overtime": N_("Production in overtime"),
    "subcontract": N_("Subcontracted"),
    "production": N_("Production"),
    "shipped": N_("Sales (shipped)"),
    "stock": N_("Closing stock"),
    "backlog": N_("Backlog"),
    "lost": N_("Lost sales"),
    "rate": N_("Production a day"),
    "balance": N_("Available balance"),
    "total_h": N_("Hours in all"),
    "load_h": N_("Hours"),
    "past_due_h": N_("Hours past due"),
    "planned_stock": N_("Planned stock"),
    "planned_backlog": N_("Planned backlog"),
    "sales_difference": N_("Sales, difference to plan"),
    "sales_cumulative": N_("Sales, cumulative difference"),
    "production_difference": N_("Production, difference to plan"),
    "production_cumulative": N_("Production, cumulative difference"),
    "order_quantity": N_("Order quantity"),
    "expected_cost": N_("Expected cost"),
    "sum_of_errors": N_("Sum of errors"),
    "tracking_signal": N_("Tracking signal"),
    "mad": N_("Mean absolute deviation"),
    "wape_percent": N_("WAPE, %"),
    "bias_percent": N_("Bias, %"),
    "mape_percent": N_("MAPE, %"),
    "smape_percent": N_("sMAPE, %"),
    "mase": N_("MASE"),
    "moving_average_forecast": N_("Moving average, forecast"),
    "moving_average_forecasts": N_("Moving average, all forecasts"),
    "moving_average_mad": N_("Moving average, mean absolute deviation"),
    "moving_average_mape_percent": N_("Moving average, MAPE, %"),
    "smoothing_forecast": N_("Smoothing, forecast"),
    "smoothing_forecasts": N_("Smoothing, all forecasts"),
    "smoothing_mad": N_("Smoothing, mean absolute deviation"),
    "smoothing_mape_percent": N_("Smoothing, MAPE, %"),
}
_NEXT = " · "  # between the figures of one row


def draw_engine_check() -> None:
    """Draw how many cases agree and each case with its source and all its figures, those that do not agree first."""
    results = engine_check()
    _draw_summary(results)
    for result in sorted(results, key=lambda each: each.passed):
        _draw_case(result)
    st.caption(
        escaped(
            _(
                "Computed by the engine of this app for the inputs that the books print. "
                "A case is a file in data/cases, where README.md says how to write one; python -m sop validate checks them all."
            )
        )
    )


def _draw_summary(results: tuple[CaseResult, ...]) -> None:
    words = escaped(summary(results))
    if all(result.passed for result in results):
        st.success(words, icon=":material/check_circle:")
    else:
        st.warning(words, icon=":material/difference:")


def _draw_case(result: CaseResult) -> None:
    with st.container(border=True, key=f"case-{result.case.file}-{result.case.scenario}"):
        title = escaped(result.case.title_in(current()))
        if result.fault is not None:
            st.markdown(f"**▲{NBSP}{_('not computed')} · {title}**")
            plain(_("{file} cannot be computed.").format(file=result.case.file) + " " + say(result.fault))
            return
        st.markdown(f"**{_verdict(result.passed)} · {title}**")
        st.caption(escaped(result.case.source))
        st.table(_table(result.rows), hide_index=True)


def _table(rows: Iterable[Check]) -> dict[str, list[str]]:
    """Return the figures of a case, column by column."""
    head = (_("Figure"), _("Published"), _("Computed"), _("Difference"), _("Tolerance"), _("Verdict"))
    lines = [(*map(escaped, (figure_words(row.name), *_figures(row))), _verdict(row.passed)) for row in rows]
    return {name: [line[k] for line in lines] for k, name in enumerate(head)}


def _verdict(passed: bool) -> str:
    return f"✓{NBSP}{_('reproduced')}" if passed else f"▲{NBSP}{_('differs')}"


def figure_words(name: str) -> str:
    """Return what a figure is called; the part of a table behind the blank stands as in the file."""
    figure, _blank, part = name.partition(" ")
    word = _(FIGURES[figure]) if figure in FIGURES else figure
    return f"{word}: {part}" if part else word


def _figures(row: Check) -> tuple[str, str, str, str]:
    """Return published, computed, difference, tolerance; computed with one digit more than the book prints."""
    printed = max(_decimals(each) for each in row.published)
    close = _decimals(row.tolerance) + 1
    published = _NEXT.join(number(each, _decimals(each)) for each in row.published)
    computed = _NEXT.join(_short(each, printed + 1) for each in row.computed)
    difference = round(row.difference, close)
    return published, computed, signed(difference, _decimals(difference)), number(row.tolerance, close - 1)


def _short(value: float, digits: int) -> str:
    rounded = round(value, digits)
    return number(rounded, _decimals(rounded))


def _decimals(value: float) -> int:
    """Return the decimals that a figure is written with: 2 for 64.58, 0 for 1983.0."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
