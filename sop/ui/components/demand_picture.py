"""The picture of a family's or SKU's demand, made once per demand plan and look."""

from sop.charts.demand_chart import demand_chart
from sop.charts.theme import Look
from sop.services.demand_view import Outlook, Review, forecast_frame, history_frame
from sop.ui.cache import chart_of
from sop.ui.drawing import vega
from sop.ui.view import View

HISTORY_MONTHS = 36  # shown; the forecast is made from all
HEIGHT_PX = 300


def draw_picture(view: View, review: Review, shown: Outlook, unit: str) -> None:
    """Draw history, last year, baseline with its band, consensus and budget by month."""
    look = Look(view.language, view.dark, view.projector)

    def make() -> dict[str, object]:
        past = history_frame(shown, HISTORY_MONTHS)
        return demand_chart(past, forecast_frame(shown), look, unit, height=HEIGHT_PX)

    name = f"demand/{review.inputs.key(()).digest}/{shown.focus!r}/{unit}"
    vega(chart_of(name, look, make), "demand-chart")
