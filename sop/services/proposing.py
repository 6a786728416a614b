"""Levers from every seat: a draft of one's own is put forward with a reason, and the room compares what came."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from sop.domain.errors import NotFound, Refused
from sop.domain.ids import new_id
from sop.domain.measures import Kpis, kpis
from sop.domain.meeting import Cycle, Meeting
from sop.domain.people import Act, Right
from sop.domain.proposals import Proposal
from sop.domain.scenario import LeverKind, Scenario, Scope, Sharing
from sop.services.comparison import Column, Comparison
from sop.services.figures import FIGURES, Figure
from sop.services.what_if import copied, outcome
from sop.services.workspace import Workspace
from sop.storage import log, meetings, people, proposals, scenarios
from sop.storage.engine import Store

MOST_PROPOSALS = 12  # of one person in one meeting
MOST_PUT_UP = 4  # beside the base: more columns could not be read from the back row
SPREAD = tuple(FIGURES[:6])


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """A proposal as the room sees it: who, why, and its plan among the compared ones."""

    proposal: Proposal
    name: str  # of who put it forward; empty for who is not listed any more
    column: Column


@dataclass(frozen=True, slots=True)
class Spread:
    """From where to where the proposals go in one figure: lowest, middle, highest."""

    figure: Figure
    lowest: float
    middle: float
    highest: float


@dataclass(frozen=True, slots=True)
class LeverSpread:
    """What was proposed for one lever and one part of the company: the values in ascending order."""

    kind: LeverKind
    scope: Scope
    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        return float(median(self.values))


@dataclass(frozen=True, slots=True, eq=False)
class Proposed:
    """The proposals of a meeting, newest last, beside the base plan."""

    base: Kpis
    room: tuple[Scenario, ...]  # the scenarios of the room, which may stand beside them
    cards: tuple[Card, ...]

    @property
    def spreads(self) -> tuple[Spread, ...]:
        """Return the spread of each figure that is known of every proposal; none for fewer than two."""
        return tuple(_spread(figure, self.cards) for figure in SPREAD if len(self.cards) > 1 and _known(figure, self))

    @property
    def lever_spreads(self) -> tuple[LeverSpread, ...]:
        """Return the levers that two proposals or more move, those of most proposals first."""
        values: defaultdict[tuple[LeverKind, Scope], list[float]] = defaultdict(list)
        for card in self.cards:
            for lever in card.column.scenario.levers:
                values[lever.kind, lever.scope].append(lever.value)
        several = [LeverSpread(*key, tuple(sorted(found))) for key, found in values.items() if len(found) > 1]
        return tuple(sorted(several, key=lambda each: -len(each.values)))


def _values(figure: Figure, cards: Sequence[Card]) -> list[float]:
    return [float(getattr(card.column.kpis, figure.field)) for card in cards]


def _known(figure: Figure, proposed: Proposed) -> bool:
    return bool(np.isfinite(_values(figure, proposed.cards)).all())


def _spread(figure: Figure, cards: Sequence[Card]) -> Spread:
    values = _values(figure, cards)
    return Spread(figure, min(values), float(median(values)), max(values))


def propose(store: Store, act: Act, meeting_id: str, scenario_id: str, reason: str) -> Proposal:
    """Put a draft forward as it stands, with a reason; the draft stays its maker's and may be moved on.

    A second call with the same token is the same proposal.
    """
    act.actor.require(Right.TRY)
    with store.write() as w:
        stored = proposals.by_token(w.tx, act.token)
        if stored is not None:
            return stored
        draft, meeting = scenarios.get(w.tx, scenario_id), meetings.get(w.tx, meeting_id)
        if draft.sharing is not Sharing.DRAFT or draft.created_by != act.actor.person_id:
            raise Refused("Only a draft of your own can be put forward. Try it yourself first.")
        standing = proposals.standing(w.tx, meeting_id)
        if sum(each.proposed_by == act.actor.person_id for each in standing) >= MOST_PROPOSALS:
            raise Refused("You have put forward {most} proposals. Take one of them back first.", most=MOST_PROPOSALS)
        wish = Proposal(
            new_id(), meeting.cycle_id, meeting.id, new_id(), act.actor.person_id, act.actor.function, reason.strip(),
            act.now,
        )  # fmt: skip
        scenarios.add(w, replace(copied(draft), id=wish.scenario_id, sharing=Sharing.PROPOSED), act.token)
        proposal, _ = proposals.add(w, wish, act.token)
        log.append(w, act, "proposed", "proposal", proposal.id, {"scenario": proposal.scenario_id})
        w.announce(topic(meeting_id))
    return proposal


def topic(meeting_id: str) -> str:
    """Return under which name news of a meeting's proposals is announced."""
    return f"proposals/{meeting_id}"


def withdraw(store: Store, act: Act, proposal_id: str) -> Proposal:
    """Take a proposal back, one's own or as the facilitator; it stays on record and leaves the comparison."""
    act.actor.require(Right.TRY)
    with store.write() as w:
        standing = proposals.get(w.tx, proposal_id)
        if standing.proposed_by != act.actor.person_id:
            act.actor.require(Right.RUN)
        if standing.withdrawn:
            return standing
        changed = proposals.change(w, replace(standing, withdrawn=True))
        meeting = meetings.get(w.tx, standing.meeting_id)
        if standing.scenario_id in meeting.compared:
            left = tuple(each for each in meeting.compared if each != standing.scenario_id)
            meetings.change(w, replace(meeting, compared=left))
            w.announce(f"meeting/{meeting.id}")
        log.append(w, act, "proposal_withdrawn", "proposal", proposal_id, {})
        w.announce(topic(standing.meeting_id))
    return changed


def put_up(store: Store, act: Act, meeting_id: str, scenario_ids: Sequence[str]) -> Meeting:
    """Put scenarios side by side before the room, four at most, in the order given; none of them a draft."""
    act.actor.require(Right.RUN)
    if len(scenario_ids) > MOST_PUT_UP:
        raise Refused("At most {most} scenarios stand side by side.", most=MOST_PUT_UP)
    with store.write() as w:
        if any(scenarios.get(w.tx, each).sharing is Sharing.DRAFT for each in scenario_ids):
            raise NotFound("This is not there any more.")
        meeting = meetings.get(w.tx, meeting_id)
        changed = meetings.change(w, replace(meeting, compared=tuple(dict.fromkeys(scenario_ids))))
        log.append(w, act, "put_up", "meeting", meeting_id, {"scenarios": list(changed.compared)})
        w.announce(f"meeting/{meeting_id}")
    return changed


def read_proposed(workspace: Workspace, cycle: Cycle, meeting_id: str) -> Proposed:
    """Plan every standing proposal of a meeting; the plans come from the cache once anybody looked."""
    with workspace.store.read() as tx:
        standing = proposals.standing(tx, meeting_id)
        drawn = [scenarios.get(tx, each.scenario_id) for each in standing]
        names = {person.id: person.name for person in people.all_people(tx)}
        inputs = workspace.inputs.of_cycle(tx, cycle)
        listed = scenarios.of_cycle(tx, cycle.id)
    base = next(each for each in listed if each.is_base)
    room = tuple(each for each in listed if each.sharing is Sharing.ROOM and not each.is_base)
    made = [outcome(workspace, inputs, each) for each in (base, *drawn)]
    columns = [Column(each.scenario, each.plan, inputs.company.known(kpis(each.plan))) for each in made]
    cards = zip(standing, columns[1:], strict=True)
    drawn_cards = tuple(Card(each, names.get(each.proposed_by, ""), column) for each, column in cards)
    return Proposed(columns[0].kpis, room, drawn_cards)


def side_by_side(workspace: Workspace, cycle: Cycle, meeting: Meeting) -> Comparison | None:
    """Return the base and what stands side by side before the room, in that order; None where nothing does."""
    if not meeting.compared:
        return None
    with workspace.store.read() as tx:
        listed = scenarios.of_cycle(tx, cycle.id)
        inputs = workspace.inputs.of_cycle(tx, cycle)
    by_id = {each.id: each for each in listed}
    shown = [by_id[each] for each in meeting.compared if each in by_id]
    base = next(each for each in listed if each.is_base)
    planned = [outcome(workspace, inputs, each) for each in (base, *shown)]
    columns = tuple(Column(each.scenario, each.plan, inputs.company.known(kpis(each.plan))) for each in planned)
    others = tuple(each for each in listed if not each.is_base)
    return Comparison(inputs, listed, others, columns)
