"""A control total is signed for the figures of a moment; whatever changes one of them asks for a new signature."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sop.domain.control import (
    Control,
    ControlState,
    ControlTotal,
    LedgerFigure,
    Signature,
    tolerated_difference,
)
from sop.domain.errors import Invalid

NOW = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)
LEDGER = LedgerFigure("l-1", "c-1", Control.REVENUE, 1_000_000, "p-fin", NOW)
TOTAL = ControlTotal(Control.REVENUE, 1_004_000, LEDGER, None, tolerance=0.005)


def signed(loaded=1_004_000.0, ledger=1_000_000.0, reason=""):
    return Signature("s-1", "c-1", Control.REVENUE, ledger, loaded, reason, "p-sal", NOW)


def test_the_difference_is_loaded_less_ledger_as_a_share_of_the_ledger():
    assert TOTAL.difference == 4000
    assert TOTAL.share == pytest.approx(0.004)
    assert TOTAL.agrees
    assert not replace(TOTAL, loaded=994_000).agrees


def test_it_goes_from_nothing_over_the_figure_to_the_signature():
    assert replace(TOTAL, loaded=float("nan")).state is ControlState.NOT_LOADED
    assert replace(TOTAL, ledger=None).state is ControlState.NO_FIGURE
    assert TOTAL.state is ControlState.TO_SIGN
    assert replace(TOTAL, signature=signed()).state is ControlState.SIGNED


def test_a_difference_with_its_reason_is_explained():
    far = replace(TOTAL, loaded=1_020_000.0, signature=signed(1_020_000.0, reason="Credit notes of October"))
    assert far.state is ControlState.EXPLAINED


def test_a_changed_figure_on_either_side_is_to_be_signed_again():
    assert replace(TOTAL, signature=signed(loaded=1_003_999.0)).state is ControlState.SIGN_AGAIN
    assert replace(TOTAL, signature=signed(ledger=999_000.0)).state is ControlState.SIGN_AGAIN


def test_a_tolerance_that_became_tighter_asks_for_the_reason():
    assert replace(TOTAL, tolerance=0.001, signature=signed()).state is ControlState.SIGN_AGAIN


def test_a_ledger_of_nothing_agrees_with_nothing_only():
    nothing = replace(LEDGER, amount=0.0)
    assert replace(TOTAL, ledger=nothing, loaded=0.0).agrees
    assert not replace(TOTAL, ledger=nothing, loaded=1.0).agrees


@pytest.mark.parametrize("share", [-0.01, 0.21, float("nan")])
def test_a_tolerance_is_a_share_up_to_a_fifth(share):
    with pytest.raises(Invalid):
        tolerated_difference(share)


def test_a_figure_of_the_books_is_a_number():
    with pytest.raises(Invalid):
        replace(LEDGER, amount=float("inf"))
