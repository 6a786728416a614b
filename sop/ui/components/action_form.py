"""The form that completes or changes an action; where somebody changed it meanwhile, both are shown."""

from dataclasses import replace
from datetime import timedelta

import streamlit as st

from sop.domain.decisions import LONGEST_TEXT, Action
from sop.domain.ids import new_id
from sop.language import _
from sop.language import date as day_words
from sop.services import decisions
from sop.storage import actions
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.assumptions import theirs_kept
from sop.ui.components.clash import draw_clash
from sop.ui.components.decide import DEFAULT_DAYS, listed
from sop.ui.view import View


@action
def action_changed(view: View, standing: Action, version: int, token: str) -> None:
    """Store what the form holds over the version that it showed last; somebody else's state of it stays."""
    with view.workspace.store.read() as tx:
        standing = actions.get(tx, standing.id)
    decisions.change_action(view.workspace, view.act(token), _held(standing, token, version))
    st.session_state[keys.STORED] = token
    notices.tell(_("The action is stored."))


def change_dialog(view: View, standing: Action) -> None:
    """Open the form of an action, filled with what is known of it."""
    title = _("Complete action") if standing.lacks else _("Change action")
    st.dialog(title, icon=":material/task_alt:")(_form)(view, standing, new_id())


def _form(view: View, standing: Action, token: str) -> None:
    notices.in_dialog(token)
    ids, words = listed(view)
    prefix = f"{keys.ACTION_FORM}-{token}"
    st.text_input(_("What is to be done"), standing.text, key=f"{prefix}-text", max_chars=LONGEST_TEXT)
    st.selectbox(
        _("Owner"), ids, index=ids.index(standing.owner_id) if standing.owner_id in ids else None,
        placeholder=_("Choose a person"), format_func=words.__getitem__, key=f"{prefix}-owner",
    )  # fmt: skip
    proposed = standing.due or view.workspace.now().date() + timedelta(days=DEFAULT_DAYS)
    st.date_input(_("Due"), proposed, key=f"{prefix}-due", format="DD.MM.YYYY")
    version = _now(view, standing, token)
    st.button(
        _("Store action") if version == standing.version else _("Write mine over it"), type="primary",
        on_click=action_changed, args=(standing, version, token), key="action-change",
    )  # fmt: skip


def _now(view: View, standing: Action, token: str) -> int:
    """Return the version that stands now; where it is not the one that the form was opened on, draw both."""
    with view.workspace.store.read() as tx:
        now = actions.get(tx, standing.id)
    if now.version != standing.version:
        draw_clash(_fields(view, now), _fields(view, _held(now, token, now.version)))
        st.button(_("Keep theirs"), on_click=theirs_kept, args=(token,), key="action-keep")
    return now.version


def _fields(view: View, each: Action) -> dict[str, str]:
    words = listed(view)[1]
    return {
        _("What is to be done"): each.text, _("Owner"): words.get(each.owner_id, "-"), _("Due"): day_words(each.due),
    }  # fmt: skip


def _held(standing: Action, token: str, version: int) -> Action:
    """Return the action that the form holds; how far it is stays as it stands."""
    state, prefix = st.session_state, f"{keys.ACTION_FORM}-{token}"
    return replace(
        standing, text=state[f"{prefix}-text"].strip(), owner_id=state[f"{prefix}-owner"] or "",
        due=state[f"{prefix}-due"], version=version,
    )  # fmt: skip
