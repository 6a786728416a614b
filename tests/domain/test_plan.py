"""The digest of a plan's name: short, the same in every process, and different for every difference."""

import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop.domain.calendar import Month, MonthRange
from sop.domain.plan import PlanKey
from sop.domain.scenario import Lever, LeverKind, Scope

ROOT = Path(__file__).parents[2]
SPRING = MonthRange(Month("2027-03"), Month("2027-05"))
KEY = PlanKey("snapshot", "frame", "demand", "policy", (Lever("l", LeverKind.DEMAND, 10, Scope(), SPRING),))


def test_a_digest_is_24_hexadecimal_digits():
    assert len(KEY.digest) == 24
    int(KEY.digest, 16)


@pytest.mark.parametrize("name", [field.name for field in fields(PlanKey) if field.name != "levers"])
def test_every_part_changes_it(name):
    assert replace(KEY, **{name: "other"}).digest != KEY.digest


def test_levers_change_it_and_neutral_ones_do_not():
    neutral = Lever("n", LeverKind.PRICE, 0, Scope(), SPRING)
    assert replace(KEY, levers=()).digest != KEY.digest
    assert replace(KEY, levers=(neutral, *KEY.levers, neutral)).digest == KEY.digest


@given(st.floats(-100, 100), st.floats(-100, 100))
def test_two_values_share_a_digest_only_when_they_are_equal(one, other):
    def digest(value):
        return replace(KEY, levers=(replace(KEY.levers[0], value=value),)).digest

    assert (digest(one) == digest(other)) == (one == other)


def test_every_process_makes_the_same_digest():
    code = (
        "from sop.domain.calendar import Month, MonthRange\n"
        "from sop.domain.plan import PlanKey\n"
        "from sop.domain.scenario import Lever, LeverKind, Scope\n"
        "spring = MonthRange(Month('2027-03'), Month('2027-05'))\n"
        "lever = Lever('l', LeverKind.DEMAND, 10, Scope(), spring)\n"
        "print(PlanKey('snapshot', 'frame', 'demand', 'policy', (lever,)).digest)"
    )
    command = [sys.executable, "-c", code]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    assert printed == KEY.digest
