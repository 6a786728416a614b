"""The decisions that Casa Verde's meeting of November 2026 is asked for, and how its gaps are answered so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sop.domain.calendar import Month, MonthRange
from sop.domain.meeting import Cycle
from sop.domain.people import Act, Function
from sop.domain.prepared import AnswerKind, GapAnswer, Option, PreparedDecision, ScopedLever
from sop.domain.scenario import Dimension, LeverKind, Scope
from sop.language import N_, Term
from sop.services import preparing
from sop.storage import people, prepared
from sop.storage.engine import Store

_GRILLS, _FURNITURE = Scope(Dimension.FAMILY, "Grills"), Scope(Dimension.FAMILY, "Garden furniture")
_HEATERS, _PAINTING = Scope(Dimension.FAMILY, "Patio heaters"), Scope(Dimension.RESOURCE, "Painting")
_SIBIU = Scope(Dimension.PLANT, "Sibiu")


def fill_prepared(store: Store, act: Act, cycle: Cycle, scenarios: Mapping[str, str]) -> None:
    """Prepare the decisions and answer two of the gaps, unless that was done before; `scenarios`: first letter -> id."""
    with store.read() as tx:
        begun = bool(preparing.listed(tx, cycle.id) or preparing.answers(tx, cycle.id))
        seats = {person.function: person.id for person in people.all_people(tx)}
    if begun:
        return
    for number, wish in enumerate(_decisions(_Desk(act, cycle, scenarios))):
        preparing.prepare(store, Act(act.actor, act.now, f"demo-prepared-{number}"), wish)
    with store.write() as w:
        for number, answer in enumerate(_answers(act, cycle, seats)):
            prepared.put_answer(w, answer, f"demo-gap-{number}")


def _span(first: str, last: str) -> MonthRange:
    return MonthRange(Month(first), Month(last))


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who prepares, for which cycle, and the scenarios by their letter ("0": the base plan)."""

    act: Act
    cycle: Cycle
    scenarios: Mapping[str, str]

    def prepare(
        self,
        number: int,
        question: Term,
        why_now: Term,
        by_day: date,
        options: tuple[tuple[Term, str, Term], ...],
        recommended: Term,
        because: Term,
        levers: tuple[ScopedLever, ...],
    ) -> PreparedDecision:
        return PreparedDecision(
            f"demo-prepared-{number}", self.cycle.id, number, str(question), str(why_now), by_day,
            tuple(Option(str(name), self.scenarios[letter], str(gives_up)) for name, letter, gives_up in options),
            str(recommended), str(because), levers, self.act.actor.person_id, self.act.now,
        )  # fmt: skip


def _decisions(desk: _Desk) -> tuple[PreparedDecision, ...]:
    return _spring(desk), _promotion(desk), _burners(desk)


def _spring(desk: _Desk) -> PreparedDecision:
    winter, spring = _span("2027-01", "2027-04"), _span("2027-02", "2027-04")
    return desk.prepare(
        1, N_("Spring peak: build ahead or sell less?"),
        N_("Painting is all but full from February to April; what is built ahead starts in January."),
        date(2026, 12, 4),
        (
            (N_("Build ahead"), "A", N_("warehouse room until April, and money in stock")),
            (N_("Sell less"), "C", N_("a tenth of the grills from February to April")),
            (N_("Leave the plan"), "0", N_("any reserve for orders that come in early")),
        ),
        N_("Build ahead"), N_("The stock costs less than the margin of the grills that would not be sold."),
        (
            ScopedLever(LeverKind.SAFETY_STOCK, Scope(), winter, 5, 45, 5),
            ScopedLever(LeverKind.OVERTIME, _SIBIU, winter, 0, 30, 5),
            ScopedLever(LeverKind.DEMAND, _GRILLS, spring, -20, 10, 1),
            ScopedLever(LeverKind.CAPACITY, _PAINTING, spring, -20, 30, 5),
        ),
    )  # fmt: skip


def _promotion(desk: _Desk) -> PreparedDecision:
    may = _span("2027-05", "2027-05")
    return desk.prepare(
        2, N_("Do we run the May promotion of Dedalus Bricolaj?"),
        N_("The chain prints its catalogue in January and wants our word by 12 December."), date(2026, 12, 11),
        (
            (N_("Run it"), "B", N_("margin, and part of June")),
            (N_("Decline it"), "0", N_("the catalogue page and the shelf in May")),
        ),
        N_("Decline it"), N_("It brings June's sales forward at a lower price; the chain lists us without it."),
        (
            ScopedLever(LeverKind.DEMAND, _FURNITURE, may, 0, 30, 1),
            ScopedLever(LeverKind.PRICE, _FURNITURE, may, -12, 0, 1),
            ScopedLever(LeverKind.DEMAND, _FURNITURE, _span("2027-06", "2027-06"), -15, 0, 1),
        ),
    )  # fmt: skip


def _burners(desk: _Desk) -> PreparedDecision:
    return desk.prepare(
        3, N_("Burners come three weeks late in March: fly them in or let heaters wait?"),
        N_("Air freight is booked six weeks ahead; the supplier asks for our answer by 15 December."),
        date(2026, 12, 15),
        (
            (N_("Fly in 600 burners"), "0", N_("48,000 lei of freight")),
            (N_("Let heaters wait"), "D", N_("a fifth of the heaters of March and April")),
        ),
        N_("Fly in 600 burners"), N_("The freight is a fraction of the margin that waits with the heaters."),
        (
            ScopedLever(LeverKind.DEMAND, _HEATERS, _span("2027-03", "2027-04"), -30, 0, 1),
            ScopedLever(LeverKind.SAFETY_STOCK, _HEATERS, _span("2027-01", "2027-03"), 0, 40, 5),
        ),
    )  # fmt: skip


def _answers(act: Act, cycle: Cycle, seats: Mapping[Function, str]) -> tuple[GapAnswer, ...]:
    planters = GapAnswer(
        "demo-gap-1", cycle.id, "Planters", AnswerKind.ACCEPTED,
        str(N_("The budget counted on the new planter line a quarter earlier than it was launched.")),
        act.actor.person_id, act.now,
    )  # fmt: skip
    if Function.LOGISTICS not in seats:
        return (planters,)
    parts = GapAnswer(
        "demo-gap-2", cycle.id, "Spare parts", AnswerKind.OWNER,
        str(N_("Two new service partners order more than the budget knew: the stock targets are set anew.")),
        act.actor.person_id, act.now, owner_id=seats[Function.LOGISTICS], due=date(2026, 12, 11),
    )  # fmt: skip
    return planters, parts
