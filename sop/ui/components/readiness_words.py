"""The words and marks of the readiness board: a state has an icon, a colour and a word, never a colour alone."""

from dataclasses import dataclass
from typing import Literal

from sop.domain.control import ControlState
from sop.domain.deliveries import DeliveryState
from sop.domain.quality import Aspect
from sop.language import N_, _, day, ngettext, number
from sop.language import date as full_date
from sop.services.deliveries import Deliveries, Expected
from sop.ui.components.data_words import KIND_WORDS
from sop.ui.words import function_word

Colour = Literal["green", "orange", "red", "blue", "gray"]


@dataclass(frozen=True, slots=True)
class Mark:
    """How a state is seen before its word is read."""

    icon: str
    colour: Colour


MARKS: dict[DeliveryState, Mark] = {
    DeliveryState.ON_TIME: Mark(":material/check_circle:", "green"),
    DeliveryState.LATE: Mark(":material/schedule:", "orange"),
    DeliveryState.STANDS: Mark(":material/check:", "green"),
    DeliveryState.AWAITED: Mark(":material/hourglass_top:", "blue"),
    DeliveryState.OVERDUE: Mark(":material/error:", "red"),
    DeliveryState.MISSING: Mark(":material/cancel:", "red"),
    DeliveryState.EXCUSED: Mark(":material/do_not_disturb_on:", "gray"),
}
CONTROL_MARKS: dict[ControlState, Mark] = {
    ControlState.NOT_LOADED: Mark(":material/hourglass_top:", "gray"),
    ControlState.NO_FIGURE: Mark(":material/edit:", "blue"),
    ControlState.TO_SIGN: Mark(":material/draw:", "orange"),
    ControlState.SIGN_AGAIN: Mark(":material/error:", "red"),
    ControlState.SIGNED: Mark(":material/check_circle:", "green"),
    ControlState.EXPLAINED: Mark(":material/comment:", "green"),
}
CONTROL_STATES = {
    ControlState.NOT_LOADED: N_("nothing to compare yet"),
    ControlState.NO_FIGURE: N_("figure of the books missing"),
    ControlState.TO_SIGN: N_("to be signed"),
    ControlState.SIGN_AGAIN: N_("to be signed again"),
    ControlState.SIGNED: N_("signed"),
    ControlState.EXPLAINED: N_("explained"),
}
ASPECTS = {
    Aspect.COMPLETE: N_("Completeness"),
    Aspect.CLEAN: N_("Warnings"),
    Aspect.UNIQUE: N_("Double and left out"),
    Aspect.KNOWN: N_("Known names"),
    Aspect.ON_TIME: N_("Timeliness"),
    Aspect.SIGNED: N_("Control total"),
}


def state_words(line: Expected) -> str:
    """Return how far a delivery is, in two or three words."""
    days = line.progress.days
    if line.state is DeliveryState.LATE:
        return ngettext("{days} day late", "{days} days late", days).format(days=number(days))
    if line.state is DeliveryState.OVERDUE:
        return ngettext("overdue by {days} day", "overdue by {days} days", days).format(days=number(days))
    words = {
        DeliveryState.ON_TIME: _("on time"),
        DeliveryState.STANDS: _("unchanged"),
        DeliveryState.AWAITED: _("due {day}").format(day=day(line.due)),
        DeliveryState.MISSING: _("missing"),
        DeliveryState.EXCUSED: _("not expected"),
    }
    return words[line.state]


def kind_words(line: Expected) -> str:
    """Return the name of a delivery with its department, as a sentence names it: "Forecasts (Sales)"."""
    return f"{_(KIND_WORDS[line.kind])} ({function_word(line.expectation.function)})"


def summary(board: Deliveries) -> str:
    """Return the one sentence that the room reads first."""
    there, asked, late = len(board.there), len(board.asked), len(board.in_state(DeliveryState.LATE))
    parts = [_("{there} of {asked} delivered").format(there=number(there), asked=number(asked))]
    if late:
        parts.append(_("{count} late").format(count=number(late)))
    said = ", ".join(parts)
    for state, words in (
        (DeliveryState.OVERDUE, _("overdue: {names}")),
        (DeliveryState.MISSING, _("missing: {names}")),
    ):
        lines = board.in_state(state)
        if lines:
            said += "; " + words.format(names=", ".join(_with_due(line) for line in lines))
    return said


def _with_due(line: Expected) -> str:
    return _("{name}, due {day}").format(name=kind_words(line), day=day(line.due))


def who(board: Deliveries, person_id: str) -> str:
    """Return the name of somebody who did something; the command line has none."""
    person = board.people.get(person_id)
    return person.name if person else _("command line")


def came_words(board: Deliveries, line: Expected) -> str:
    """Return the line under a delivery: when it came and from whom, or until when it was awaited and from whom."""
    parts = _came(board, line) if line.first or (line.load and not line.is_old) else _waits(board, line)
    if line.quality is not None:
        parts.append(_("quality {score}").format(score=number(line.quality.score)))
    return " · ".join(filter(None, parts))


def _came(board: Deliveries, line: Expected) -> list[str]:
    assert line.load is not None, "it came"
    if line.first is None:
        since = full_date(board.day(line.load.loaded_at))
        return [_("since {day}, {person}").format(day=since, person=who(board, line.load.loaded_by))]
    came = day(board.day(line.first.loaded_at))
    told = _("{day}, {person}").format(day=came, person=who(board, line.first.loaded_by))
    if not line.corrections:
        return [told]
    corrected = ngettext("corrected once", "corrected {count} times", line.corrections)
    return [told, corrected.format(count=number(line.corrections))]


def _waits(board: Deliveries, line: Expected) -> list[str]:
    owner = board.owner(line.expectation)
    due = "" if line.state is DeliveryState.AWAITED else _("due {day}").format(day=day(line.due))
    old = ""
    if line.load is not None:
        old = _("planned with the load of {day}").format(day=full_date(board.day(line.load.loaded_at)))
    return [due, owner.name if owner else "", old]
