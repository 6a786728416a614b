"""What was skipped, changed or looks odd in a dropped file: counted by reason, listed once, and all of it to take along."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from sop.domain.errors import Fault
from sop.language import _, ngettext, number, say, sentence
from sop.ui.drawing import escaped

PROBLEMS_SHOWN = 200
REASONS_SHOWN = 6


def draw_problems(problems: Sequence[Fault], file_id: str, as_file: bytes, file_name: str, *, refused: bool) -> None:
    """Draw the reasons with how often each stands, then the rows; `as_file` is the whole list as a table."""
    if not problems:
        return
    st.markdown("\n".join(f"- {escaped(line)}" for line in _reasons(problems)))
    count = len(problems)
    told = ngettext("{count} place in the file", "{count} places in the file", count).format(count=number(count))
    with st.expander(told, expanded=refused, icon=":material/checklist:"):
        st.dataframe(_table(problems[:PROBLEMS_SHOWN]), hide_index=True, height="content" if count < 10 else 360)
        if count > PROBLEMS_SHOWN:
            st.caption(_("The first {count} are shown; the file has them all.").format(count=number(PROBLEMS_SHOWN)))
        st.download_button(
            _("Download the list"), as_file, file_name, "text/csv", icon=":material/download:", on_click="ignore",
            key=f"problems-{file_id}",
        )  # fmt: skip


def _reasons(problems: Sequence[Fault]) -> list[str]:
    """Return one line a reason, the most frequent first."""
    first = {each.code: each for each in reversed(problems)}
    counted = Counter(each.code for each in problems)
    lines = []
    for code, count in counted.most_common(REASONS_SHOWN):
        told = say(first[code])
        lines.append(told if count == 1 else f"{number(count)} × {told}")
    return lines


def _table(problems: Sequence[Fault]) -> pd.DataFrame:
    rows = [
        {
            _("Sheet"): each.sheet,
            _("Row"): "" if each.row is None else str(each.row),
            _("Column"): each.column,
            _("Value"): each.value,
            _("What it is"): say(each),
            _("What to do"): sentence(each.remedy, each.values),
        }
        for each in problems
    ]
    table = pd.DataFrame(rows)
    return table.loc[:, (table != "").any()]
