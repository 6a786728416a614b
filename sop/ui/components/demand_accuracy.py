"""How good the baseline is: WAPE, bias in words, MASE, against the seasonal naive, and the models in the blend."""

import numpy as np
import streamlit as st

from sop.domain.demand import DemandPlan
from sop.forecasting.engine import NAIVE, Pattern
from sop.language import N_, _, ngettext, number, percent, points
from sop.services.demand_view import Accuracy, Focus, Rank, accuracy
from sop.ui.components.tiles import TILE_PX
from sop.ui.drawing import escaped

PATTERNS = {
    Pattern.EMPTY: N_("no history"),
    Pattern.DEAD: N_("stopped"),
    Pattern.INTERMITTENT: N_("now and then"),
    Pattern.SHORT: N_("short history"),
    Pattern.SEASONAL: N_("seasonal"),
    Pattern.REGULAR: N_("steady"),
}
MODEL_NAMES = {
    NAIVE: N_("the same month last year"),
    "ses": N_("exponential smoothing"),
    "theta": N_("Theta"),
    "damped_trend": N_("damped trend"),
    "holt_winters": N_("Holt-Winters"),
    "sba": N_("Syntetos-Boylan (now and then)"),
    "tsb": N_("Teunter-Syntetos-Babai (now and then)"),
}


def draw_accuracy(plan: DemandPlan, focus: Focus) -> None:
    """Draw the measures side by side, then what the blend is made of."""
    tested = accuracy(plan, focus)
    blend, why = tested.blend, why_undefined(tested)
    with st.grid(4, min_column_width=TILE_PX, gap="small", key="demand-accuracy"):
        _tile(
            _("Error (WAPE)"), percent(blend.wape), why or _("of past demand"),
            _("sum of the absolute errors / sum of the demand, over rolling origins of the past"),
        )  # fmt: skip
        _tile(
            _("Bias"), percent(abs(blend.bias)), why or bias_words(blend.bias),
            _("sum of (forecast - demand) / sum of the demand; above 0 is over-forecast"),
        )  # fmt: skip
        _tile(
            _("MASE"), number(blend.mase, 2), why or mase_words(blend.mase),
            _("mean absolute error / that of repeating the year before, within the history; under 1 is better than that"),
        )  # fmt: skip
        gain = tested.naive.wape - blend.wape
        _tile(
            _("Gain on last year"), points(gain), why or gain_words(gain),
            _("WAPE of repeating the same month of the year before, less that of the baseline"),
        )  # fmt: skip
    _draw_models(tested)


def _tile(label: str, value: str, word: str, hint: str) -> None:
    st.metric(
        label,
        value,
        escaped(word),
        delta_color="off",
        delta_arrow="off",
        border=True,
        help=escaped(hint),
        height="stretch",
    )


def why_undefined(tested: Accuracy) -> str:
    """Return why nothing can be said of the accuracy; empty where something can."""
    if not np.isnan(tested.blend.wape):
        return ""
    if tested.like:
        return _("follows {sku}").format(sku=tested.like)
    if tested.flag == Pattern.DEAD:
        return _("stopped: the forecast is 0")
    if tested.flag == Pattern.EMPTY:
        return _("never sold")
    if tested.flag == Pattern.SHORT:
        return _("history too short")
    return _("nothing sold in the test")


def bias_words(bias: float) -> str:
    """Return the direction of a bias."""
    if round(bias, 3) == 0:
        return _("neither over nor under")
    return _("over-forecast") if bias > 0 else _("under-forecast")


def mase_words(mase: float) -> str:
    """Return what a MASE means, or why there is none."""
    if np.isnan(mase):
        return _("needs over a year")
    return _("better than last year") if mase < 1 else _("no better than last year")


def gain_words(gain: float) -> str:
    """Return whether the blend beats the seasonal naive."""
    if np.isnan(gain):
        return _("needs over a year")
    return _("better") if gain > 0 else _("no better")


def _draw_models(tested: Accuracy) -> None:
    pattern = _(PATTERNS[Pattern(tested.flag)])
    months = ngettext("{count} closed month", "{count} closed months", tested.closed_months)
    with st.expander(
        _("Models in the blend · {pattern} · {months}").format(
            pattern=pattern, months=months.format(count=tested.closed_months)
        ),
        key="demand-models",
    ):
        if tested.like:
            st.caption(
                escaped(
                    _("The baseline follows {sku}: it has no past of its own to be tested on.").format(sku=tested.like)
                )
            )
            return
        if not tested.ranks:
            st.caption(escaped(why_undefined(tested)))
            return
        head = (_("Model"), _("Share"), _("WAPE"), _("MASE"), _("Bias"))
        rows = [_model_row(rank) for rank in tested.ranks]
        st.table({name: [row[k] for row in rows] for k, name in enumerate(head)}, hide_index=True)


def _model_row(rank: Rank) -> tuple[str, ...]:
    name = escaped(_(MODEL_NAMES.get(rank.model, rank.model)))
    return name, percent(rank.weight, 0), percent(rank.wape), number(rank.mase, 2), percent(rank.bias, signed=True)
