"""The three cycles behind the demo company's present one, made by the ordinary services at their own dates.

Each plans with the data of its time: the histories are cut at its last closed month, stocks, orders and purchases are
those of then. What is told of it stands in `demo_story`.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from pathlib import Path

from sop.domain.calendar import Month
from sop.domain.errors import NotFound
from sop.domain.kinds import KINDS
from sop.domain.meeting import Cycle, Meeting
from sop.domain.people import Act, Actor, Person, Right
from sop.domain.scenario import Scenario
from sop.services import decisions, demo, execution, joining, overrides, publishing, running, what_if
from sop.services.announcements import Hub
from sop.services.cycles import NewCycle, open_cycle
from sop.services.decisions import DecisionWish
from sop.services.demo_deliveries import act_of, compare_books, seats
from sop.services.demo_story import STORIES, Story, Todo
from sop.services.execution import Explanation
from sop.services.full_solves import FullSolves
from sop.services.inputs import InputsDesk
from sop.services.jobs import Jobs
from sop.services.loading import put, take_snapshot
from sop.services.planners import Planners
from sop.services.settings import Settings
from sop.services.what_if import Outcome
from sop.services.workspace import Workspace
from sop.storage import actions, cycles, meetings, scenarios
from sop.storage.engine import Store

EARLIER = demo.FILES.parent / "earlier"
HISTORIES = ("sales_history", "production_history", "stock_history")  # cut at the last closed month of then
LATER = ("projects",)  # delivered for the present cycle first
NAMES = frozenset(str(story.cycle) for story in STORIES)
BOOKS_AFTER_DAYS = 6  # after a cycle is opened
HORIZON, CURRENCY, ZONE = 18, "RON", "Europe/Bucharest"


def desk(store: Store, home: Path) -> Workspace:
    """Return a workspace for the telling alone: nobody listens to it."""
    return Workspace(Settings(home, store.url), store, Hub(), Planners(), InputsDesk(), Jobs(store), FullSolves(store))


def fill(store: Store, home: Path, act: Act) -> None:
    """Make the earlier cycles in their order; a second call finishes what a first one began."""
    act.actor.require(Right.RUN)
    workspace = desk(store, home)
    for story in STORIES:
        _Telling(workspace, act, story).tell()


@dataclass(eq=False)
class _Telling:
    """One earlier cycle while it is made; everybody acts at the dates of the story, none of them after today."""

    workspace: Workspace
    by: Act
    story: Story

    @property
    def store(self) -> Store:
        return self.workspace.store

    def tell(self) -> None:
        self._deliver()
        cycle, meeting = self._open()
        compare_books(self.workspace, self.by, cycle, self.story.opened + timedelta(days=BOOKS_AFTER_DAYS))
        self._raise_forecast(cycle)
        self._explain(cycle)
        made = {name: self._scenario(cycle, name) for name in dict(self.story.scenarios)}
        self._meet(meeting)
        self._decide(cycle, meeting, made)
        chosen = made[self.story.adopted]
        publishing.adopt_scenario(
            self.workspace, self._act("planning", self.story.ends_at, "adopt"), cycle, chosen.id,
            self._planned(cycle, chosen).key.digest, str(self.story.why_adopted),
        )  # fmt: skip
        self._follow_up(cycle)

    # Who and when ----------------------------------------------------------------------------------------------------

    @cached_property
    def _seats(self) -> dict[str, Person]:
        """Return the people of the file by their seat, which their address begins with."""
        with self.store.read() as tx:
            return seats(tx)

    def _person(self, seat: str) -> Person:
        try:
            return self._seats[seat]
        except KeyError:
            raise NotFound("Nobody of the demo company sits on the seat {seat}.", seat=seat) from None

    def _act(self, seat: str, at: datetime, token: str) -> Act:
        seat = {"planning": "demand.planner"}.get(seat, seat)
        person = self._person(seat)
        actor = Actor(person.id, person.function, person.role)
        if seat == "demand.planner":
            actor = replace(actor, role=self.by.actor.role)
        return Act(actor, min(at, self.by.now), f"demo-{self.story.cycle}-{token}")

    # What was delivered ----------------------------------------------------------------------------------------------

    def _deliver(self) -> None:
        """Load what stood in that month, unless its cycle was opened already."""
        if self._is_open():
            return
        act = replace(self.by, now=min(self.story.opened, self.by.now))
        came = {kind: self._file(kind) for kind in (*demo.DESCRIBING, *KINDS) if self._came(kind)}
        deliveries = demo.news(self.store, came)
        with self.store.write() as w:
            for delivery in deliveries:
                theirs = act_of(w.tx, self.by, self.story.cycle, delivery.kind.name)
                put(w, self.workspace.settings.home, theirs, delivery, is_demo=True)
            take_snapshot(w, act)

    def _is_open(self) -> bool:
        with self.store.read() as tx:
            return any(cycle.name == self.story.cycle for cycle in cycles.all_cycles(tx))

    def _came(self, kind: str) -> bool:
        return kind not in LATER and (demo.FILES / f"{kind}.csv").is_file()

    def _file(self, kind: str) -> Path | bytes:
        own = EARLIER / str(self.story.cycle) / f"{kind}.csv"
        file = own if own.is_file() else demo.FILES / f"{kind}.csv"
        return _until(file, self.story.last_closed) if kind in HISTORIES else file

    # The cycle -------------------------------------------------------------------------------------------------------

    def _open(self) -> tuple[Cycle, Meeting]:
        story = self.story
        wish = NewCycle(
            last_closed=story.last_closed,
            first_decidable=story.last_closed.plus(3),
            horizon_months=HORIZON,
            currency=CURRENCY,
            time_zone=ZONE,
            starts_at=story.starts_at,
        )
        return open_cycle(self.store, self._act("planning", story.opened, "cycle"), wish)

    def _raise_forecast(self, cycle: Cycle) -> None:
        """Lay on what sales expects beyond the statistical forecast."""
        for number, change in enumerate(self.story.changes):
            overrides.add_override(
                self.store, self._act(change.seat, self.story.opened + timedelta(days=7), f"override-{number}"), cycle.id,
                family=change.family, sku="", region="", months=change.months, change=change.percent, in_percent=True,
                reason=str(change.reason),
            )  # fmt: skip

    def _scenario(self, cycle: Cycle, name: str) -> Scenario:
        at = self.story.opened + timedelta(days=12)
        number = list(dict(self.story.scenarios)).index(name)
        act = self._act("planning", at, f"scenario-{number}")
        scenario = what_if.new_scenario(self.store, act, cycle.id, name)
        for lever in dict(self.story.scenarios)[name]:
            if scenario.lever(lever.id) is None:
                scenario = what_if.move_lever(self.store, act, scenario.id, lever)
        return scenario

    def _planned(self, cycle: Cycle, scenario: Scenario) -> Outcome:
        with self.store.read() as tx:
            inputs = self.workspace.inputs.of_cycle(tx, cycle)
            scenario = scenarios.get(tx, scenario.id)
        return what_if.outcome(self.workspace, inputs, scenario)

    # The meeting -----------------------------------------------------------------------------------------------------

    def _meet(self, meeting: Meeting) -> None:
        """Hold the items of the agenda one after the other, each for the minutes that it took."""
        for seat in self.story.present:
            joining.attend(self.store, self._act(seat, self.story.starts_at, f"attend-{seat}"), meeting.id)
        with self.store.read() as tx:
            held = meetings.items(tx, meeting.id)
        at = self.story.starts_at + timedelta(minutes=self.story.late_minutes)
        for item, minutes in zip(held, self.story.minutes, strict=True):
            if item.ended_at is None:
                running.start_item(self.store, self._act("planning", at, "item"), meeting.id, item.id)
            at += timedelta(minutes=minutes)
        running.stop(self.store, self._act("planning", at, "stop"), meeting.id)

    def _decide(self, cycle: Cycle, meeting: Meeting, made: dict[str, Scenario]) -> None:
        for number, told in enumerate(self.story.decisions):
            outcome = self._planned(cycle, made[told.scenario])
            wish = DecisionWish(
                question=str(told.question),
                choice=str(told.choice),
                rationale=str(told.rationale),
                decider_id=self._person("managing.director").id,
                owner_id=self._person(told.owner).id,
                due=told.due,
                scenario_id=outcome.scenario.id,
                meeting_id=meeting.id,
                seen=outcome.key.digest,
            )
            act = self._act("planning", self.story.ends_at, f"decision-{number}")
            decided = decisions.record_decision(self.workspace, act, cycle, wish)
            for place, todo in enumerate(told.todos):
                self._add(cycle, meeting.id, todo, f"action-{number}-{place}", decided.id)
        for place, todo in enumerate(self.story.todos):
            self._add(cycle, meeting.id, todo, f"action-{place}", None)

    def _add(self, cycle: Cycle, meeting_id: str, todo: Todo, token: str, decision_id: str | None) -> None:
        act = self._act("planning", self.story.ends_at, token)
        owner = self._person(todo.owner).id
        decisions.add_action(self.workspace, act, cycle, meeting_id, str(todo.text), owner, todo.due, decision_id)

    # What came after -------------------------------------------------------------------------------------------------

    def _follow_up(self, cycle: Cycle) -> None:
        """Close the actions that were closed, each by its owner and at its date."""
        closed = {str(todo.text): todo for todo in self.story.every_todo if todo.closed}
        with self.store.read() as tx:
            standing = actions.of_cycle(tx, cycle.id)
        for action in standing:
            todo = closed.get(action.text)
            if todo and todo.closed and action.state is not todo.state:
                at = datetime.combine(todo.closed, time(15), UTC)
                decisions.change_action(
                    self.workspace, self._act(todo.owner, at, "close"), replace(action, state=todo.state)
                )

    def _explain(self, cycle: Cycle) -> None:
        """Explain the largest deviations of the month that had closed."""
        seen = execution.read_execution(self.workspace, cycle) if self.story.causes else None
        for number, cause in enumerate(self.story.causes):
            found = next(
                (off for off in seen.off if (off.family, off.month, off.measure) == cause.place) if seen else iter(()),
                None,
            )
            if found is None or found.explained is not None:
                continue
            at = self.story.opened + timedelta(days=1)
            execution.explain(
                self.workspace, self._act("planning", at, f"deviation-{number}"), cycle, found,
                Explanation(str(cause.cause), str(cause.todo.text), self._person(cause.todo.owner).id, cause.todo.due),
            )  # fmt: skip


def _until(file: Path, last_closed: Month) -> bytes:
    """Return a history as it was then: the header and the rows up to a month, which stands first in each."""
    head, *lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join([head, *(line for line in lines if line[:7] <= last_closed)]).encode()
