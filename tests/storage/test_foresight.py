"""Assumptions and risks as they are kept: whole, in their order, once per token, one change at a time."""

from dataclasses import replace
from datetime import date

import pytest

from sop.domain.errors import Conflict, NotFound
from sop.domain.foresight import AssumptionState, RiskKind, RiskState
from sop.domain.ids import new_id
from sop.storage import foresight
from sop.storage.engine import Store
from tests.domain.test_foresight import ASSUMPTION, RISK


def test_an_assumption_comes_back_as_it_was(store: Store) -> None:
    judged = replace(ASSUMPTION, id=new_id(), state=AssumptionState.BROKEN, seen="three weeks late")
    with store.write() as w:
        stored, is_new = foresight.add_assumption(w, judged, "click")
        again, is_new_again = foresight.add_assumption(w, replace(judged, id=new_id()), "click")
    assert (stored, is_new) == (judged, True)
    assert (again, is_new_again) == (judged, False)
    with store.read() as tx:
        assert foresight.assumption(tx, judged.id) == judged


def test_assumptions_stand_by_their_date(store: Store) -> None:
    later = replace(ASSUMPTION, id="a-0", valid_until=date(2028, 1, 1))
    with store.write() as w:
        foresight.add_assumption(w, later, "1")
        foresight.add_assumption(w, ASSUMPTION, "2")
    with store.read() as tx:
        assert foresight.all_assumptions(tx) == (ASSUMPTION, later)


@pytest.mark.parametrize(
    "risk",
    [
        RISK,
        replace(RISK, id="r-9", kind=RiskKind.OPPORTUNITY, lever=None, residual_percent=None, state=RiskState.OCCURRED),
    ],
)
def test_a_risk_comes_back_as_it_was(store: Store, risk) -> None:
    with store.write() as w:
        assert foresight.add_risk(w, risk, "click") == (risk, True)
    with store.read() as tx:
        assert foresight.risk(tx, risk.id) == risk
        assert foresight.all_risks(tx) == (risk,)


def test_of_two_changes_at_once_the_second_is_told(store: Store) -> None:
    with store.write() as w:
        foresight.add_risk(w, RISK, "click")
        foresight.add_assumption(w, ASSUMPTION, "click")
        assert foresight.change_risk(w, replace(RISK, statement="Sooner")).version == 2
        assert foresight.change_assumption(w, replace(ASSUMPTION, value="12 weeks")).version == 2
    with pytest.raises(Conflict), store.write() as w:
        foresight.change_risk(w, replace(RISK, statement="Later"))
    with pytest.raises(Conflict), store.write() as w:
        foresight.change_assumption(w, replace(ASSUMPTION, value="13 weeks"))
    with pytest.raises(NotFound), store.read() as tx:
        foresight.risk(tx, "r-none")
