"""Projects come back as stored, by their first month; who changes second is told."""

from dataclasses import replace

import pytest

from sop.domain.calendar import Month, MonthRange
from sop.domain.errors import Conflict, NotFound
from sop.domain.ids import new_id
from sop.domain.people import Function
from sop.domain.projects import Project, ProjectKind, ProjectStatus
from sop.storage import loads, projects
from sop.storage.engine import Store


def project(first: str = "2027-05") -> Project:
    return Project(
        new_id(), "Târgul de primăvară", ProjectKind.PROMOTION, Function.SALES, MonthRange(Month(first), Month("2027-06")),
        "Cabinets", "C-1", "North", "", 30.5, -12.25, 0.0, ProjectStatus.IDEA, "Leaflet",
    )  # fmt: skip


def test_a_project_comes_back_as_stored_and_once_per_token(store: Store) -> None:
    own = project()
    with store.write() as w:
        assert projects.add(w, own, "click") == (own, True)
        assert projects.add(w, replace(own, id=new_id(), name="Other"), "click") == (own, False)
    with store.read() as tx:
        assert projects.get(tx, own.id) == own
        assert projects.all_projects(tx) == (own,)


def test_projects_stand_by_their_first_month(store: Store) -> None:
    later, sooner = project("2027-06"), replace(project("2027-01"), resource="Saw")
    with store.write() as w:
        projects.add(w, later, "1")
        projects.add(w, sooner, "2")
        assert projects.all_projects(w.tx) == (sooner, later)


def test_who_changes_second_is_told(store: Store) -> None:
    own = project()
    with store.write() as w:
        projects.add(w, own, "click")
        agreed = projects.change(w, replace(own, status=ProjectStatus.AGREED))
    assert agreed == replace(own, status=ProjectStatus.AGREED, version=2)
    with pytest.raises(Conflict), store.write() as w:
        projects.change(w, replace(own, status=ProjectStatus.DROPPED))
    with pytest.raises(NotFound), store.write() as w:
        projects.change(w, replace(own, id="gone"))


def test_projects_leave_with_their_company(store: Store) -> None:
    with store.write() as w:
        projects.add(w, project(), "click")
        loads.wipe_company(w)
        assert projects.all_projects(w.tx) == ()
