"""The script that every page run goes through: language, look, navigation; then the page itself."""

from pathlib import Path

import streamlit as st

from sop.domain.meeting import SMALLEST_TYPE, Stage
from sop.services.room import Room
from sop.ui import live, speech
from sop.ui.frame import begin
from sop.ui.timings import timed
from sop.ui.view import projected
from sop.ui.ways import file_of
from sop.ui.words import SIGNS, stage_word

ICON = Path(__file__).parent / "icon.png"  # an icon of Material would be fetched from another host
RUNNING = ":material/play_circle:"
PROJECTOR_STYLE = "<style>html {{ font-size: {px}px }} .stMainBlockContainer {{ padding: 1rem 2rem }}</style>"


def pages(room: Room) -> list[st.Page]:
    """Return the pages in the order of the cycle; the one of the running item is marked."""
    running = room.running.stage if room.running else None
    return [
        st.Page(
            file_of(stage),
            title=stage_word(stage),
            icon=RUNNING if stage is running else sign.icon,
            url_path=stage,
            default=stage is Stage.AGENDA,
        )
        for stage, sign in SIGNS.items()
    ]


def run() -> None:
    """Run the page that was asked for."""
    st.set_page_config(page_title="S&OP Live", page_icon=str(ICON), layout="wide")
    speech.register()
    with timed("page") as run_of:
        room = begin()
        chosen = st.navigation(pages(room), position="hidden" if projected() else "top")
        run_of.name = chosen.url_path or Stage.AGENDA
        if projected():
            st.html(PROJECTOR_STYLE.format(px=room.meeting.projector.type_px if room.meeting else SMALLEST_TYPE))
        chosen.run()
    live.hand_over()


run()
