"""One explanation a family, month and measure; a double click is one row; who comes second is told."""

from dataclasses import replace

import pytest

from sop.domain.calendar import Month
from sop.domain.errors import Conflict, Invalid
from sop.domain.execution import Deviation, Measure, tolerated
from sop.domain.ids import new_id
from sop.storage import deviations, plans
from sop.storage.engine import Store, Writing
from tests.storage import examples


def deviation(w: Writing) -> Deviation:
    cycle = examples.stored_cycle(w)
    plan = plans.add(w, examples.plan(cycle.id))
    return Deviation(
        new_id(), cycle.id, plan.id, "Cabinets", Month("2027-03"), Measure.STOCK, 120.5, 160.25, 4321.75,
        "A listing that did not come", None, "ana", examples.NOW,
    )  # fmt: skip


def test_what_was_stored_comes_back(store: Store) -> None:
    with store.write() as w:
        stored, is_new = deviations.add(w, wish := deviation(w), "click")
        assert (stored, is_new) == (wish, True)
    with store.read() as tx:
        assert deviations.every(tx) == (wish,)
        assert deviations.get(tx, wish.id) == wish


def test_a_second_click_is_the_same_row(store: Store) -> None:
    with store.write() as w:
        first, _ = deviations.add(w, wish := deviation(w), "click")
        again, is_new = deviations.add(w, replace(wish, id=new_id(), cause="Other words"), "click")
    assert (again, is_new) == (first, False)


def test_who_explains_the_same_figure_second_is_told(store: Store) -> None:
    with store.write() as w:
        wish = deviation(w)
        deviations.add(w, wish, "click")
        deviations.add(w, replace(wish, id=new_id(), measure=Measure.SALES), "another")
        with pytest.raises(Conflict):
            deviations.add(w, replace(wish, id=new_id()), "somebody else")


def test_a_change_counts_the_version_up_and_comes_too_late_with_the_old_one(store: Store) -> None:
    with store.write() as w:
        stored, _ = deviations.add(w, deviation(w), "click")
        changed = deviations.change(w, replace(stored, cause="The welder was ill"))
        assert (changed.cause, changed.version) == ("The welder was ill", 2)
        with pytest.raises(Conflict):
            deviations.change(w, replace(stored, cause="Too late"))


def test_a_published_plan_is_stored_once_per_token_and_the_last_of_a_cycle_stands(store: Store) -> None:
    with store.write() as w:
        cycle, other = examples.stored_cycle(w), examples.stored_cycle(w)
        plans.add(w, examples.plan(cycle.id))
        first = plans.add(w, replace(examples.plan(cycle.id), published=True), "adopt")
        again = plans.add(w, replace(examples.plan(cycle.id), published=True), "adopt")
        last = plans.add(w, replace(examples.plan(cycle.id), published=True), "adopt again")
        elsewhere = plans.add(w, replace(examples.plan(other.id), published=True), "adopt there")
        assert again.id == first.id
        assert [plan.number for plan in plans.of_cycle(w.tx, cycle.id)] == [1, 2, 3]
        standing = {each: plan.id for each, plan in plans.published(w.tx).items()}
    assert standing == {cycle.id: last.id, other.id: elsewhere.id}


def test_a_cause_is_said() -> None:
    with pytest.raises(Invalid, match="what caused"):
        Deviation("d", "c", "p", "F", Month("2027-03"), Measure.SALES, 1, 2, 3, "  ", None, "ana", examples.NOW)


@pytest.mark.parametrize("share", [0, -0.1, 1.01, float("nan")])
def test_a_tolerance_is_a_share_above_nothing_and_up_to_all(share: float) -> None:
    with pytest.raises(Invalid):
        tolerated(share)
    assert tolerated(1) == 1
