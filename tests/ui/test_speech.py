"""The language of a session: the person's choice, else the address, else the browser; never somebody else's."""

import pytest

from sop.ui import speech


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("ro-RO,ro;q=0.9,en;q=0.8", "ro"),
        ("en-US,en;q=0.9,ro;q=0.8", "en"),
        ("fr-FR,fr;q=0.9,ro;q=0.8,en;q=0.7", "ro"),
        ("fr", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_the_first_language_of_the_browser_that_is_ours_counts(accepted, language):
    assert speech.best(accepted) == language


def test_outside_of_any_session_english_is_spoken():
    assert speech.spoken() == "en"


def _page_with_part():
    import streamlit as st

    from sop.domain.meeting import Stage
    from sop.ui.frame import live_part, stage
    from sop.ui.words import stage_word

    @live_part("grid", topics=lambda view: ["company"])
    def grid(view):
        st.write(stage_word(Stage.DEMAND))
        st.button("again", on_click=lambda: st.rerun("grid"))

    with stage(Stage.SUPPLY) as view:
        grid(view)


def words(app) -> list[str]:
    return [each.value for each in app.markdown]


def test_a_part_re_runs_in_romanian_while_an_english_session_is_open(session, join):
    romanian = session(join("Ana", language="ro")[1], _page_with_part).run()
    english = session(join("Ann", language="en")[1], _page_with_part).run()
    for _ in range(2):
        assert words(romanian.button[0].click().run()) == ["Cerere"]
        assert words(english.button[0].click().run()) == ["Demand"]


def test_the_chosen_language_is_remembered_for_the_person(session, join, workspace):
    _, token = join("Ana")
    app = session(token).run()
    app.get("button_group")[0].set_value("ro").run()
    assert app.text[0].value == "Niciun ciclu deschis"
    assert session(token).run().text[0].value == app.text[0].value


def test_a_visitor_is_served_in_the_language_of_the_address(session):
    app = session()
    app.query_params["lang"] = "ro"
    app.run()
    assert app.get("link_button")[0].proto.label != "Join"


def test_the_person_s_choice_counts_more_than_the_address(session, join):
    app = session(join("Ana", language="en")[1])
    app.query_params["lang"] = "ro"
    assert app.run().text[0].value == "No cycle is open"
