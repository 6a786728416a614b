"""Which column of a dropped file is which of ours: how sure the reader is, changed by select boxes before anything is stored."""

from collections.abc import Mapping, Sequence

import streamlit as st

from sop.domain.kinds import Kind
from sop.intake.mapping import Guess
from sop.intake.stock_columns import AMOUNTS as STOCK
from sop.intake.stock_columns import STATUSES
from sop.intake.tables import MONTH_OF_SHEET
from sop.intake.wide import AMOUNTS, MONTHS
from sop.language import N_, _, ngettext, number
from sop.ui import keys
from sop.ui.actions import action
from sop.ui.components.column_words import column_word, needed_first
from sop.ui.drawing import escaped
from sop.ui.view import View

SURE = 0.9  # from here on a column needs no second look
NONE = ""  # stands for: the file has no such column
ACROSS = 3
ACROSS_WORDS = {
    MONTHS: N_("months across"),
    AMOUNTS: N_("figures under the months"),
    MONTH_OF_SHEET: N_("the month of each sheet"),
    STATUSES: N_("statuses across"),
    STOCK: N_("quantities under the statuses"),
}
HOW = {
    "name": N_("called so"),
    "synonym": N_("by its heading"),
    "content": N_("by what stands in it"),
    "kept": N_("as kept for this source"),
    "chosen": N_("as you chose"),
}


def chosen_mapping(file_id: str) -> Mapping[str, str]:
    """Return what a person chose for a file: our column -> the file's, empty where it has none."""
    chosen: Mapping[str, str] = st.session_state.get(f"{keys.UPLOAD_MAPPED}-{file_id}", {})
    return chosen


@action
def mapped(view: View, file_id: str, column: str) -> None:  # noqa: ARG001 - every action is given its view
    """Keep which column of the file was chosen for one of ours."""
    choice: str = st.session_state[_key(file_id, column)]
    st.session_state[f"{keys.UPLOAD_MAPPED}-{file_id}"] = {**chosen_mapping(file_id), column: choice}


def _key(file_id: str, column: str) -> str:
    return f"{keys.UPLOAD_COLUMN}-{file_id}-{column}"


def file_column(name: str) -> str:
    """Return what a column of the file is called; months that stand across have no heading of their own."""
    return _(ACROSS_WORDS[name]) if name in ACROSS_WORDS else name


def _is_sure(guess: Guess) -> bool:
    return guess.sure >= SURE or guess.source in ACROSS_WORDS


def to_check(kind: Kind, guesses: Sequence[Guess]) -> tuple[str, ...]:
    """Return our columns that deserve a look: needed ones that nobody found, and found ones that are not sure."""
    needed = {column.name for column in kind.columns if column.required}
    return tuple(
        each.column
        for each in guesses
        if (each.source is None and each.column in needed) or (each.source is not None and not _is_sure(each))
    )


def draw_mapping(kind: Kind, guesses: Sequence[Guess], header: Sequence[str], file_id: str) -> None:
    """Draw a select box for each of our columns; the expander stands open where something deserves a look."""
    doubtful = to_check(kind, guesses)
    with st.expander(_headline(guesses, doubtful), expanded=bool(doubtful), icon=":material/view_column:"):
        st.caption(_("Above each box our column, in it that of the file; * must be there."))
        by_name = {each.column: each for each in guesses}
        columns = [column for column in needed_first(kind) if column.name in by_name]
        for start in range(0, len(columns), ACROSS):
            for place, column in zip(st.columns(ACROSS), columns[start : start + ACROSS], strict=False):
                with place:
                    _draw_box(by_name[column.name], header, file_id, needed=column.required)


def _headline(guesses: Sequence[Guess], doubtful: Sequence[str]) -> str:
    found = sum(each.source is not None for each in guesses)
    told = ngettext("{count} column is understood", "{count} columns are understood", found)
    if not doubtful:
        return told.format(count=number(found))
    check = ngettext("{count} to check", "{count} to check", len(doubtful))
    return f"{told.format(count=number(found))} · {check.format(count=number(len(doubtful)))}"


def _draw_box(guess: Guess, header: Sequence[str], file_id: str, *, needed: bool) -> None:
    word = column_word(guess.column)
    offered = [*dict.fromkeys((*header, *((guess.source,) if guess.source else ()))), NONE]
    st.session_state[_key(file_id, guess.column)] = guess.source or NONE
    st.selectbox(
        f"{word} *" if needed else word, offered, key=_key(file_id, guess.column), on_change=mapped,
        args=(file_id, guess.column), format_func=lambda name: file_column(name) if name else _("not in the file"),
    )  # fmt: skip
    st.caption(escaped(_standing(guess, needed=needed)))


def _standing(guess: Guess, *, needed: bool) -> str:
    """Return how a column was found, in words; a mark stands before what deserves a look."""
    if guess.source is None:
        return _("▲ needed: choose the column") if needed else _("not in the file")
    how = _(HOW[guess.how])
    return f"✓ {how}" if _is_sure(guess) else _("? {how}: please check").format(how=how)
