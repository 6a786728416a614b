"""Who is behind: exactly the parts of this page that show something older than what is known."""

import pytest

from sop.storage.engine import open_store
from sop.ui import keys
from sop.ui.live import Mark


def _page():
    import streamlit as st

    from sop.domain.meeting import Stage
    from sop.ui import live
    from sop.ui.frame import live_part, stage

    def count(part):
        st.session_state[part] = st.session_state.get(part, 0) + 1

    @live_part("grid", topics=lambda view: ["scenario/a"])
    def grid(view):
        count("grid")

    @live_part("sheet", topics=lambda view: ["meeting/b", "scenario/c"])
    def sheet(view):
        count("sheet")
        st.button("follow", on_click=live._follow)

    def look():
        st.session_state["missed"] = live.missed()

    with stage(Stage.SUPPLY) as view:
        count("page")
        grid(view)
        sheet(view)
        st.button("look", on_click=look)


def press(app, label):
    return next(button for button in app.button if button.label == label).click().run()


def drawn(app) -> dict[str, int]:
    return {part: app.session_state[part] for part in ("page", "grid", "sheet")}


def announce(store, *topics) -> None:
    with store.write() as w:
        for topic in topics:
            w.announce(topic)


@pytest.fixture
def page(session, join):
    return session(join()[1], _page).run()


def test_only_the_part_whose_topic_moved_is_drawn_again(page, workspace):
    announce(workspace.store, "scenario/a")
    press(page, "follow")
    assert drawn(page) == {"page": 1, "grid": 2, "sheet": 1}


def test_a_part_that_is_up_to_date_is_not_drawn_again_by_a_late_echo(page, workspace):
    announce(workspace.store, "meeting/b")
    press(page, "follow")
    assert drawn(page) == {"page": 1, "grid": 1, "sheet": 2}
    press(page, "follow")  # nothing is behind: no part is named, and what holds the button decides alone
    assert drawn(page)["grid"] == 2
    assert drawn(page)["page"] == 2


def test_every_part_that_is_behind_is_drawn_again_at_once(page, workspace):
    announce(workspace.store, "scenario/a", "scenario/c")
    press(page, "follow")
    assert drawn(page) == {"page": 1, "grid": 2, "sheet": 2}


def test_a_part_that_this_page_does_not_have_is_never_named(page, workspace):
    page.session_state[keys.PARTS] = {**page.session_state[keys.PARTS], "gone": Mark(("scenario/x",), 0)}
    announce(workspace.store, "scenario/x")
    press(page, "follow")
    assert not page.exception


def test_what_the_stream_never_told_is_found_in_the_database(page, workspace):
    elsewhere = open_store(workspace.store.url)  # another server: this one's hub hears nothing
    announce(elsewhere, "scenario/c", "scenario/unrelated")
    elsewhere.dispose()
    press(page, "look")
    assert page.session_state["missed"] == ["sheet"]


def test_what_was_announced_a_moment_ago_is_left_to_the_stream(page, workspace):
    announce(workspace.store, "scenario/c")
    press(page, "look")
    assert page.session_state["missed"] == []
