"""How tests look at a chart: its layers, flat, and where they say what."""

import json
from typing import Any

import altair as alt

Spec = dict[str, Any]


def layers(spec: Spec) -> list[Spec]:
    """Return every drawn layer of a spec, panels opened."""
    return [inner for layer in spec["layer"] for inner in (layers(layer) if "layer" in layer else [layer])]


def layer_over(spec: Spec, column: str, channel: str = "y") -> Spec:
    """Return the one layer that draws this column on this channel."""
    (found,) = [layer for layer in layers(spec) if layer["encoding"].get(channel, {}).get("field") == column]
    return found


def legend_names(spec: Spec) -> list[str]:
    return [row["series"] for row in spec["datasets"]["legend"]]


def assert_valid(spec: Spec) -> None:
    """Fail unless the spec is JSON without NaN and follows the Vega-Lite schema."""
    alt.LayerChart.from_dict(json.loads(json.dumps(spec, allow_nan=False)), validate=True)
