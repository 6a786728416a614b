"""The engine against published textbook cases."""

from sop.domain.meeting import Stage
from sop.ui.components.engine_check import draw_engine_check
from sop.ui.frame import stage

with stage(Stage.ENGINE_CHECK):
    draw_engine_check()
