"""Why a plan is not better: its limits with what one more of each is worth, what would help, and every way to a unit."""

from dataclasses import dataclass

import numpy as np

from sop.domain.calendar import Month
from sop.domain.supply import FloatArray
from sop.planning.allocated import unmet_units
from sop.planning.explain import hours_short
from sop.planning.formulation import Formulation
from sop.planning.limits import Limit
from sop.planning.offers import Offer
from sop.planning.relief import Relief, reliefs
from sop.planning.routes import Prices, Route, routes_of
from sop.planning.vectors import vectors_of
from sop.planning.worth import Worth, worth_of
from sop.services.answers import Question, about, base_problem, problem_of
from sop.services.board import Board
from sop.services.company import Company
from sop.services.supply_materials import material_units
from sop.services.workspace import Workspace

MOST_WORTHS = 5  # limits whose worth is proven by solving again
_QUESTION = "why"
_SHORT = 1e-6  # of a month's demand: less is rounding


@dataclass(frozen=True, slots=True, eq=False)
class Why:
    """The limits of a plan, ranked over the horizon; the worth of the dearest, each in its dearest month; what helps or not."""

    limits: tuple[Limit, ...]
    worths: tuple[Worth, ...]
    reliefs: tuple[Relief, ...]
    idle: tuple[Offer, ...]  # ways out that do not pay
    short_h: FloatArray  # (r, t), hours beyond the regular ones, were everything made as it is needed


@dataclass(frozen=True, slots=True)
class Shortage:
    """Where a SKU's demand is not met in time: units and their price, by class of demand and by region."""

    sku: int  # position
    family: str
    months: tuple[Month, ...]
    units: float
    money: float
    by_class_money: tuple[float, ...]  # first served first; one where demand is not divided
    by_region_money: tuple[float, ...]


def why(workspace: Workspace, board: Board) -> Question[Why]:
    """Return the question why the plan on a board is not better."""

    def make() -> Why:
        base, problem = base_problem(workspace, board), problem_of(workspace, board)
        plan, levers = board.outcome.plan, board.outcome.levers
        limits = board.limits
        with workspace.planners.trials(base, board.inputs.policy, _QUESTION) as solve:
            worths = tuple(worth_of(solve, problem, plan, limit, limit.dearest) for limit in limits[:MOST_WORTHS])
            tried = reliefs(solve, base, levers, plan, limits)
            return Why(limits, worths, tried.helps, tried.idle, hours_short(problem, plan))

    return about(workspace, board, (_QUESTION, board.outcome.plan.key), make)


def unit_of(company: Company, name: str, *, is_material: bool) -> str:
    """Return the unit in which a material or SKU is counted; empty where nobody said it, and for what is neither."""
    if is_material:
        return material_units(company).get(name, "")
    return next((item.unit for item in company.catalogue.items if item.sku == name), "")


def nothing_binds(board: Board) -> bool:
    """Return whether nothing holds the plan on a board back, so that there is nothing to ask."""
    return not board.limits


def routes(workspace: Workspace, board: Board, sku: int, month: int) -> Question[tuple[Route, ...]]:
    """Return the question in which ways one more unit of a SKU could be had in a month."""

    def make() -> tuple[Route, ...]:
        problem = problem_of(workspace, board)
        weights = vectors_of(problem, Formulation.of(problem), board.inputs.policy).weights
        prices = Prices(
            holding_money=float(problem.holding_cost_money[sku]),
            shortfall=float(weights.shortfall[sku]),
            waiting=float(problem.backlog_cost_money[sku]),
            refused_money=float(weights.lost[-1, sku, month]),  # who is served last is refused first
        )
        return routes_of(problem, board.outcome.plan, prices, sku, month)

    return about(workspace, board, ("routes", board.outcome.plan.key, str(sku), str(month)), make)


def shortages(workspace: Workspace, board: Board) -> tuple[Shortage, ...]:
    """Return who is short of what in the months that can be decided on the plan of a board, the most money first."""
    plan = board.outcome.plan
    unmet = unmet_units(plan, problem_of(workspace, board).classes)
    unmet[..., : plan.frozen_months] = 0.0
    units = unmet.sum(axis=(0, 2))
    unmet *= (units > _SHORT * np.maximum(plan.demand_units, 1.0))[None, :, None, :]
    units, price = unmet.sum(axis=(0, 2)), plan.price_money[None, :, None, :]
    by_class, by_region = (unmet * price).sum(axis=(2, 3)), (unmet * price).sum(axis=(0, 3))
    money = by_class.sum(axis=0)
    return tuple(
        Shortage(
            sku=int(i),
            family=plan.families[i],
            months=tuple(plan.months[t] for t in np.flatnonzero(units[i])),
            units=float(units[i].sum()),
            money=float(money[i]),
            by_class_money=tuple(by_class[:, i].tolist()),
            by_region_money=tuple(by_region[i].tolist()),
        )
        for i in np.argsort(-money, kind="stable")
        if units[i].any()
    )
