"""What the people of the demo company thought of the meetings before this one: data came late, until it was reminded of."""

from sop.domain.people import Act, Actor
from sop.language import N_
from sop.services.improving import answer
from sop.storage import cycles, meetings
from sop.storage.engine import Store

Given = tuple[tuple[int, int, int], str, str]  # decisions, figures, worth the time; keep; change

GIVEN: dict[str, tuple[Given, ...]] = {
    "2026-08": (
        ((3, 2, 3), "", N_("Figures of all departments two days before the meeting")),
        ((3, 2, 2), "", N_("Start with the decisions, not with the tables")),
        ((4, 2, 3), N_("One screen for everybody"), ""),
        ((3, 3, 3), "", ""),
        ((2, 1, 3), "", N_("A reminder to those who deliver late")),
    ),
    "2026-09": (
        ((4, 3, 3), N_("The reminder two days before"), ""),
        ((3, 3, 4), "", N_("Shorter item on last month")),
        ((4, 2, 3), "", ""),
        ((4, 4, 4), N_("Options side by side"), ""),
        ((3, 3, 3), "", ""),
        ((3, 3, 4), "", N_("Who decides should be known before")),
    ),
    "2026-10": (
        ((4, 4, 4), N_("The reminder: every figure was there in time"), ""),
        ((5, 4, 4), "", ""),
        ((4, 4, 3), "", N_("Ten minutes less on demand")),
        ((4, 5, 4), N_("Actions read aloud at the end"), ""),
        ((4, 4, 5), "", ""),
        ((5, 4, 4), "", ""),
        ((4, 4, 4), "", ""),
    ),
}


def fill_survey(store: Store, act: Act) -> None:
    """Answer for the earlier cycles that are there; a second call changes nothing."""
    with store.read() as tx:
        held = {cycle.name: meetings.latest(tx, cycle.id) for cycle in cycles.all_cycles(tx)}
    for name, given in GIVEN.items():
        meeting = held.get(name)
        if meeting is None:
            continue
        for number, (scores, keep, change) in enumerate(given):
            somebody = Actor("", act.actor.function, act.actor.role)
            then = Act(somebody, meeting.starts_at, f"{name}-{number}")
            answer(store, then, meeting, scores, keep, change, f"demo-{name}-{number}")
