"""What Casa Verde's plan of November 2026 takes for granted, and what may come otherwise."""

from datetime import date

from sop.domain.calendar import Month, MonthRange
from sop.domain.foresight import Assumption, AssumptionState, Risk, RiskKind, RiskLever, RiskState
from sop.domain.people import Act, Function
from sop.domain.scenario import Dimension, LeverKind, Scope
from sop.language import N_
from sop.services import foresight
from sop.storage.engine import Store

HEATERS, FURNITURE = "Patio heaters", "Garden furniture"


def fill_foresight(store: Store, act: Act) -> None:
    """Note the assumptions, risks and opportunities, unless that was done before."""
    with store.read() as tx:
        begun = bool(foresight.assumptions(tx) or foresight.risks(tx))
    if begun:
        return
    for number, wish in enumerate(_assumptions(act)):
        foresight.note_assumption(store, Act(act.actor, act.now, f"demo-assumption-{number}"), wish)
    for number, risk in enumerate(_risks(act)):
        foresight.note_risk(store, Act(act.actor, act.now, f"demo-risk-{number}"), risk)


def _assumptions(act: Act) -> tuple[Assumption, ...]:
    def assume(
        number: int,
        statement: str,
        about: tuple[str, str],
        owner: Function,
        source: str,
        until: date,
        signpost: str,
        state: AssumptionState = AssumptionState.OPEN,
        seen: str = "",
    ) -> Assumption:
        return Assumption(
            f"demo-assumption-{number}", statement, *about, owner, source, until, signpost, act.actor.person_id, act.now,
            state, seen,
        )  # fmt: skip

    return (
        assume(
            1, str(N_("The burner supplier delivers ten weeks after the order.")),
            (str(N_("lead time of burners")), str(N_("10 weeks"))), Function.PURCHASING,
            str(N_("frame contract of 2025")), date(2027, 3, 31), str(N_("no shipping note by the eighth week")),
            AssumptionState.BROKEN, str(N_("On 17 November the supplier announced three weeks more for March.")),
        ),
        assume(
            2, str(N_("Dedalus Bricolaj places its spring orders by 15 January.")),
            (str(N_("date of the order")), str(N_("15 January 2027"))), Function.SALES,
            str(N_("call with the buyer on 12 November")), date(2027, 1, 15),
            str(N_("no draft of the order by 8 January")),
        ),
        assume(
            3, str(N_("The two people trained in painting work at full speed from February.")),
            (str(N_("painting hours")), str(N_("two more of the Sibiu crew"))), Function.PRODUCTION,
            str(N_("training plan, Sibiu")), date(2027, 1, 31), str(N_("both pass the test of January")),
        ),
        assume(
            4, str(N_("Steel sheet costs no more than 4.90 lei a kilogram until June.")),
            (str(N_("price of steel sheet")), str(N_("4.90 lei/kg"))), Function.PURCHASING,
            str(N_("offer of the mill, October")), date(2027, 6, 30), str(N_("index of the exchange above 5 % in a month")),
            AssumptionState.CONFIRMED, str(N_("The mill signed the price on 10 November.")),
        ),
        assume(
            5, str(N_("The euro stays between 4.95 and 5.10 lei.")),
            (str(N_("exchange rate")), str(N_("5.02 lei"))), Function.FINANCE, str(N_("forecast of the bank, October")),
            date(2026, 12, 31), str(N_("a week above 5.10")),
        ),
    )  # fmt: skip


def _risks(act: Act) -> tuple[Risk, ...]:
    def note(number: int, kind: RiskKind, statement: str, owner: Function, months: tuple[str, str], percent: float, money: float, **more: object) -> Risk:  # fmt: skip
        span = MonthRange(Month(months[0]), Month(months[1]))
        return Risk(f"demo-risk-{number}", kind, statement, owner, span, percent, money, act.actor.person_id, act.now, **more)  # type: ignore[arg-type]  # fmt: skip

    return (
        note(
            1, RiskKind.RISK, str(N_("Burners of March come three weeks late: heaters wait.")), Function.PURCHASING,
            ("2027-03", "2027-04"), 60, 310_000, family=HEATERS, impact_units=420,
            trigger=str(N_("the ship has not left by 20 February")),
            mitigation=str(N_("600 burners by air freight, 48,000 lei")), residual_percent=15,
            lever=RiskLever(LeverKind.DEMAND, -20, Scope(Dimension.FAMILY, HEATERS)),
        ),
        note(
            2, RiskKind.RISK, str(N_("The painting line stands still for a week in the peak.")), Function.PRODUCTION,
            ("2027-02", "2027-04"), 20, 450_000, trigger=str(N_("pressure of the pump below 4 bar")),
            mitigation=str(N_("spare pump on stock, outside painter under contract")), residual_percent=10,
            lever=RiskLever(LeverKind.CAPACITY, -8, Scope(Dimension.RESOURCE, "Painting")),
        ),
        note(
            3, RiskKind.RISK, str(N_("A cold, wet spring: furniture sells later and less.")), Function.SALES,
            ("2027-04", "2027-05"), 30, 520_000, family=FURNITURE, impact_units=2300,
            trigger=str(N_("sales of March 10 % below the plan")),
            mitigation=str(N_("the last production lot is released in the March meeting")), residual_percent=20,
            lever=RiskLever(LeverKind.DEMAND, -8, Scope(Dimension.FAMILY, FURNITURE)),
        ),
        note(
            4, RiskKind.OPPORTUNITY, str(N_("Dedalus Bricolaj lists two heaters for next autumn after all.")),
            Function.SALES, ("2027-09", "2027-11"), 35, 480_000, family=HEATERS, impact_units=1500,
            trigger=str(N_("the spring meeting of the chain, 20 March")),
            mitigation=str(N_("samples and prices are with the buyer by January")),
            lever=RiskLever(LeverKind.DEMAND, 12, Scope(Dimension.FAMILY, HEATERS)),
        ),
        note(
            5, RiskKind.RISK, str(N_("Timber becomes dearer by 6 % from February.")), Function.PURCHASING,
            ("2027-02", "2027-12"), 25, 190_000, trigger=str(N_("price list of the sawmill, 15 January")),
            mitigation=str(N_("order the timber of the first half-year in December")), residual_percent=10,
        ),
        note(
            6, RiskKind.RISK, str(N_("The listing of two heaters does not come in autumn 2026.")), Function.SALES,
            ("2026-11", "2026-12"), 50, 260_000, family=HEATERS, impact_units=1500,
            trigger=str(N_("no signature by 11 September")), state=RiskState.OCCURRED,
        ),
    )  # fmt: skip
