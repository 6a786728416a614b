"""Small pieces that several pages draw."""

import re
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st
from streamlit.dataframe_util import convert_anything_to_arrow_bytes, convert_arrow_table_to_arrow_bytes

from sop.language import _

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&])")


def plain(text: str) -> None:
    """Show what a person typed exactly as typed: Markdown in it would fetch pictures into every viewer's browser."""
    st.text(text)


def named(name: str) -> str:
    """Return a stored name in the reader's language where it is one of ours (a template's item, the base plan)."""
    return _(name) if name else name


def escaped(text: str) -> str:
    """Return text that reads as typed where Streamlit expects Markdown: labels, errors, toasts."""
    return _MARKS.sub(r"\\\1", text)


def packed(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a chart's specification with its rows as Arrow bytes: else each viewer's draw packs them anew, at 8 ms."""
    rows = {
        name: convert_arrow_table_to_arrow_bytes(pa.Table.from_pylist(values))
        if values
        else convert_anything_to_arrow_bytes(values)
        for name, values in spec.get("datasets", {}).items()
    }
    return {**spec, "datasets": rows} if rows else spec


def figures(frame: pd.DataFrame, key: str, *, words: int, is_projected: bool) -> None:
    """Draw a table of written figures, right-aligned behind its first columns of words; index and cells as typed."""
    if is_projected:  # its type grows with the projector's, that of a data frame does not; it reads Markdown
        st.table(frame.set_axis(frame.index.map(escaped)).map(escaped), border="horizontal")
        return
    right = {head: st.column_config.TextColumn(head, alignment="right") for head in frame.columns[words:]}
    st.dataframe(frame, key=key, height="content", column_config=right)


def vega(spec: dict[str, Any], key: str) -> None:
    """Draw a chart from its finished specification, which is cheaper than a chart object and is kept by the cache."""
    st.vega_lite_chart(spec=spec, key=key, width="stretch", theme=None)
