from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.domain.errors import Unreadable
from sop.planning.archive import pack, unpack
from sop.planning.planner import Planner
from sop.planning.synthetic import tight_instance

PROBLEM = tight_instance(4, 2, 5, seed=2)
PLAN = Planner(PROBLEM).solve(PROBLEM, "decision of 3 February, ă ș ț")
CONTENT = pack(PLAN)


@pytest.mark.parametrize("name", [field.name for field in fields(PLAN)])
def test_a_packed_plan_comes_back_exactly(name):
    before, after = getattr(PLAN, name), getattr(unpack(CONTENT), name)
    assert type(before) is type(after)
    if isinstance(before, np.ndarray):
        assert before.dtype == after.dtype
        assert before.shape == after.shape
        assert before.tobytes() == after.tobytes()
        assert not after.flags.writeable
    else:
        assert before == after


def test_months_come_back_as_months():
    assert unpack(CONTENT).months[0].plus(1) == PLAN.months[1]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(CONTENT) - 1))
def test_a_plan_that_was_cut_off_is_unreadable(length):
    with pytest.raises(Unreadable):
        unpack(CONTENT[:length])


@pytest.mark.parametrize("content", [b"", b"not a plan", b"PK\x03\x04" + bytes(100)])
def test_other_bytes_are_unreadable(content):
    with pytest.raises(Unreadable):
        unpack(content)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(CONTENT) - 1), st.integers(1, 255))
def test_a_plan_of_which_one_byte_has_changed_is_unreadable(position, flip):
    damaged = bytearray(CONTENT)
    damaged[position] ^= flip
    with pytest.raises(Unreadable):
        unpack(bytes(damaged))
