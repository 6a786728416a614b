"""The frame: who may look, and three doors through which no error leaves."""

import logging

import pytest

from sop.domain.meeting import Stage
from sop.ui.words import SIGNS
from tests.ui.conftest import open_page


def test_a_visitor_sees_the_frame_a_sentence_and_the_way_in_but_not_the_page(session):
    def script():
        import streamlit as st

        from sop.domain.meeting import Stage
        from sop.ui.frame import stage

        with stage(Stage.SUPPLY):
            st.write("the page")

    app = session(None, script).run()
    assert [each.value for each in app.text] == ["S&OP Live"]
    assert app.get("link_button")[0].proto.url == "/join"
    assert "the page" not in [each.value for each in app.markdown]


@pytest.mark.parametrize("stage", list(Stage))
def test_every_page_draws_in_its_frame_for_somebody_who_joined(session, join, stage):
    app = open_page(session(join()[1]), SIGNS[stage].file)
    assert not app.exception
    assert not app.error
    assert app.text[0].value == "No cycle is open"
    assert len(app.main) > 1


def test_a_refusal_in_the_page_body_is_its_sentence(session, join):
    def script():
        from sop.domain.errors import Refused
        from sop.domain.meeting import Stage
        from sop.ui.frame import stage

        with stage(Stage.SUPPLY):
            raise Refused("This was the last item. Stop the clock to end the meeting.")

    app = session(join()[1], script).run()
    assert not app.exception
    assert [each.value for each in app.error] == [r"This was the last item\. Stop the clock to end the meeting\."]


def test_a_refusal_in_a_live_part_is_its_sentence_and_the_page_goes_on(session, join):
    def script():
        import streamlit as st

        from sop.domain.errors import Refused
        from sop.domain.meeting import Stage
        from sop.ui.frame import live_part, stage

        @live_part("grid", topics=lambda view: ["company"])
        def grid(view):
            raise Refused("no grid today")

        with stage(Stage.SUPPLY) as view:
            grid(view)
            st.write("below the grid")

    app = session(join()[1], script).run()
    assert not app.exception
    assert [each.value for each in app.error] == ["no grid today"]
    assert app.markdown[-1].value == "below the grid"


def _pushed():
    """A page whose buttons refuse, fail and succeed, and whose part re-runs by itself."""
    import streamlit as st

    from sop.domain.errors import Refused
    from sop.domain.meeting import Stage
    from sop.ui import notices
    from sop.ui.frame import action, live_part, stage

    @action
    def refuse(view, where):
        raise Refused("{name} may not", name="*Ana*") if where == "page" else Refused("not in this part")

    @action
    def fail(view):
        raise KeyError("a bug")

    @action
    def succeed(view):
        notices.tell("recorded")

    @live_part("grid", topics=lambda view: ["company"])
    def grid(view):
        st.write(f"grid of {view.person.name}")

    def refuse_in_part():
        refuse("part")
        st.rerun("grid")

    with stage(Stage.SUPPLY) as view:
        st.write("the page")
        st.button("refuse", on_click=refuse, args=("page",))
        st.button("fail", on_click=fail)
        st.button("succeed", on_click=succeed)
        st.button("refuse in part", on_click=refuse_in_part)
        st.button("plain", key="plain", on_click=lambda: st.rerun("grid"))
        grid(view)


def press(app, label: str):
    return next(button for button in app.button if button.label == label).click().run()


@pytest.fixture
def page(session, join):
    return session(join()[1], _pushed).run()


def test_a_refusal_in_a_callback_is_told_at_the_top_and_the_page_stays(page):
    press(page, "refuse")
    assert [each.value for each in page.error] == [r"\*Ana\* may not"]
    assert len(page.toast) == 1
    assert "the page" in [each.value for each in page.markdown]


def test_a_bug_in_a_callback_is_one_calm_sentence_and_loud_in_the_log(page, caplog):
    with caplog.at_level(logging.ERROR, "sop.ui"):
        press(page, "fail")
    assert [each.value for each in page.error] == [
        r"Something went wrong on our side\. Nothing was changed; please try again\."
    ]
    assert "the page" in [each.value for each in page.markdown]
    assert "KeyError: 'a bug'" in caplog.text


def test_a_refusal_is_told_in_the_part_when_only_the_part_re_runs(page):
    press(page, "refuse in part")
    assert [each.value for each in page.error] == [r"not in this part"]
    assert [each.value for each in page.markdown][-1] == "grid of Ana"


def test_a_refusal_stays_through_re_runs_of_others_and_goes_with_the_next_action(page):
    press(page, "refuse")
    page.run()  # nobody's action
    assert len(page.error) == 1
    assert not page.toast
    press(page, "succeed")
    assert not page.error
    assert [each.value for each in page.success] == ["recorded"]


def test_a_bug_in_a_page_is_loud_where_no_server_softens_it(session, join):
    def script():
        from sop.domain.meeting import Stage
        from sop.ui.frame import stage

        with stage(Stage.SUPPLY):
            raise ZeroDivisionError

    app = session(join()[1], script).run()
    assert len(app.exception) == 1


def test_somebody_whose_session_was_closed_is_asked_to_join_also_in_a_part(page, workspace):
    from sop.services import joining
    from tests.ui.conftest import TOKEN

    joining.leave(workspace.store, page.session_state[TOKEN])
    press(page, "plain")
    assert page.get("link_button")[0].proto.url == "/join"
