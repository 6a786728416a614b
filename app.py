"""The server: run it with `streamlit run app.py`. The pages stand in `pages/`, their frame in `sop/ui/`."""

import streamlit as st

from sop.ui.notices import script_failed
from sop.ui.server import MAIN, MIDDLEWARE, ROUTES, lifespan

app = st.App(MAIN, routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan, on_script_error=script_failed)
