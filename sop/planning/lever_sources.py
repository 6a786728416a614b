"""Levers on what others deliver: subcontractors, prices of material, suppliers that fail or come late.

A lever on what the company does not have changes nothing; `reaches` says so beforehand.
"""

from dataclasses import replace

import numpy as np

from sop.domain.scenario import Lever
from sop.domain.supply import FloatArray
from sop.planning.axes import BoolArray
from sop.planning.parts import Materials
from sop.planning.problem import SupplyProblem
from sop.planning.reach import Reach


def subcontract(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    outside = problem.subcontracting
    if outside is None:
        return problem
    limit = np.where(reach.cells, outside.limit_units * lever.value / 100.0, outside.limit_units)
    return replace(problem, subcontracting=replace(outside, limit_units=limit))


def material_price(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    materials = problem.materials
    if materials is None:
        return problem
    factor = np.where(_cells(reach), 1.0 + lever.value / 100.0, 1.0)
    price, premium = materials.price_money * factor, materials.premium_money * factor
    return replace(problem, materials=replace(materials, price_money=price, premium_money=premium))


def supplier_outage(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    """Take a share of what the sources deliver in the months, be it ordered already, in time or hurried."""
    materials = problem.materials
    if materials is None:
        return problem
    left, cells = 1.0 - lever.value / 100.0, _cells(reach)
    comes = _share_of_material(materials, reach)[:, None] * reach.months
    moved = replace(
        materials,
        receipts_units=materials.receipts_units * (1.0 - (1.0 - left) * comes),
        limit_units=_scaled(materials.limit_units, cells, left),
        hurried_limit_units=_scaled(materials.hurried_limit_units, cells, left),
    )
    return replace(problem, materials=moved)


def supplier_delay(problem: SupplyProblem, lever: Lever, reach: Reach) -> SupplyProblem:
    """Let what is on order for the months come later, and let nothing new come in them but what is hurried."""
    materials, late = problem.materials, round(lever.value)
    if materials is None:
        return problem
    held = materials.receipts_units * _share_of_material(materials, reach)[:, None] * reach.months
    receipts = materials.receipts_units - held
    receipts[:, late:] += held[:, : held.shape[1] - late]
    cells = _cells(reach)
    hurried = np.maximum(materials.hurried_limit_units, materials.hurried_limit_units.max(axis=1, initial=0.0)[:, None])
    moved = replace(
        materials,
        receipts_units=receipts,
        limit_units=np.where(cells, 0.0, materials.limit_units),
        hurried_limit_units=np.where(cells, hurried, materials.hurried_limit_units),
    )
    return replace(problem, materials=moved)


def _cells(reach: Reach) -> BoolArray:
    return reach.sources[:, None] & reach.months


def _scaled(limit: FloatArray, cells: BoolArray, left: float) -> FloatArray:
    """Return a limit of which a share is left; of one that nobody knows all or nothing is."""
    known = np.isfinite(limit)
    scaled = np.where(known, np.where(known, limit, 0.0) * left, np.inf if left > 0 else 0.0)
    return np.where(cells, scaled, limit)


def _share_of_material(materials: Materials, reach: Reach) -> FloatArray:
    """Return which part of what is on order is reached, (m,): orders do not name suppliers, so each has an equal part."""
    count, reached = np.zeros(len(materials.names)), np.zeros(len(materials.names))
    np.add.at(count, materials.source_material, 1.0)
    np.add.at(reached, materials.source_material, reach.sources.astype(np.float64))
    return np.divide(reached, count, out=np.zeros_like(count), where=count > 0)
