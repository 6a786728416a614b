from itertools import pairwise

import pytest

from sop.domain.errors import Invalid
from sop.planning.bill import rolled_up


def test_a_unit_takes_what_its_parts_take():
    # a table: 4 legs of .5 kg steel and a board of 2 kg wood and .1 kg steel
    bill = {"table": {"leg": 4, "board": 1}, "leg": {"steel": 0.5}, "board": {"wood": 2, "steel": 0.1}}
    assert rolled_up(bill)["table"] == pytest.approx({"leg": 4, "board": 1, "steel": 2.1, "wood": 2})


def test_a_material_takes_nothing():
    assert rolled_up({"table": {"wood": 2}})["wood"] == {}


def test_a_bill_that_contains_itself_is_named_with_its_chain():
    with pytest.raises(Invalid) as told:
        rolled_up({"table": {"leg": 4}, "leg": {"foot": 1}, "foot": {"table": 1}})
    chain = str(told.value.values["chain"]).split(" > ")
    assert (chain[0], len(chain)) == (chain[-1], 4)
    assert set(chain) == {"table", "leg", "foot"}
    parents = {"table": "leg", "leg": "foot", "foot": "table"}
    assert all(parents[one] == other for one, other in pairwise(chain))


def test_a_thousand_levels_are_no_trouble():
    bill = {f"part {n}": {f"part {n + 1}": 1.0} for n in range(3000)}
    assert len(rolled_up(bill)["part 0"]) == 3000
