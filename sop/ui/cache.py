"""Every door to Streamlit's caches. What draws is never cached; what is cached is bounded."""

import os
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from sop.charts.theme import Look, Spec
from sop.services import validation
from sop.services.inspection import Inspection
from sop.services.settings import Settings
from sop.services.validation import CaseResult
from sop.services.workspace import Workspace, build
from sop.ui.drawing import packed

MOST_CHARTS = 512
MOST_CHECKS = 4  # the published cases as they stand, and as they stood before somebody edited one
MOST_INSPECTIONS = 16
MOST_COMPANIES = 8  # one in a server; tests open several, one after the other


def company() -> Workspace:
    """Return the workspace of this process, built at the first call, whoever makes it."""
    settings = Settings.from_environment(os.environ)
    return _company(str(settings.home), settings.database_url, settings.live_size)


@st.cache_resource(max_entries=MOST_COMPANIES, show_spinner=False)
def _company(home: str, database_url: str, live_size: int) -> Workspace:
    return build(Settings(Path(home), database_url, live_size=live_size))


@st.cache_resource(max_entries=MOST_CHARTS, show_spinner=False)
def chart_of(name: str, look: Look, _make: Callable[[], Spec]) -> Spec:  # noqa: ARG001 - the cache's key
    """Return a chart's specification, made once per name (which holds the plan's digest) and look; never change it."""
    return packed(_make())


def engine_check() -> tuple[CaseResult, ...]:
    """Return the published cases beside what the engine computes for them, computed once for the files as they stand."""
    return _engine_check(validation.digest())


@st.cache_resource(max_entries=MOST_CHECKS, show_spinner=False)
def _engine_check(digest: str) -> tuple[CaseResult, ...]:  # noqa: ARG001 - the cache's key
    return validation.run_all()


@st.cache_resource(max_entries=MOST_INSPECTIONS, show_spinner=False)
def inspected(name: str, _make: Callable[[], Inspection]) -> Inspection:  # noqa: ARG001 - the cache's key
    """Return what is in an uploaded file, read once per file, answers and what was delivered before."""
    return _make()
