"""A process that writes one action after the other, each twice as an impatient person would, and says what is stored.

python -m tests.soak.writer NAME
"""

import os
import sys
from datetime import timedelta
from itertools import count

from sop.domain.people import Act, Actor, Function, Role
from sop.services import decisions, joining
from sop.services.settings import Settings
from sop.services.workspace import build
from sop.storage import cycles, meetings


def main(name: str) -> None:
    """Write until killed."""
    workspace = build(Settings.from_environment(os.environ))
    key = joining.new_facilitator_key(workspace.store, workspace.now())
    person, _ = joining.join(workspace.store, workspace.now(), name, Function.PLANNING, key)
    with workspace.store.read() as tx:
        cycle = cycles.latest(tx)
        assert cycle is not None
        meeting = meetings.latest(tx, cycle.id)
        assert meeting is not None
    for number in count():
        text = f"{name}, action {number}"
        act = Act(Actor(person.id, Function.PLANNING, Role.FACILITATOR), workspace.now(), text)
        due = (act.now + timedelta(days=30)).date()
        for _ in range(2):
            decisions.add_action(workspace, act, cycle, meeting.id, text, person.id, due, None)
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
