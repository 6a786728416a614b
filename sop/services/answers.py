"""Questions about a plan that are answered by solving again: asked once per plan, whoever looks, beside its warm model."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sop.planning.levers import apply
from sop.planning.problem import SupplyProblem
from sop.services.board import Board
from sop.services.workspace import Workspace

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Question(Generic[T]):
    """A question by its name, and how it is answered; `name` holds the digest of all that the answer hangs on."""

    workspace: Workspace
    name: tuple[str, ...]
    make: Callable[[], T]
    ready: bool = True  # the plan that it is about is a full one
    asked_for: bool = False  # it takes so long that it waits for a click

    @property
    def known(self) -> T | None:
        """Return the answer where somebody asked before; never waits."""
        found: T | None = self.workspace.answers.known(self.name)
        return found

    def answer(self) -> T:
        """Return the answer, found by solving where nobody asked before."""
        found: T = self.workspace.answers.get(self.name, self.make)
        return found


def about(workspace: Workspace, board: Board, name: tuple[str, ...], make: Callable[[], T]) -> Question[T]:
    """Return a question about the plan on a board: it waits for the full plan, and in a large company for a click."""
    return Question(workspace, name, make, board.outcome.is_full, board.is_large)


def base_problem(workspace: Workspace, board: Board) -> SupplyProblem:
    """Return the problem of the cycle's base plan."""
    return workspace.inputs.problem(board.inputs)


def problem_of(workspace: Workspace, board: Board) -> SupplyProblem:
    """Return the problem of the plan that a board shows: base plus levers."""
    return apply(base_problem(workspace, board), board.outcome.levers)
