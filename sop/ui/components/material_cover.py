"""Material coverage: which material runs short first and what it stops, and the balance of each month by month."""

from collections.abc import Sequence

import streamlit as st

from sop.domain.supply import SupplyPlan
from sop.language import _, month, number, quantity
from sop.planning.cover import MOST_DAYS
from sop.services.answers import problem_of
from sop.services.board import Board
from sop.services.material_cover import MaterialCover, material_cover
from sop.services.supply_materials import material_units
from sop.ui import keys
from sop.ui.components.monthly import draw_monthly
from sop.ui.drawing import escaped, plain
from sop.ui.view import View

NOTHING = "–"
_MOST_NAMES = 6  # of what a material stops; the others are counted
_MOST_MATERIALS = 12  # that are listed at once; every one can be chosen


def draw_material_cover(view: View, board: Board) -> None:
    """Draw every material by when it is short, and the months of the chosen one."""
    plan = board.outcome.plan
    found = material_cover(problem_of(view.workspace, board), plan, board.limits)
    units = material_units(board.inputs.company)
    for each in [own for own in found if any(own.is_short)]:
        plain(f"▲ {short_words(each, plan)}")
    if not any(any(each.is_short) for each in found):
        plain(_("✓ No material runs short."))
    st.table(_overview(found[:_MOST_MATERIALS], plan, units), hide_index=True, border="horizontal")
    if len(found) > _MOST_MATERIALS:
        st.caption(_("and {count} more").format(count=number(len(found) - _MOST_MATERIALS)))
    names = [each.name for each in found]
    chosen = st.selectbox(_("Material"), names, key=keys.MATERIAL) or names[0]
    own = found[names.index(chosen)]
    draw_monthly(_lines(own, units.get(chosen, "")), plan, "material-months")
    st.caption(
        _("Opening + on order + bought + hurried + missing - use = closing. Days of cover: how long the closing stock lasts by coming use.")
    )  # fmt: skip


def short_words(own: MaterialCover, plan: SupplyPlan) -> str:
    """Return in which month a material runs short first, and what waits for it."""
    first = own.first_short(plan)
    assert first is not None
    if not own.stopped:
        return _("{material} is short in {month}; what takes it is still met in time.").format(
            material=own.name, month=month(first)
        )
    return _("{material} is short in {month} and stops {skus}.").format(
        material=own.name, month=month(first), skus=_stopped(own, plan)
    )


def _stopped(own: MaterialCover, plan: SupplyPlan) -> str:
    names = [plan.skus[i] for i in own.stopped]
    more = len(names) - _MOST_NAMES
    told = ", ".join(names[:_MOST_NAMES])
    return _("{names} and {count} more").format(names=told, count=number(more)) if more > 0 else told


def _overview(found: Sequence[MaterialCover], plan: SupplyPlan, units: dict[str, str]) -> dict[str, list[str]]:
    def sums(name: str) -> list[str]:
        totals = [float(getattr(each, name).sum()) for each in found]
        return [escaped(quantity(total, units.get(each.name, ""))) if total > 0.5 else NOTHING
                for each, total in zip(found, totals, strict=True)]  # fmt: skip

    firsts = [each.first_short(plan) for each in found]
    return {
        _("Material"): [escaped(each.name) for each in found],
        _("First short in"): [escaped(f"▲ {month(first)}") if first else NOTHING for first in firsts],
        _("Stops"): [escaped(_stopped(each, plan)) if each.stopped else NOTHING for each in found],
        _("Stock and orders last to"): [escaped(month(last)) if (last := each.lasts_to(plan)) else NOTHING for each in found],
        _("Use"): sums("use_units"),
        _("Normal purchases"): sums("bought_units"),
        _("Hurried"): sums("hurried_units"),
    }  # fmt: skip


def days_words(days: float) -> str:
    """Return days of cover; what lasts longer than is looked is said to be more."""
    return f"> {number(MOST_DAYS)}" if days >= MOST_DAYS - 0.5 else number(days)


def _lines(own: MaterialCover, unit: str) -> dict[str, list[str]]:
    missing = {_("Missing"): own.missing_units} if (own.missing_units > 0.5).any() else {}
    rows = {
        _("Opening stock"): own.opening_units,
        _("On order"): own.receipts_units,
        _("Normal purchases"): own.bought_units,
        _("Hurried purchases"): own.hurried_units,
        **missing,
        _("Use"): own.use_units,
        _("Closing stock"): own.closing_units,
    }
    said = {f"{name}, {unit}" if unit else name: [number(value) for value in values] for name, values in rows.items()}
    cover = [f"▲ {days_words(days)}" if short else days_words(days)
             for days, short in zip(own.cover_days.tolist(), own.is_short, strict=True)]  # fmt: skip
    return {**said, _("Cover, days"): cover}
