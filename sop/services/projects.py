"""Projects: taken over from the delivered file or added by hand, and switched on in a scenario as levers."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sop.domain.calendar import Month, MonthRange
from sop.domain.errors import Invalid, NotFound, Refused
from sop.domain.ids import new_id
from sop.domain.people import Act, Function, Right
from sop.domain.projects import AHEAD, Project, ProjectKind, ProjectStatus, lever_id, levers_on
from sop.domain.scenario import Dimension, Lever, LeverKind, Scenario, Scope
from sop.language import _, percent, say, signed
from sop.planning.problem import SupplyProblem
from sop.services import what_if
from sop.services.sentences import lever_sentence
from sop.services.workspace import Workspace
from sop.storage import cycles, loads, log, projects, scenarios
from sop.storage.engine import Connection, Store, Writing


@dataclass(frozen=True, slots=True)
class Effect:
    """What a project does to a plan: its levers; and the share of the family by which they had to be scaled, if any."""

    project: Project
    levers: tuple[Lever, ...]
    family: str = ""
    share: float | None = None


def listed(tx: Connection) -> tuple[Project, ...]:
    """Return every project by its first month."""
    return projects.all_projects(tx)


def offered(tx: Connection) -> tuple[str, ...]:
    """Return the names of the delivered projects that were not taken over yet, in the order of the file."""
    known = {project.name for project in projects.all_projects(tx)}
    return tuple(str(row["name"]) for row in _delivered(tx) if row["name"] not in known)


def _delivered(tx: Connection) -> list[dict[Hashable, Any]]:
    load = loads.current(tx).get("projects")
    return loads.rows(tx, "projects", load.id).to_dict("records") if load else []


def take_over(store: Store, act: Act, names: Collection[str]) -> tuple[Project, ...]:
    """Take delivered projects over as proposed ones; one that was taken over before changes nothing.

    From then on they live here: a later file adds projects of other names and changes none.
    """
    act.actor.require(Right.RUN)
    with store.write() as w:
        rows = [row for row in _delivered(w.tx) if row["name"] in names]
        return tuple(_stored(w, act, _project(row), f"delivered/{row['name']}") for row in rows)


def _project(row: Mapping[Hashable, Any]) -> Project:
    try:
        return Project(
            id=new_id(),
            name=row["name"],
            kind=ProjectKind(row["project_kind"]),
            owner=Function(row["owner_function"]),
            months=MonthRange(Month(row["first_month"]), Month(row["last_month"])),
            family=row["family"],
            sku=row["sku"],
            region=row["region"],
            resource=row["resource"],
            demand_percent=float(row["demand_percent"]),
            price_percent=float(row["price_percent"]),
            capacity_percent=float(row["capacity_percent"]),
            note=row["note"],
        )
    except Invalid as error:
        raise Invalid("{name} cannot be taken over: {reason}", name=row["name"], reason=say(error)) from error


def add(store: Store, act: Act, project: Project) -> Project:
    """Add a project by hand; a second click changes nothing."""
    act.actor.require(Right.CAPTURE)
    with store.write() as w:
        return _stored(w, act, project, act.token)


def _stored(w: Writing, act: Act, project: Project, token: str) -> Project:
    stored, is_new = projects.add(w, replace(project, name=project.name.strip()), token)
    if is_new:
        log.append(w, act, "project_added", "project", stored.id, {"name": stored.name})
        w.announce("company")
    return stored


def change_status(store: Store, act: Act, project_id: str, status: ProjectStatus, version: int) -> Project:
    """Say how far a project is; the function that owns it may, and the facilitator. Conflict when somebody was first."""
    act.actor.require(Right.CAPTURE)
    with store.write() as w:
        standing = projects.get(w.tx, project_id)
        if standing.owner is not act.actor.function:
            act.actor.require(Right.RUN)
        changed = projects.change(w, replace(standing, status=status, version=version))
        log.append(w, act, "project_changed", "project", project_id, {"status": status})
        w.announce("company")
    return changed


# As levers -----------------------------------------------------------------------------------------------------------


def switch_on(workspace: Workspace, act: Act, scenario_id: str, project_id: str) -> Scenario:
    """Add the levers of a project to a scenario; one that is on already stays as it is.

    Refused with a sentence when it is done or dropped, has no effect yet, or lies outside of the horizon.
    """
    with workspace.store.read() as tx:
        project, scenario = projects.get(tx, project_id), scenarios.get(tx, scenario_id)
        inputs = workspace.inputs.of_cycle(tx, cycles.get(tx, scenario.cycle_id))
    if levers_on(scenario, project_id):
        return scenario
    if project.status not in AHEAD:
        raise Refused("{name} is done or dropped: it changes no plan any more.", name=project.name)
    effect = effect_of(workspace.inputs.problem(inputs), project)
    return what_if.set_levers(workspace.store, act, scenario_id, "project_on", {"project": project_id}, effect.levers)


def switch_off(store: Store, act: Act, scenario_id: str, project_id: str) -> Scenario:
    """Take the levers of a project out of a scenario; one that is off already changes nothing."""
    with store.read() as tx:
        scenario = scenarios.get(tx, scenario_id)
    gone = levers_on(scenario, project_id)
    if not gone:
        return scenario
    return what_if.set_levers(store, act, scenario_id, "project_off", {"project": project_id}, (), gone)


def effect_of(problem: SupplyProblem, project: Project) -> Effect:
    """Return a project as levers on the plan of a problem.

    A lever moves a family or a region. What is narrower, a SKU or a family in one region, is scaled by its share of
    the family's demand, valued at price, in the months of the project; a price by its share once the demand has moved,
    so that the family's revenue changes by what the project's does.
    """
    if not project.has_effect:
        raise Refused("Nobody has estimated the effect of {name} yet.", name=project.name)
    months = _months(problem, project)
    scope, family, share = _market(problem, project, months)
    capacity = Scope(Dimension.RESOURCE, project.resource) if project.resource else Scope()
    wished = (
        (LeverKind.DEMAND, _scaled(project.demand_percent, share), scope),
        (LeverKind.PRICE, _scaled(project.price_percent, _share_after(project, share)), scope),
        (LeverKind.CAPACITY, project.capacity_percent, capacity),
    )
    levers = tuple(
        Lever(lever_id(project.id, kind), kind, value, where, months) for kind, value, where in wished if value
    )
    return Effect(project, levers, family, share)


def _scaled(value: float, share: float | None) -> float:
    return value if share is None else round(value * share, 1)


def _share_after(project: Project, share: float | None) -> float | None:
    """Return the project's share of the family's demand once the project has moved it, by which its price counts there."""
    if share is None:
        return None
    moved = share * (1.0 + project.demand_percent / 100.0)
    whole = moved + 1.0 - share
    return moved / whole if whole > 0 else 0.0


def _months(problem: SupplyProblem, project: Project) -> MonthRange:
    inside = [month for month in problem.months if month in project.months]
    if not inside:
        raise Refused(
            "{name} runs from {first} to {last}: outside of the months of this plan.",
            name=project.name, first=project.months.first, last=project.months.last,
        )  # fmt: skip
    return MonthRange(inside[0], inside[-1])


def _market(problem: SupplyProblem, project: Project, months: MonthRange) -> tuple[Scope, str, float | None]:
    """Return what the levers on demand and price move, and where that is wider than the project, the family and share."""
    family = _family(problem, project)
    if project.region and project.region not in problem.regions:
        raise NotFound("{name} is not in this plan.", name=project.region)
    if not family:
        return (Scope(Dimension.REGION, project.region) if project.region else Scope()), "", None
    scope = Scope(Dimension.FAMILY, family)
    if not (project.sku or project.region) or not (project.demand_percent or project.price_percent):
        return scope, "", None
    return scope, family, _share(problem, project, family, months)


def _family(problem: SupplyProblem, project: Project) -> str:
    if project.sku:
        if project.sku not in problem.skus:
            raise NotFound("{name} is not in this plan.", name=project.sku)
        return problem.families[problem.skus.index(project.sku)]
    if project.family and project.family not in problem.families:
        raise NotFound("{name} is not in this plan.", name=project.family)
    return project.family


def _share(problem: SupplyProblem, project: Project, family: str, months: MonthRange) -> float:
    inside = np.array([month in months for month in problem.months])
    value = (problem.demand_units * problem.price_money)[:, :, inside].sum(axis=2)
    of_family = np.array([each == family for each in problem.families])
    skus = np.array([project.sku in ("", each) for each in problem.skus]) & of_family
    regions = np.array([project.region in ("", each) for each in problem.regions])
    whole = value[of_family].sum()
    if not whole > 0:
        raise Refused("{family} has no demand in the months of {name}.", family=family, name=project.name)
    return float(value[np.ix_(skus, regions)].sum() / whole)


def effect_words(effect: Effect) -> tuple[str, ...]:
    """Return the levers of a project as sentences, and how they were scaled where they were."""
    said = tuple(lever_sentence(lever) for lever in effect.levers)
    if effect.share is None:
        return said
    return (*said, _scaling(effect))


def _scaling(effect: Effect) -> str:
    project = effect.project
    part = project.sku or effect.family
    where = _("{part} in {region}").format(part=part, region=project.region) if project.region else part
    own = project.demand_percent or project.price_percent
    said = _(
        "Scaled: {part} is {share} of the demand of {family} at its price in these months, so {own} % there is {scaled} % of the family."
    ).format(
        part=where,
        share=percent(effect.share),
        family=effect.family,
        own=signed(own, 0 if own == int(own) else 1),
        scaled=signed(_scaled(own, effect.share), 1),
    )
    if not (project.demand_percent and project.price_percent):
        return said
    after = percent(_share_after(project, effect.share))
    return f"{said} {_('The price is scaled by its share with that demand, {share}.').format(share=after)}"
