"""Control totals: what the loads add up to beside what the ledger says, signed or explained by whoever delivered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import isfinite

from sop.domain.decisions import LONGEST_TEXT
from sop.domain.errors import Invalid

DEFAULT_TOLERANCE = 0.005  # share of the ledger's figure
LARGEST_TOLERANCE = 0.2
SAME_MONEY = 0.005  # half of the smallest coin: figures nearer than that are the same
LARGEST_FIGURE = 1e13


class Control(StrEnum):
    """What is held against the books, in the currency of the cycle."""

    REVENUE = "revenue"  # of the last closed month, against the ledger
    STOCK_VALUE = "stock_value"  # at cost, against the balance sheet


DELIVERED_BY = {Control.REVENUE: "sales_history", Control.STOCK_VALUE: "inventory"}  # whose owner signs


@dataclass(frozen=True, slots=True)
class LedgerFigure:
    """What the books say, entered once a cycle and corrected if need be."""

    id: str
    cycle_id: str
    control: Control
    amount: float  # money
    entered_by: str
    entered_at: datetime
    version: int = 1

    def __post_init__(self) -> None:
        if not isfinite(self.amount) or abs(self.amount) > LARGEST_FIGURE:
            raise Invalid("A figure of the ledger is an amount of money.")


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody stands for a control total: both figures as they were, and why they differ where they do."""

    id: str
    cycle_id: str
    control: Control
    ledger: float  # money
    loaded: float  # money
    reason: str
    signed_by: str
    signed_at: datetime

    def __post_init__(self) -> None:
        if len(self.reason) > LONGEST_TEXT:
            raise Invalid("A text has at most {longest} characters.", longest=LONGEST_TEXT)


class ControlState(StrEnum):
    """How far a control total is."""

    NOT_LOADED = "not_loaded"  # there is nothing to compare
    NO_FIGURE = "no_figure"  # the ledger's figure was not entered
    TO_SIGN = "to_sign"
    SIGN_AGAIN = "sign_again"  # a figure changed after the signature
    SIGNED = "signed"
    EXPLAINED = "explained"  # signed with a reason for the difference


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """A control total of a cycle: `loaded` is NaN where nothing was delivered or no value is known."""

    control: Control
    loaded: float  # money
    ledger: LedgerFigure | None
    signature: Signature | None
    tolerance: float  # share of the ledger's figure

    @property
    def difference(self) -> float:
        """Return loaded less ledger, in money; NaN where one of them is not known."""
        return self.loaded - self.ledger.amount if self.ledger else float("nan")

    @property
    def share(self) -> float:
        """Return the difference as a share of the ledger's figure; infinite against a ledger of nothing."""
        if self.ledger is None or not isfinite(self.loaded) or abs(self.difference) < SAME_MONEY:
            return 0.0 if self.ledger and isfinite(self.loaded) else float("nan")
        return self.difference / abs(self.ledger.amount) if self.ledger.amount else float("inf")

    @property
    def agrees(self) -> bool:
        return abs(self.share) <= self.tolerance

    @property
    def state(self) -> ControlState:
        if not isfinite(self.loaded):
            return ControlState.NOT_LOADED
        if self.ledger is None:
            return ControlState.NO_FIGURE
        if self.signature is None:
            return ControlState.TO_SIGN
        if not self._is_of(self.signature):
            return ControlState.SIGN_AGAIN
        return ControlState.EXPLAINED if self.signature.reason else ControlState.SIGNED

    def has_figures_of(self, loaded: float, ledger: float) -> bool:
        """Return whether these are the figures of now, to the coin."""
        assert self.ledger is not None, "nothing is signed against no figure"
        return abs(loaded - self.loaded) < SAME_MONEY and abs(ledger - self.ledger.amount) < SAME_MONEY

    def _is_of(self, signature: Signature) -> bool:
        """Return whether a signature stands for the figures of now, under the tolerance of now."""
        return self.has_figures_of(signature.loaded, signature.ledger) and (self.agrees or bool(signature.reason))


def tolerated_difference(share: float) -> float:
    """Return the tolerance if it is one: a share of the ledger's figure from 0 to 20 %."""
    if not 0 <= share <= LARGEST_TOLERANCE:
        raise Invalid("The tolerance is a share of the ledger's figure from 0 to 20 %.")
    return share
