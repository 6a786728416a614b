"""What takes longer than a lever may: first without its answer, then by itself with it; at once where it is known."""

import pytest


def _page():
    import streamlit as st

    from sop.domain.meeting import Stage
    from sop.services.answers import Question
    from sop.ui import live
    from sop.ui.cache import company
    from sop.ui.frame import live_part, stage
    from sop.ui.later import draw_later

    def count(name):
        st.session_state[name] = st.session_state.get(name, 0) + 1

    def make():
        count("made")
        return "forty-two"

    def draw(view, found):
        st.text(found or "in a moment")

    @live_part("board", topics=lambda view: ["scenario/a"])
    def board(view):
        count("board")
        draw_later(view, "answer", Question(company(), ("deep",), make), draw, "ask")
        st.button("follow", on_click=live.draw_again)

    with stage(Stage.SUPPLY) as view:
        board(view)


@pytest.fixture
def page(session, join):
    return session(join()[1], _page).run()


def press(app, label):
    return next(button for button in app.button if button.label == label).click().run()


def texts(app) -> list[str]:
    return [each.value for each in app.text]


def test_it_is_drawn_without_its_answer_first_and_nothing_is_made(page):
    assert "in a moment" in texts(page)
    assert "made" not in page.session_state


def test_the_browser_that_asks_again_gets_the_answer_and_the_part_around_it_is_left_alone(page):
    before = page.session_state["board"]
    press(page, "follow")
    assert page.session_state["made"] == 1
    assert page.session_state["board"] - before <= 1  # the click itself


def test_what_is_known_is_drawn_at_once(page):
    press(page, "follow")
    page.run()
    assert "forty-two" in texts(page)
    assert page.session_state["made"] == 1


def _page_of_a_large_company():
    import streamlit as st

    from sop.domain.meeting import Stage
    from sop.services.answers import Question
    from sop.ui import live
    from sop.ui.cache import company
    from sop.ui.frame import live_part, stage
    from sop.ui.later import draw_later

    @live_part("board", topics=lambda view: ["scenario/a"])
    def board(view):
        for name, ready in (("slow", True), ("early", False)):
            question = Question(company(), (name,), lambda: "forty-two", ready, asked_for=True)
            draw_later(view, name, question, lambda view, found: st.text(found or "in a moment"), "Ask")
        st.button("follow", on_click=live.draw_again)

    with stage(Stage.SUPPLY) as view:
        board(view)


def test_in_a_large_company_a_question_waits_for_a_click_and_one_about_a_preview_for_the_full_plan(session, join):
    page = session(join()[1], _page_of_a_large_company).run()
    assert "in a moment" not in texts(page)
    assert [button.label for button in page.button].count("Ask") == 1
    assert any("full plan" in each.value for each in page.caption)
    page.button(key="slow-ask").click().run()
    assert "in a moment" in texts(page)
    press(page, "follow")
    assert "forty-two" in texts(page)
