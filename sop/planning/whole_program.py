"""The linear program with whole lots in it: columns that count lots, and switches that are on where anything is made.

counted   quantity - step x count = 0, count a whole number
switched  least x switch <= quantity <= most x switch, switch 0 or 1
"""

from dataclasses import dataclass
from typing import Self

import highspy
import numpy as np
from scipy.sparse import block_array, coo_array, csc_array

from sop.domain.supply import FloatArray
from sop.planning.axes import BoolArray, IntArray
from sop.planning.certificate import Solution
from sop.planning.cold import matrix_with_shares
from sop.planning.formulation import Formulation
from sop.planning.lots import WHOLE, Lot, Rule, rules_of
from sop.planning.model import QUIET, Options, model_of
from sop.planning.problem import SupplyProblem
from sop.planning.vectors import Vectors

_SEARCHING: Options = {"primal_feasibility_tolerance": 1e-7, "dual_feasibility_tolerance": 1e-7}
_OPTIMAL = highspy.HighsModelStatus.kOptimal


@dataclass(frozen=True, slots=True, eq=False)
class Lotted:
    """The columns (n,) of the program that come in lots, scaled as solved; more than `most` is never worth making."""

    columns: IntArray
    month: IntArray
    least: FloatArray
    step: FloatArray
    most: FloatArray

    @classmethod
    def of(cls, problem: SupplyProblem, form: Formulation, vectors: Vectors) -> Self:
        parts = [_lotted(problem, form, vectors, rule) for rule in rules_of(problem)]
        nothing = (np.zeros(0, dtype=np.int64),) * 2, (np.zeros(0),) * 3
        places, sizes = zip(*(parts or [nothing]), strict=True)
        columns, month = (np.concatenate(each) for each in zip(*places, strict=True))
        least, step, most = (np.concatenate(each) / vectors.unit_scale for each in zip(*sizes, strict=True))
        return cls(columns, month, least, step, most)


def _lotted(
    problem: SupplyProblem, form: Formulation, vectors: Vectors, rule: Rule
) -> tuple[tuple[IntArray, IntArray], tuple[FloatArray, FloatArray, FloatArray]]:
    """Return the columns of a rule and their months, and least, step and most of each, in units and hours."""
    columns = form.column(rule.kind)
    upper = vectors.column_upper[columns] * vectors.unit_scale
    lot = np.maximum(rule.least, rule.step)
    most = np.minimum(upper, _most(problem, rule, upper.shape) + lot)
    ruled = rule.ruled & (upper > 0)
    return (columns[ruled], np.nonzero(ruled)[1]), (rule.least[ruled], rule.step[ruled], most[ruled])


def _most(problem: SupplyProblem, rule: Rule, shape: tuple[int, ...]) -> FloatArray:
    """Return what is never worth exceeding by more than a lot, (n, t): everything that is still asked for, and the hours."""
    if rule.kind is Lot.SHIFT:
        return np.full(shape, np.inf)
    wanted = (
        problem.month_demand_units.sum(axis=1)
        + problem.opening_backlog_units
        + problem.safety_stock_units.max(axis=1, initial=0.0)
    )
    if rule.kind is Lot.PRODUCTION:
        made: FloatArray = np.minimum(wanted[problem.route_sku, None], _units_in_hours(problem))
        return made
    materials = problem.materials
    assert materials is not None
    use = np.zeros((len(materials.names), len(problem.skus)))
    np.maximum.at(use, (materials.use_material, problem.route_sku[materials.use_route]), materials.use_units)
    needed: FloatArray = (use @ wanted)[materials.source_material, None] * np.ones(shape)
    return needed


def _units_in_hours(problem: SupplyProblem) -> FloatArray:
    """Return what the hours of a month make of one route alone, (k, t); endless where people may be hired or none are used."""
    staffed = problem.resource_group >= 0
    hours = problem.capacity_h.copy()
    extra = problem.overtime_allowed_h.copy()
    if problem.extra_shift is not None:
        extra += problem.extra_shift.allowed_h
    hours[staffed] += extra[problem.resource_group[staffed]]
    if problem.workforce is not None:
        hours[staffed] = np.inf
    most = np.full((len(problem.route_sku), len(problem.months)), np.inf)
    for route, resource, use in zip(problem.use_route, problem.use_resource, problem.use_h, strict=True):
        if use > 0:
            most[route] = np.minimum(most[route], hours[resource] / use)
    return most


class WholeProgram:
    """A model of its own, off a slider's way: solved without whole numbers, near that plan, and over everything."""

    def __init__(self, problem: SupplyProblem, form: Formulation, vectors: Vectors) -> None:
        self._lotted = lotted = Lotted.of(problem, form, vectors)
        self._bought = ~np.isin(lotted.columns, form.column("production"))
        self._counted = np.flatnonzero(lotted.step > 0)
        self._switched = np.flatnonzero((lotted.least > 0) & (lotted.least > lotted.step * (1 + WHOLE)))
        self._first = form.columns.length
        self._form, self._vectors = form, vectors
        counts, switches = len(self._counted), len(self._switched)
        self.month = lotted.month[np.concatenate([self._counted, self._switched])]
        self.whole = np.arange(self._first, self._first + counts + switches, dtype=np.int32)
        most = np.floor(lotted.most[self._counted] / lotted.step[self._counted] + WHOLE)
        self._upper = np.concatenate([most, np.ones(switches)])
        nothing, endless = np.zeros(len(self.whole)), np.full(switches, np.inf)
        self.highs = model_of(
            self._matrix(),
            np.concatenate([vectors.solved_cost, nothing]),
            (np.concatenate([vectors.column_lower, nothing]), np.concatenate([vectors.column_upper, self._upper])),
            (
                np.concatenate([vectors.row_lower, np.zeros(counts), np.zeros(switches), -endless]),
                np.concatenate([vectors.row_upper, np.zeros(counts), endless, np.zeros(switches)]),
            ),
            _SEARCHING,
        )

    def _matrix(self) -> csc_array:
        lotted, counts, switches = self._lotted, len(self._counted), len(self._switched)
        counted, switched = np.arange(counts), np.arange(switches)
        rows = counts + 2 * switches
        of_row = np.concatenate([counted, counts + switched, counts + switches + switched])
        cells = np.concatenate([self._counted, self._switched, self._switched])
        quantity = coo_array((np.ones(rows), (of_row, lotted.columns[cells])), shape=(rows, self._first))
        taken = -np.concatenate([lotted.step[self._counted], lotted.least[self._switched], lotted.most[self._switched]])
        of_whole = np.concatenate([counted, counts + switched, counts + switched])
        whole = coo_array((taken, (of_row, of_whole)), shape=(rows, counts + switches))
        matrix = csc_array(block_array([[matrix_with_shares(self._form, self._vectors), None], [quantity, whole]]))
        matrix.sort_indices()
        return matrix

    def make_whole(self, whole: BoolArray) -> None:
        """Ask for whole numbers where it is said, (n,), for any elsewhere."""
        kinds = np.where(whole, int(highspy.HighsVarType.kInteger), int(highspy.HighsVarType.kContinuous))
        self.highs.changeColsIntegrality(len(self.whole), self.whole, kinds.astype(np.uint8))

    def hold(self, held: BoolArray, values: FloatArray) -> None:
        """Hold some of the whole numbers (n,) at values, and let the others be anything that is possible."""
        lower, upper = np.where(held, values, 0.0), np.where(held, values, self._upper)
        self.highs.changeColsBounds(len(self.whole), self.whole, lower, upper)

    def rounded(self, values: FloatArray, up_from: float) -> FloatArray:
        """Return whole numbers (n,) near values that are not whole: up where so much of a lot is wanted, bought lots always up.

        With `up_from` above 1 nothing more is made than before, and a plan keeps every limit.
        """
        lotted = self._lotted
        quantity, is_stepped = values[lotted.columns], lotted.step > 0
        count = quantity / np.where(is_stepped, lotted.step, lotted.least)
        enough = np.where(self._bought, WHOLE, np.clip(up_from, WHOLE, 1.0 + up_from))
        full = np.floor(count + WHOLE)
        lots = full + (count - full > enough)
        least = np.where(is_stepped, np.round(lotted.least / np.where(is_stepped, lotted.step, 1.0)), 1.0)
        lots = np.where(
            (lots < least) & (least > 1), np.where(count / np.maximum(least, 1.0) > enough, least, 0.0), lots
        )
        numbers = np.concatenate([lots[self._counted], np.minimum(lots[self._switched], 1.0)])
        possible: FloatArray = np.minimum(numbers, self._upper)
        return possible

    def settle(self, values: FloatArray) -> Solution | None:
        """Return the best solution with the whole numbers of these values: exact, with what each limit is worth."""
        settled = np.round(values[self.whole])
        everything = np.ones(len(settled), dtype=np.bool_)
        self.make_whole(~everything)
        self.hold(everything, settled)
        for option in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            self.highs.setOptionValue(option, QUIET[option])
        self.highs.setOptionValue("time_limit", np.inf)
        if self.highs.run() != highspy.HighsStatus.kOk or self.highs.getModelStatus() != _OPTIMAL:
            return None
        found = self.highs.getSolution()
        columns = np.array(found.col_value)[: self._first]
        lotted, counts = self._lotted, len(self._counted)
        columns[lotted.columns[self._counted]] = settled[:counts] * lotted.step[self._counted]
        cells = lotted.columns[self._switched]
        columns[cells] = settled[counts:] * np.maximum(columns[cells], lotted.least[self._switched])  # rid of rounding
        return Solution(columns, np.array(found.row_dual)[: self._form.rows.length])

    def is_whole(self, columns: FloatArray) -> bool:
        """Say whether every quantity is nothing or a whole lot, from the quantities alone."""
        lotted = self._lotted
        quantity = columns[lotted.columns]
        slack = WHOLE * np.maximum(lotted.least, lotted.step)
        count = np.divide(quantity, lotted.step, out=np.zeros_like(quantity), where=lotted.step > 0)
        off = np.abs(count - np.round(count)) * lotted.step
        return bool(((quantity <= slack) | (quantity >= lotted.least - slack)).all() and (off <= slack).all())
