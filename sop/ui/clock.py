"""The clock of the running item: told once when it ends, the browser counts down by itself."""

from datetime import datetime

import streamlit as st

from sop.language import _

_LOOKS = """
.clock { display: flex; align-items: center; gap: .5rem; white-space: nowrap; color: var(--st-text-color);
         font-family: var(--st-font); font-size: 1rem; font-variant-numeric: tabular-nums }
progress { width: 6rem; height: .5rem; accent-color: var(--st-primary-color) }
.over { font-weight: 700; color: var(--st-red-color, #D55E00) }
"""

_SCRIPT = """
const clocks = new WeakMap()
const two = number => String(number).padStart(2, "0")

function show(box) {
  const { data, skew } = clocks.get(box)
  const left = Math.round((data.ends - (Date.now() + skew)) / 1000)
  const seconds = Math.abs(left)
  const words = left < 0 ? "▲ " + data.over : data.left
  const text = box.querySelector("span")
  text.textContent = words.replace("{time}", two(Math.floor(seconds / 60)) + ":" + two(seconds % 60))
  text.className = left < 0 ? "over" : ""
  box.querySelector("progress").value = Math.min(1, 1 - left / data.seconds)
}

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".clock")
  const known = clocks.get(box)
  const skew = known && known.data.now === data.now ? known.skew : data.now - Date.now()
  clocks.set(box, { data, skew, timer: known?.timer ?? setInterval(() => show(box), 1000) })
  show(box)
  return () => clearInterval(clocks.get(box).timer)
}
"""

_component = st.components.v2.component(
    "sop_clock",
    html='<div class="clock" role="timer"><span></span><progress max="1"></progress></div>',
    css=_LOOKS,
    js=_SCRIPT,
)


def countdown(ends: datetime, minutes: int, now: datetime) -> None:
    """Draw the time left until `ends`, of `minutes` planned; `now` corrects a browser whose clock is wrong."""
    data = {
        "ends": round(ends.timestamp() * 1000),
        "now": round(now.timestamp() * 1000),
        "seconds": minutes * 60,
        "left": _("{time} left"),
        "over": _("{time} over"),
    }
    _component(key="clock", data=data, width=230)
