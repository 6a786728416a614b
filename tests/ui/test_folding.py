"""What is folded away is drawn while it is open, and stays open when its button says something else."""

from streamlit.testing.v1 import AppTest


def _page():
    import streamlit as st

    from sop.ui.folding import draw_folded

    def draw():
        st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1
        st.toggle("inside", key="inside")

    draw_folded(f"Form, {st.session_state.get('on', 0)} on", draw, key="form", icon=":material/add:")


def test_what_is_closed_is_not_drawn():
    app = AppTest.from_function(_page).run()
    assert "drawn" not in app.session_state
    assert not app.toggle


def test_what_is_open_stays_open_when_its_label_changes():
    app = AppTest.from_function(_page)
    app.session_state["form"] = True
    app.run()
    app.session_state["on"] = 1
    app.run()
    assert [each.label for each in app.toggle] == ["inside"]


def test_what_is_closed_again_is_gone():
    app = AppTest.from_function(_page)
    app.session_state["form"] = True
    app.run()
    app.session_state["form"] = False
    assert not app.run().toggle


def _sections():
    import streamlit as st

    from sop.ui.folding import draw_section

    draw_section("Details", lambda: st.toggle("inside", key="inside"), key="details")


def test_a_section_is_drawn_while_it_is_open():
    app = AppTest.from_function(_sections).run()
    assert not app.toggle
    app.session_state["details"] = True
    assert [each.label for each in app.run().toggle] == ["inside"]
