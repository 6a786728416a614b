"""What a delivery changes against the load of its kind before it: rows, units and money, by month and family."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from sop.domain.differences import Difference, Shift
from sop.language import _, date_time, month, number, signed
from sop.ui.components.column_words import column_word
from sop.ui.drawing import plain

TALLEST = 320  # of a table, in pixels
MOST_CELLS = 3  # other columns of a row that are put side by side


def draw_difference(difference: Difference, zone: str, file_id: str) -> None:
    """Draw one sentence with the figures and, behind it, the tables by month and family and the rows that moved most."""
    if difference.is_nothing:
        plain(_("Nothing differs from the load before it."))
        return
    plain(headline(difference, zone))
    with st.expander(_("Difference to the load before it"), icon=":material/difference:"):
        views: dict[str, Callable[[], None]] = {}
        if any(shift.month for shift in difference.shifts):
            views[_("By month")] = lambda: _draw_shifts(difference.by_month(), _("Month"), lambda s: month(s.month))
        if any(shift.family for shift in difference.shifts):
            views[_("By family")] = lambda: _draw_shifts(
                difference.by_family(), _("Family"), lambda s: s.family or _("without a family")
            )
        views[_("Largest rows")] = lambda: _draw_rows(difference)
        chosen = st.segmented_control(
            _("Show"), list(views), default=next(iter(views)), label_visibility="collapsed", required=True,
            key=f"difference-{file_id}",
        )  # fmt: skip
        views[chosen]()


def headline(difference: Difference, zone: str) -> str:
    """Return the difference in one sentence: rows, units, money, and months that came or went."""
    total, before = difference.total(), difference.before
    told = _("Against {file} of {moment}: {new} rows new, {changed} changed, {gone} gone, {same} the same.").format(
        file=_(before.file_name), moment=date_time(before.loaded_at, zone), new=number(difference.new),
        changed=number(difference.changed), gone=number(difference.gone), same=number(difference.same),
    )  # fmt: skip
    parts = [told]
    if difference.shifts:
        parts.append(_("{units} units or hours, {money} in money.").format(
            units=signed(total.units, _digits(total.units)), money=signed(total.money, 2)
        ))  # fmt: skip
    if difference.months_new:
        parts.append(_("Months that came: {months}.").format(months=_named(difference.months_new)))
    if difference.months_gone:
        parts.append(_("Months that are gone: {months}.").format(months=_named(difference.months_gone)))
    return " ".join(parts)


def _named(months: Sequence[str]) -> str:
    return ", ".join(month(each) for each in months)


def _digits(value: float) -> int:
    return 0 if float(value).is_integer() else 2


def _draw_shifts(shifts: Sequence[Shift], word: str, name: Callable[[Shift], str]) -> None:
    rows = [
        {
            word: name(shift),
            _("Before, units"): number(shift.units_before, _digits(shift.units_before)),
            _("Now, units"): number(shift.units_now, _digits(shift.units_now)),
            _("Difference, units"): signed(shift.units, _digits(shift.units)),
            _("Difference, money"): signed(shift.money, 2),
        }
        for shift in shifts
    ]
    _draw_table(rows)


def _draw_rows(difference: Difference) -> None:
    st.caption(_("The rows that moved most; nothing stands where there is no such row."))
    _draw_table(
        [
            {
                _("Row"): escaped_key(change.key),
                _("Before"): _cells(change.before),
                _("Now"): _cells(change.now),
            }
            for change in difference.rows
        ]
    )


def escaped_key(key: Sequence[str]) -> str:
    """Return the key of a row on one line; a table shows text as typed."""
    return " · ".join(part for part in key if part)


def _cells(values: object) -> str:
    assert isinstance(values, dict)
    told = [
        f"{column_word(name)} {number(value, _digits(value)) if isinstance(value, float) else value}"
        for name, value in values.items()
        if isinstance(value, float) or value
    ]
    return "; ".join(told[:MOST_CELLS])


def _draw_table(rows: Sequence[dict[str, str]]) -> None:
    table = pd.DataFrame(rows)
    st.dataframe(table, hide_index=True, height="content" if len(rows) < 8 else TALLEST)
