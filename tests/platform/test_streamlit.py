"""What we rely on in Streamlit beyond its documentation: read this file again at each new version."""

import tomllib
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest
from streamlit.web.server.app_discovery import discover_asgi_app

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))

NEEDED = {
    "runner.postScriptGC": False,  # else a full collection after each run stalls everybody
    "runner.magicEnabled": False,  # else a bare expression is drawn
    "server.fileWatcherType": "none",  # else locks and models exist twice after an edit
    "server.maxUploadSize": 200,
    "client.showErrorDetails": "type",
    "client.toolbarMode": "minimal",
    "browser.gatherUsageStats": False,
    "server.headless": True,
}


def flat(table: dict, prefix: str = "") -> dict[str, object]:
    rows: dict[str, object] = {}
    for name, value in table.items():
        rows |= flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
    return rows


def test_this_is_the_minor_version_that_the_policy_and_the_component_were_tried_on():
    assert st.__version__.startswith("1.67.")


def test_every_setting_is_one_that_streamlit_knows():
    assert set(flat(SETTINGS)) <= set(config._config_options_template)


@pytest.mark.parametrize(("name", "value"), NEEDED.items())
def test_the_settings_that_were_measured_are_set(name, value):
    assert flat(SETTINGS)[name] == value


def test_no_font_is_fetched_from_elsewhere():
    assert {value for name, value in flat(SETTINGS).items() if name.endswith("ont")} == {"sans-serif", "monospace"}


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("colour", ["textColor", "linkColor", "primaryColor", "redColor", "greenColor"])
def test_text_can_be_read_on_its_ground(mode, colour):
    """Contrast as WCAG 2 defines it: 4.5:1 for text, 3:1 for marks and large type."""
    theme = SETTINGS["theme"][mode]
    high, low = sorted((luminance(theme[colour]), luminance(theme["backgroundColor"])), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= (4.5 if colour in {"textColor", "linkColor"} else 3.0)


def luminance(colour: str) -> float:
    shares = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_streamlit_run_finds_the_server_in_app_py():
    assert discover_asgi_app(ROOT / "app.py").is_asgi_app


def test_a_re_run_by_an_unknown_name_is_an_error_that_can_be_caught():
    def script():
        import streamlit as st
        from streamlit.errors import StreamlitAPIException

        def call():
            try:
                st.rerun("nobody")
            except StreamlitAPIException:
                st.session_state["caught"] = True

        st.button("call", on_click=call)

    app = AppTest.from_function(script).run()
    app.button[0].click().run()
    assert app.session_state["caught"]


def test_a_re_run_by_name_runs_that_fragment_and_nothing_else_and_context_variables_are_gone():
    def script():
        from contextvars import ContextVar

        import streamlit as st

        st.session_state.setdefault("variable", ContextVar("probe", default="empty"))
        ran = st.session_state.setdefault("ran", [])

        @st.fragment(key="one")
        def one():
            ran.append(("one", st.session_state["variable"].get()))
            st.button("again", on_click=lambda: st.rerun("one"))

        @st.fragment(key="two")
        def two():
            ran.append(("two", ""))

        st.session_state["variable"].set("set by the page")
        ran.append(("page", ""))
        one()
        two()

    app = AppTest.from_function(script).run()
    app.button[0].click().run()
    assert app.session_state["ran"] == [("page", ""), ("one", "set by the page"), ("two", ""), ("one", "empty")]


def test_stopping_on_the_way_into_a_block_skips_the_block():
    def script():
        from contextlib import contextmanager

        import streamlit as st

        @contextmanager
        def closed():
            st.write("before")
            st.stop()
            yield

        with closed():
            st.write("inside")

    app = AppTest.from_function(script).run()
    assert [each.value for each in app.markdown] == ["before"]
    assert not app.exception


def test_streamlit_s_signals_are_no_errors_that_a_door_would_swallow():
    from streamlit.runtime.scriptrunner import RerunException, StopException

    assert not issubclass(RerunException, Exception)
    assert not issubclass(StopException, Exception)


def test_a_callback_can_tell_which_fragments_a_request_names():
    def script():
        import streamlit as st
        from streamlit.runtime.scriptrunner import get_script_run_ctx

        def call():
            context = get_script_run_ctx()
            st.session_state["named"] = (context.fragment_ids_this_run, context.fragment_storage.resolve_target("one"))

        @st.fragment(key="one")
        def one():
            st.button("call", on_click=call)

        one()

    app = AppTest.from_function(script).run()
    app.button[0].click().run()
    named, one = app.session_state["named"]
    assert len(one) == 1
    assert named in (one, None)  # the test's client names no fragment, a browser does
