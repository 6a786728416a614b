"""Adopting publishes the whole plan once, locks its data, and tells who looked at another one."""

import pytest

from sop.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from sop.services.decisions import largest_difference
from sop.services.publishing import Signed, adopt_scenario, published_plan, standing, standing_of
from sop.services.what_if import move_lever, new_scenario, outcome
from sop.storage import cycles, loads, log, plans, snapshots
from tests.services.at_once import at_once
from tests.services.small_company import FACILITATOR, NOW, PARTICIPANT, VIEWER, act, events, lever


@pytest.fixture
def scenario(workspace, cycle):
    made = new_scenario(workspace.store, act("scenario"), cycle.id, "Promotion")
    return move_lever(workspace.store, act("lever"), made.id, lever(10))


def planned(workspace, cycle, scenario):
    with workspace.store.read() as tx:
        inputs = workspace.inputs.of_cycle(tx, cycle)
    return outcome(workspace, inputs, scenario)


def adopted(workspace, cycle, scenario, token="adopt", rationale="Everybody can live with it", person=FACILITATOR):
    seen = planned(workspace, cycle, scenario).key.digest
    return adopt_scenario(workspace, act(token, person), cycle, scenario.id, seen, rationale)


def test_the_whole_plan_is_kept_with_scenario_reason_time_and_name(workspace, cycle, scenario):
    plan = adopted(workspace, cycle, scenario)
    with workspace.store.read() as tx:
        told = standing_of(tx, cycle.id)
        kept = published_plan(tx, told)
    assert (told.number, told.scenario_name, told.rationale) == (1, "Promotion", "Everybody can live with it")
    assert (told.plan_id, told.at, told.by, told.digest) == (plan.id, NOW, FACILITATOR.name, kept.key)
    assert largest_difference(kept, planned(workspace, cycle, scenario).plan) == 0
    assert told.months == kept.months == cycle.horizon.months


def test_the_data_behind_it_can_no_longer_be_taken_back(workspace, cycle, scenario):
    adopted(workspace, cycle, scenario)
    with workspace.store.read() as tx:
        snapshot = snapshots.get(tx, cycles.get(tx, cycle.id).snapshot_id)
    assert snapshot.frozen
    with workspace.store.write() as w, pytest.raises(Refused, match="frozen snapshot"):
        loads.withdraw(w, snapshot.load_of("capacity"))


def test_a_double_click_is_one_plan_and_one_line_of_the_log(workspace, cycle, scenario):
    seen = planned(workspace, cycle, scenario).key.digest

    def click():
        return adopt_scenario(workspace, act("adopt"), cycle, scenario.id, seen)

    first, second = at_once(click, click)
    assert first.id == second.id
    assert events(workspace, "plan_published") == 1
    with workspace.store.read() as tx:
        assert len(plans.of_cycle(tx, cycle.id)) == 1


def test_the_second_click_gets_the_first_plan_though_levers_moved_since(workspace, cycle, scenario):
    seen = planned(workspace, cycle, scenario).key.digest
    first = adopt_scenario(workspace, act("adopt"), cycle, scenario.id, seen)
    move_lever(workspace.store, act("lever again"), scenario.id, lever(20))
    assert adopt_scenario(workspace, act("adopt"), cycle, scenario.id, seen).id == first.id


def test_who_looked_at_another_plan_is_told_and_nothing_is_published(workspace, cycle, scenario):
    seen = planned(workspace, cycle, scenario).key.digest
    move_lever(workspace.store, act("lever again"), scenario.id, lever(20))
    with pytest.raises(Conflict, match="changed while you looked"):
        adopt_scenario(workspace, act("adopt"), cycle, scenario.id, seen)
    with workspace.store.read() as tx:
        assert standing(tx) == {}
        assert not snapshots.latest(tx).frozen


def test_a_later_one_stands_over_the_first_and_both_are_kept(workspace, cycle, scenario):
    first = adopted(workspace, cycle, scenario)
    moved = move_lever(workspace.store, act("lever again"), scenario.id, lever(20))
    second = adopted(workspace, cycle, moved, token="adopt later")
    with workspace.store.read() as tx:
        assert standing_of(tx, cycle.id).plan_id == second.id
        assert [plan.id for plan in plans.of_cycle(tx, cycle.id)] == [first.id, second.id]


def test_a_published_plan_is_opened_again_with_a_reason_only(workspace, cycle, scenario):
    adopted(workspace, cycle, scenario, rationale="")
    with pytest.raises(Invalid, match="Write why it is opened again"):
        adopted(workspace, cycle, scenario, token="again", rationale="  ")
    assert adopted(workspace, cycle, scenario, token="again", rationale="A supplier failed").number == 2


def test_who_signed_what_stands_with_the_plan(workspace, cycle, scenario):
    seen = planned(workspace, cycle, scenario).key.digest
    signed = {Signed.SUPPLY: PARTICIPANT.id, Signed.DEMAND: FACILITATOR.id}
    adopt_scenario(workspace, act("adopt"), cycle, scenario.id, seen, "Yes", signed)
    with workspace.store.read() as tx:
        told = standing_of(tx, cycle.id).signed
    assert told == ((Signed.DEMAND, FACILITATOR.name), (Signed.SUPPLY, PARTICIPANT.name))


def test_nobody_signs_who_is_not_listed(workspace, cycle, scenario):
    seen = planned(workspace, cycle, scenario).key.digest
    with pytest.raises(NotFound):
        adopt_scenario(workspace, act("adopt"), cycle, scenario.id, seen, "Yes", {Signed.SUPPLY: "nobody"})


@pytest.mark.parametrize("person", [PARTICIPANT, VIEWER])
def test_only_the_facilitator_adopts(workspace, cycle, scenario, person):
    with pytest.raises(NotAllowed):
        adopted(workspace, cycle, scenario, person=person)


def test_a_reason_without_end_is_refused(workspace, cycle, scenario):
    with pytest.raises(Invalid):
        adopted(workspace, cycle, scenario, rationale="x" * 5000)


def test_it_is_announced_and_logged_with_its_number(workspace, cycle, scenario, heard):
    plan = adopted(workspace, cycle, scenario)
    with workspace.store.read() as tx:
        (line,) = log.tail(tx, 10, "plan_published")
    assert (line.subject_id, line.data["number"]) == (plan.id, 1)
    assert {"company", f"cycle/{cycle.id}"} <= set(heard)
