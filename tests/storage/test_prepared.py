"""Answers to gaps and prepared decisions as they are kept: one answer a family, options and levers whole."""

from dataclasses import replace
from datetime import date

import pytest

from sop.domain.calendar import Month, MonthRange
from sop.domain.errors import Conflict
from sop.domain.prepared import AnswerKind, GapAnswer, Option, PreparedDecision, ScopedLever
from sop.domain.scenario import Dimension, LeverKind, Scope
from sop.storage import prepared
from sop.storage.engine import Store
from tests.storage.examples import NOW, stored_cycle

ACCEPTED = GapAnswer("g-1", "c-1", "Chairs", AnswerKind.ACCEPTED, "The fair is later", "ana", NOW)
LEVER = ScopedLever(
    LeverKind.DEMAND, Scope(Dimension.FAMILY, "Chairs"), MonthRange(Month("2027-03"), Month("2027-05")), -20, 10, 1
)
DECISION = PreparedDecision(
    "d-1", "c-1", 1, "Build ahead?", "It starts in January", date(2027, 2, 1), (Option("Yes", "s-1", "room"),), "Yes",
    "It costs less", (LEVER,), "ana", NOW,
)  # fmt: skip


def test_a_decision_comes_back_as_it_was(store: Store) -> None:
    with store.write() as w:
        own = replace(DECISION, cycle_id=stored_cycle(w).id)
        assert prepared.add(w, own, "click") == (own, True)
        assert prepared.add(w, replace(own, id="d-2"), "click") == (own, False)
    with store.read() as tx:
        assert prepared.get(tx, "d-1") == own
        assert prepared.of_cycle(tx, own.cycle_id) == (own,)


def test_a_family_has_one_answer_and_the_second_writer_is_told(store: Store) -> None:
    with store.write() as w:
        own = replace(ACCEPTED, cycle_id=stored_cycle(w).id)
        assert prepared.put_answer(w, own, "1") == (own, True)
        assert prepared.put_answer(w, own, "1") == (own, False)
        owned = replace(own, kind=AnswerKind.OWNER, owner_id="dan", due=date(2027, 3, 1))
        changed, is_new = prepared.put_answer(w, owned, "2")
    assert (changed.version, changed.owner_id, is_new) == (2, "dan", True)
    with pytest.raises(Conflict), store.write() as w:
        prepared.put_answer(w, own, "3")
    with store.read() as tx:
        assert prepared.answers(tx, own.cycle_id) == {"Chairs": changed}


def test_of_two_changes_of_a_decision_the_second_is_told(store: Store) -> None:
    with store.write() as w:
        own = replace(DECISION, cycle_id=stored_cycle(w).id)
        prepared.add(w, own, "click")
        assert prepared.change(w, replace(own, question="Sooner?")).version == 2
    with pytest.raises(Conflict), store.write() as w:
        prepared.change(w, replace(own, question="Later?"))
