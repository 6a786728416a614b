"""People by month: who comes and goes, their hours, and the overtime that falls to each of them against what is allowed."""

import numpy as np
import streamlit as st

from sop.domain.meeting import Stage
from sop.domain.supply import SupplyPlan
from sop.language import _, hours, month, number
from sop.services.answers import problem_of
from sop.services.board import Board
from sop.services.staffing import Staffing, groups_without_people, staffing
from sop.ui import keys
from sop.ui.components.monthly import draw_monthly
from sop.ui.drawing import escaped, plain
from sop.ui.view import View
from sop.ui.ways import way_to

_NOBODY = 0.05  # people


def draw_staffing(view: View, board: Board) -> None:
    """Draw the chosen staff group; without hours of a person say which file brings them."""
    plan, problem = board.outcome.plan, problem_of(view.workspace, board)
    found = staffing(problem, plan)
    if not found:
        plain(_("How many hours a person works a month was not delivered, so hours cannot be told in people."))
        st.caption(_("The file Staffing brings it: staff_group and hours_per_worker, with costs and limits of hiring."))
        way_to(Stage.DATA, _("To the data page"))
        return
    for own in found:
        plain(staffing_words(own, plan))
    names = [each.group for each in found]
    chosen = names[0]
    if len(names) > 1:
        chosen = st.segmented_control(
            _("Staff"), names, default=names[0], required=True, wrap=True, key=keys.STAFF, label_visibility="collapsed",
            format_func=escaped,
        ) or names[0]  # fmt: skip
    draw_monthly(_lines(found[names.index(chosen)]), plan, "staffing-months")
    st.caption(
        _(
            "People before + planned change + hired - laid off = people. The planned change is that of the regular hours."
        )
    )
    if untold := groups_without_people(problem):
        st.caption(escaped(_("Without hours of a person: {names}.").format(names=", ".join(untold))))


def staffing_words(own: Staffing, plan: SupplyPlan) -> str:
    """Return how many people a group has, who comes and goes, and the month with the most overtime for each."""
    span = slice(plan.frozen_months, None)
    people = own.people[span]
    said = _("{group}: {least} to {most} people, {hired} hired, {laid_off} laid off").format(
        group=own.group, least=_people(people.min()), most=_people(people.max()),
        hired=_people(own.hired[span].sum()), laid_off=_people(own.laid_off[span].sum()),
    )  # fmt: skip
    each = np.nan_to_num(own.overtime_each_h[span])
    if not (each > _NOBODY).any():
        return _("{said}; no overtime.").format(said=said)
    dearest = plan.frozen_months + int(each.argmax())
    return _("{said}; most overtime in {month}: {each} a person of {allowed} allowed.").format(
        said=said, month=month(plan.months[dearest]), each=hours(own.overtime_each_h[dearest], 1),
        allowed=hours(own.allowed_each_h[dearest], 1),
    )  # fmt: skip


def _people(value: float) -> str:
    return number(value, 0 if abs(value - round(value)) < _NOBODY else 1)


def _lines(own: Staffing) -> dict[str, list[str]]:
    people = {
        _("People before"): [_people(value) for value in own.before],
        _("Planned change"): [_change(value) for value in own.planned_change],
        _("Hired"): [_change(value) for value in own.hired],
        _("Laid off"): [_change(-value) for value in own.laid_off],
        _("People"): [_people(value) for value in own.people],
    }
    whole = {
        _("Hours a person, h"): own.hours_each_h,
        _("Regular hours, h"): own.hours_h,
        _("Load, h"): own.load_h,
        _("Overtime, h"): own.overtime_h,
    }
    each = {
        _("Overtime a person, h"): own.overtime_each_h,
        _("Allowed a person, h"): own.allowed_each_h,
    }
    shift = {_("Extra shift, h"): own.extra_shift_h} if (own.extra_shift_h > 0).any() else {}
    return {
        **people,
        **{name: [number(value) for value in values] for name, values in (whole | shift).items()},
        **{name: [number(value, 1) for value in values] for name, values in each.items()},
    }


def _change(value: float) -> str:
    return f"+{_people(value)}" if value >= _NOBODY else _people(value if value <= -_NOBODY else 0.0)
