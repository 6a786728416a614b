"""What a lever reaches: its months, and what its scope names along every axis of the problem."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sop.domain.errors import NotFound
from sop.domain.scenario import Dimension, Lever, LeverKind
from sop.language import N_
from sop.planning.axes import BoolArray
from sop.planning.problem import SupplyProblem

_CALLED = {
    Dimension.FAMILY: N_("family"),
    Dimension.SKU: N_("SKU"),
    Dimension.REGION: N_("region"),
    Dimension.PLANT: N_("plant"),
    Dimension.RESOURCE: N_("resource"),
    Dimension.MATERIAL: N_("material"),
    Dimension.SUPPLIER: N_("supplier"),
}
_NEEDS_MATERIALS = frozenset({LeverKind.MATERIAL_PRICE, LeverKind.SUPPLIER_OUTAGE, LeverKind.SUPPLIER_DELAY})


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Masks over months and over each axis; an axis that the scope does not speak of is reached as a whole."""

    months: BoolArray  # (t,)
    skus: BoolArray  # (i,), by family or SKU
    regions: BoolArray  # (s,)
    resources: BoolArray  # (r,), by plant or name
    sources: BoolArray  # (q,), by material or supplier

    @property
    def cells(self) -> BoolArray:
        """Return SKUs and months, (i, t)."""
        return self.skus[:, None] & self.months

    @property
    def market(self) -> BoolArray:
        """Return SKUs, regions and months, (i, s, t)."""
        return self.skus[:, None, None] & self.regions[None, :, None] & self.months

    def staffed(self, problem: SupplyProblem, group: int) -> BoolArray:
        """Return the resources of a staff group that are reached, (r,)."""
        staffed: BoolArray = (problem.resource_group == group) & self.resources
        return staffed


def reach_of(problem: SupplyProblem, lever: Lever) -> Reach:
    """Return what a lever reaches; raises NotFound where its scope names what is not there."""
    scope, names = lever.scope, _names(problem)
    if scope.name not in names[scope.dimension]:
        raise NotFound(
            "There is no {dimension} {name} in this plan.", dimension=_CALLED[scope.dimension], name=scope.name
        )

    def along(length: int, *dimensions: Dimension) -> BoolArray:
        if scope.dimension not in dimensions:
            return np.ones(length, dtype=np.bool_)
        own = {**names, Dimension.PLANT: [r.plant for r in problem.resources]}[scope.dimension]
        return np.array([name == scope.name for name in own], dtype=np.bool_)

    return Reach(
        months=np.array([month in lever.months for month in problem.months], dtype=np.bool_),
        skus=along(len(problem.skus), Dimension.FAMILY, Dimension.SKU),
        regions=along(len(problem.regions), Dimension.REGION),
        resources=along(len(problem.resources), Dimension.PLANT, Dimension.RESOURCE),
        sources=along(len(names[Dimension.SUPPLIER]), Dimension.MATERIAL, Dimension.SUPPLIER),
    )


def reaches(problem: SupplyProblem, lever: Lever) -> bool:
    """Return whether what a lever moves is in the problem; a new delivery may lack it."""
    if lever.scope.name not in _names(problem)[lever.scope.dimension]:
        return False
    if lever.kind in _NEEDS_MATERIALS:
        return problem.materials is not None
    if lever.kind is LeverKind.HIRING:
        return problem.workforce is not None
    if lever.kind is LeverKind.SUBCONTRACT:
        return problem.subcontracting is not None
    return lever.kind is not LeverKind.TARGET_SERVICE or bool(problem.error_units.any())


def _names(problem: SupplyProblem) -> dict[Dimension, Sequence[str]]:
    materials = problem.materials
    return {
        Dimension.ALL: ("",),
        Dimension.FAMILY: problem.families,
        Dimension.SKU: problem.skus,
        Dimension.REGION: problem.regions,
        Dimension.PLANT: (*problem.plants, *(r.plant for r in problem.resources)),
        Dimension.RESOURCE: tuple(r.name for r in problem.resources),
        # a material per source, as the mask is over sources
        Dimension.MATERIAL: () if materials is None else tuple(materials.names[m] for m in materials.source_material),
        Dimension.SUPPLIER: () if materials is None else materials.suppliers,
    }
