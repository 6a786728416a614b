"""The survey at the end of a meeting, and the scorecard of the cycles that were held."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import numpy as np

from sop.domain.decisions import Action, ActionState
from sop.domain.errors import Refused
from sop.domain.improve import Answer, Question
from sop.domain.meeting import AgendaItem, Cycle, Meeting, Purpose, Stage
from sop.domain.people import Act, Right
from sop.services.cycles import add_item
from sop.storage import actions, answers, cycles, decisions, meetings
from sop.storage.engine import Connection, Store

FOLLOW_UP_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Score:
    """What a cycle's meeting was worth; NaN where nothing can be said yet."""

    cycle: Cycle
    answers: int
    means: tuple[float, ...]  # in the order of `Question`, 1 to 5
    decisions: int
    actions: int
    done_share: float  # of the actions that are due
    minutes_planned: int
    minutes_used: float
    keep: tuple[str, ...]
    change: tuple[str, ...]


def ballot(secret: str, meeting_id: str) -> str:
    """Return the token of a browser's answer: the same at a second click, and no way back to the person."""
    return hashlib.sha256(f"answer/{meeting_id}/{secret}".encode()).hexdigest()


def answered(tx: Connection, secret: str, meeting_id: str) -> bool:
    """Return whether this browser has answered for the meeting."""
    return answers.is_known(tx, ballot(secret, meeting_id))


def answer(
    store: Store, act: Act, meeting: Meeting, scores: tuple[int, ...], keep: str, change: str, secret: str
) -> Answer:
    """Store one answer; neither row nor id nor log say who it was, nor the minute."""
    act.actor.require(Right.CAPTURE)
    day = datetime.combine(act.now.date(), time(), tzinfo=UTC)
    token = ballot(secret, meeting.id)
    wish = Answer(token[:32], meeting.cycle_id, meeting.id, scores, keep.strip(), change.strip(), day)
    with store.write() as w:
        stored, is_new = answers.add(w, wish, token)
        if is_new:
            w.announce(f"meeting/{meeting.id}")
    return stored


def put_on_agenda(store: Store, act: Act, meeting_id: str, wish: str) -> AgendaItem:
    """Make an agenda item of what somebody wants changed."""
    if not wish.strip():
        raise Refused("There is nothing to put on the agenda.")
    return add_item(store, act, meeting_id, wish, Stage.IMPROVE, FOLLOW_UP_MINUTES, Purpose.DISCUSS)


def scorecard(tx: Connection, today: date) -> tuple[Score, ...]:
    """Return the scores of every cycle, the oldest first."""
    given = answers.all_answers(tx)
    return tuple(
        _score(tx, cycle, tuple(each for each in given if each.cycle_id == cycle.id), today)
        for cycle in sorted(cycles.all_cycles(tx), key=lambda cycle: cycle.last_closed)
    )


def _score(tx: Connection, cycle: Cycle, given: tuple[Answer, ...], today: date) -> Score:
    items = [item for meeting in meetings.of_cycle(tx, cycle.id) for item in meetings.items(tx, meeting.id)]
    todo = actions.of_cycle(tx, cycle.id)
    return Score(
        cycle=cycle,
        answers=len(given),
        means=tuple(_mean([each.scores[k] for each in given]) for k in range(len(Question))),
        decisions=sum(not each.lacks for each in decisions.of_cycle(tx, cycle.id)),
        actions=len(todo),
        done_share=_done_share(todo, today),
        minutes_planned=sum(item.minutes for item in items),
        minutes_used=_minutes_used(items),
        keep=tuple(each.keep for each in given if each.keep),
        change=tuple(each.change for each in given if each.change),
    )


def _mean(scores: list[int]) -> float:
    return float(np.mean(scores)) if scores else float("nan")


def _done_share(todo: tuple[Action, ...], today: date) -> float:
    due = [each for each in todo if each.due and each.due <= today and each.state is not ActionState.DROPPED]
    done = sum(action.state is ActionState.DONE for action in due)
    return done / len(due) if due else float("nan")


def _minutes_used(items: list[AgendaItem]) -> float:
    held = [item for item in items if item.started_at and item.ended_at]
    used = sum((item.ended_at - item.started_at).total_seconds() for item in held if item.ended_at and item.started_at)
    return used / 60 if held else float("nan")
