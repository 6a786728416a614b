"""Who is behind: exactly the parts of this page that show something older than what is known."""

import asyncio
import threading
import time

import pytest

from sop.storage.engine import open_store
from sop.ui import keys, live
from sop.ui.live import GRACE, Mark


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
        st.button("follow", on_click=live.draw_again)

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


# What was drawn and never arrived


@pytest.fixture
def marks(monkeypatch, workspace):
    """One part that showed change 10 of a topic that is at 10; the browser may have drawn less."""
    monkeypatch.setattr(live, "company", lambda: workspace)
    workspace.hub.hear([Announcement(10, "scenario/a")])

    def drawn(seconds_ago: float) -> None:
        marks = {"grid": Mark(("scenario/a",), 10, time.monotonic() - seconds_ago)}
        monkeypatch.setattr(live, "_marks", lambda: marks)

    return drawn


class Announcement:
    def __init__(self, number, topic):
        self.id, self.topic = number, topic


def test_what_the_browser_did_not_get_is_drawn_again(marks):
    marks(seconds_ago=GRACE + 1)
    assert live.behind(9) == ["grid"]


def test_what_was_sent_a_moment_ago_is_left_to_arrive(marks):
    marks(seconds_ago=0)
    assert live.behind(9) == []


@pytest.mark.parametrize("drawn", [10, 11, None])
def test_what_the_browser_has_drawn_is_not_drawn_again(marks, drawn):
    marks(seconds_ago=GRACE + 1)
    assert live.behind(drawn) == []


def test_a_run_ends_when_the_server_has_taken_over_what_it_drew():
    """Streamlit hands each drawing to its loop, and forgets those of a run that ended before the loop came to them."""
    loop, busy, taken = asyncio.new_event_loop(), threading.Event(), []
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        with live.served_by(loop):
            loop.call_soon_threadsafe(busy.wait)
            for drawing in range(3):
                loop.call_soon_threadsafe(taken.append, drawing)
            threading.Timer(0.05, busy.set).start()
            live.hand_over()
            assert taken == [0, 1, 2]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def test_without_a_server_nobody_is_waited_for():
    live.hand_over()
