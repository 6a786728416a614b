"""Ids sort by the time they were made."""

from uuid import UUID

from sop.domain.ids import new_id


def test_ids_are_uuid7_and_none_comes_twice():
    made = [new_id() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert {len(each) for each in made} == {36}
    assert {UUID(each).version for each in made} == {7}


def test_later_ids_sort_later():
    made = [new_id() for _ in range(1000)]
    assert made == sorted(made)
