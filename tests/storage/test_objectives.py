"""One objective stands for a fiscal year and measure."""

from dataclasses import replace

import pytest

from sop.domain.errors import Conflict
from sop.domain.ids import new_id
from sop.domain.objectives import Measure, Objective
from sop.domain.people import Function
from sop.storage import loads, objectives
from sop.storage.engine import Store

FILL = Objective("o-1", 2027, Measure.FILL_RATE, 0.98, Function.SALES)


def test_the_first_objective_of_a_year_and_measure_stands(store: Store) -> None:
    with store.write() as w:
        assert objectives.add(w, FILL) == (FILL, True)
        assert objectives.add(w, replace(FILL, id=new_id(), target=0.5)) == (FILL, False)
        assert objectives.of(w.tx, 2027, Measure.FILL_RATE) == FILL
        assert objectives.of(w.tx, 2028, Measure.FILL_RATE) is None


def test_objectives_stand_by_year_and_measure(store: Store) -> None:
    margin = Objective("o-2", 2027, Measure.MARGIN, 1e7, Function.FINANCE)
    before = replace(FILL, id="o-3", fiscal_year=2026)
    with store.write() as w:
        for each in (FILL, margin, before):
            objectives.add(w, each)
        assert objectives.all_objectives(w.tx) == (before, margin, FILL)


def test_a_change_and_a_removal_need_the_version_that_was_seen(store: Store) -> None:
    with store.write() as w:
        objectives.add(w, FILL)
        changed = objectives.change(w, replace(FILL, target=0.97, function=Function.LOGISTICS))
    assert changed == replace(FILL, target=0.97, function=Function.LOGISTICS, version=2)
    with pytest.raises(Conflict), store.write() as w:
        objectives.change(w, FILL)
    with pytest.raises(Conflict), store.write() as w:
        objectives.remove(w, FILL.id, 1)
    with store.write() as w:
        objectives.remove(w, FILL.id, 2)
        assert objectives.all_objectives(w.tx) == ()


def test_objectives_leave_with_their_company(store: Store) -> None:
    with store.write() as w:
        objectives.add(w, FILL)
        loads.wipe_company(w)
        assert objectives.all_objectives(w.tx) == ()
