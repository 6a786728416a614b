"""Some writers in a process: each writes one action after the other, twice as an impatient person would, and says it.

python -m tests.soak.writer NAME WRITERS
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

from sop.domain.people import Act, Actor, Function, Person, Role
from sop.services import decisions, joining
from sop.services.settings import Settings
from sop.services.workspace import Workspace, build
from sop.storage import cycles, meetings


def main(name: str, writers: int) -> None:
    """Write until killed."""
    workspace = build(Settings.from_environment(os.environ))
    key = joining.new_facilitator_key(workspace.store, workspace.now())
    person, _ = joining.join(workspace.store, workspace.now(), name, Function.PLANNING, key)
    with ThreadPoolExecutor(writers) as pool:
        for each in [pool.submit(_write, workspace, person, f"{name}, writer {k}") for k in range(writers)]:
            each.result()


def _write(workspace: Workspace, person: Person, name: str) -> None:
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
        os.write(sys.stdout.fileno(), f"{text}\n".encode())  # whole lines, whoever writes


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
