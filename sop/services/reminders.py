"""Reminders of what has not come: a text for each person who can deliver it, in that person's language."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from sop.domain.control import Control, ControlState
from sop.domain.deliveries import DeliveryState
from sop.domain.people import Function, Person, Role
from sop.language import N_, SOURCE, _, current, day, ngettext, speaking
from sop.services.deliveries import Deliveries, Expected

OPEN = frozenset({DeliveryState.OVERDUE, DeliveryState.MISSING, DeliveryState.AWAITED})
UNSIGNED = frozenset({ControlState.TO_SIGN, ControlState.SIGN_AGAIN})
CONTROL_WORDS = {
    Control.REVENUE: N_("Revenue of the closed month against the ledger"),
    Control.STOCK_VALUE: N_("Stock value against the balance sheet"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """How kinds and departments are called, in the language that is spoken when they are asked."""

    kind: Callable[[str], str]
    function: Callable[[Function], str]


@dataclass(frozen=True, slots=True)
class Reminder:
    """A text to somebody; `to` is None where nobody of the department is listed."""

    to: Person | None
    function: Function
    language: str
    subject: str
    text: str

    @property
    def mailto(self) -> str:
        """Return what opens it in a mail program; empty without an address."""
        if self.to is None or not self.to.email:
            return ""
        return f"mailto:{quote(self.to.email, safe='@')}?subject={quote(self.subject)}&body={quote(self.text)}"


def reminders(board: Deliveries, address: str, words: Words) -> tuple[Reminder, ...]:
    """Return a text for each owner of something that lacks, department by department; none where all is there."""
    return tuple(
        _reminder(board, function, person, address, words)
        for function in board.departments
        if _open_of(board, function) or _unsigned_of(board, function)
        for person in _addressed(board, function)
    )


def _addressed(board: Deliveries, function: Function) -> tuple[Person | None, ...]:
    """Return who is reminded: the owners of what is open, and everybody of the department where one has no owner."""
    wanted = _open_of(board, function)
    unsigned = _unsigned_of(board, function)
    owners = [board.owner(each.expectation) for each in wanted]
    named = tuple(dict.fromkeys(owner for owner in owners if owner is not None))
    if not unsigned and all(owners):
        return named
    own = tuple(
        each for each in board.people.values() if each.function is function and each.role is not Role.VIEWER
    )  # fmt: skip
    return tuple(dict.fromkeys((*named, *own))) or (None,)


def _open_of(board: Deliveries, function: Function) -> tuple[Expected, ...]:
    return tuple(each for each in board.of(function) if each.state in OPEN)


def _unsigned_of(board: Deliveries, function: Function) -> tuple[Control, ...]:
    """Return the control totals that wait for a department: to sign, of finance also those without a figure."""
    own = {each.control.control for each in board.of(function) if each.control and each.control.state in UNSIGNED}
    if function is Function.FINANCE:
        own |= {each.control for each in board.controls.values() if each.state is ControlState.NO_FIGURE}
    return tuple(control for control in Control if control in own)


def _reminder(board: Deliveries, function: Function, person: Person | None, address: str, words: Words) -> Reminder:
    with speaking(person.language if person else SOURCE):
        subject = _("S&OP {cycle}: data of {department}").format(
            cycle=board.cycle.name, department=words.function(function)
        )
        return Reminder(
            person, function, current(), subject, "\n".join(_lines(board, function, person, address, words))
        )


def _lines(board: Deliveries, function: Function, person: Person | None, address: str, words: Words) -> list[str]:
    asked = [each for each in _open_of(board, function) if _concerns(board, each, person)]
    unsigned = _unsigned_of(board, function)
    lines = [_("Hello {name},").format(name=person.name if person else words.function(function)), ""]
    if asked:
        lines += [_("for the S&OP cycle {cycle} we still need:").format(cycle=board.cycle.name)]
        lines += [_line(each, words) for each in asked]
        lines += [
            "",
            _("Drop the files here, as your system writes them (CSV or Excel): {address}").format(address=address),
        ]
    if unsigned:
        lines += [""] if asked else []
        lines += [_("Please enter or sign these control totals on the same page: {address}").format(address=address)]
        lines += [f"- {_(CONTROL_WORDS[control])}" for control in unsigned]
    return [*lines, "", _("Thank you")]


def _concerns(board: Deliveries, each: Expected, person: Person | None) -> bool:
    owner = board.owner(each.expectation)
    return owner is None or person is None or owner.id == person.id


def _line(each: Expected, words: Words) -> str:
    """Return such as "- Stock: was due Wed 4 Nov, 2 days ago"."""
    due = day(each.due)
    if each.state is DeliveryState.AWAITED:
        said = _("due {day}").format(day=due)
    elif each.state is DeliveryState.OVERDUE:
        behind = each.progress.days
        said = ngettext("was due {day}, {days} day ago", "was due {day}, {days} days ago", behind).format(
            day=due, days=behind
        )
    else:
        said = _("was due {day}; the data is frozen, it goes into the next cycle").format(day=due)
    return f"- {words.kind(each.kind)}: {said}"
