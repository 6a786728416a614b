"""What holds for the repository as a whole: nothing of one machine, nothing left for later, nothing asked for in vain."""

import ast
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from sop.domain.kinds import KINDS
from sop.services.readiness import template_of
from tests.sources import ROOT, name_of, of_every, tree_of
from tests.test_architecture import everything, imports_of, sources

TOP_LEVEL = {
    ".ci", ".gitignore", ".streamlit", "CHANGELOG.md", "Makefile", "README.md", "app.py", "data", "pages",
    "pyproject.toml", "requirements.txt", "sop", "tests",
}  # fmt: skip
WRITTEN = frozenset({"", ".cfg", ".css", ".csv", ".js", ".md", ".mako", ".po", ".py", ".toml", ".txt"})
HOMES = ("home", "root", "tmp", "Users", "work")
OF_A_MACHINE = re.compile(rf"(?<![\w.~-])/(?:{'|'.join(HOMES)})/\w|\b[A-Z]:\\\\?Users\b")
LATER = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
NAME_THEM = {"tests/test_architecture.py", "tests/test_repository.py"}
MODULE_OF = {"python-calamine": "python_calamine", "uuid-utils": "uuid_utils"}  # imported under another name
# imported by SQLAlchemy, as the address of the database says; the peer of the forecast, which a closer look at a series stands on
BEHIND = {"psycopg", "statsmodels"}
WITH_STREAMLIT = {"anyio", "pyarrow", "starlette"}  # it is built on them, and its version is held


def tracked() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this copy is no git repository")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def lines_written() -> Iterator[tuple[str, str]]:
    """Yield place and text of every line that somebody wrote."""
    for path in tracked():
        if path.suffix in WRITTEN:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                yield f"{name_of(path)}:{number}", line


def test_nothing_is_added_to_the_top_level_by_chance():
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} == TOP_LEVEL


def test_no_path_of_one_machine_is_written():
    assert [(place, line) for place, line in lines_written() if OF_A_MACHINE.search(line)] == []


@pytest.mark.parametrize(
    "line", [f"cd /{HOMES[0]}/ana/sop", f'PATH = "/{HOMES[-1]}/main"', f"sqlite:////{HOMES[2]}/x.db"]
)
def test_a_path_of_one_machine_is_seen(line):
    assert OF_A_MACHINE.search(line)


@pytest.mark.parametrize("line", ["https://example.org/home/x", "data/tmp/x", "/api/live/a"])
def test_an_address_is_no_path_of_a_machine(line):
    assert not OF_A_MACHINE.search(line)


def test_nothing_is_left_for_later():
    found = [(place, line) for place, line in lines_written() if LATER.search(line)]
    assert [each for each in found if each[0].split(":")[0] not in NAME_THEM] == []


# Code in comments ----------------------------------------------------------------------------------------------------

STATEMENTS = (
    ast.Assign,
    ast.AugAssign,
    ast.Import,
    ast.ImportFrom,
    ast.Return,
    ast.Raise,
    ast.Delete,
    ast.With,
    ast.If,
)


def is_code(comment: str) -> bool:
    """Return whether a comment on a line of its own reads as a statement, or as a call and nothing else."""
    text = comment.lstrip("#").strip()
    try:
        body = ast.parse(text if not text.endswith(":") else f"{text} pass").body
    except SyntaxError:
        return False
    return any(
        isinstance(node, STATEMENTS) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Await))
        for node in body
    )


@of_every(everything())
def test_no_code_stands_in_a_comment(path):
    with path.open("rb") as file:
        comments = [
            token
            for token in tokenize.tokenize(file.readline)
            if token.type == tokenize.COMMENT and token.line.lstrip().startswith("#")
        ]
    assert [(token.start[0], token.string) for token in comments if is_code(token.string)] == []


@pytest.mark.parametrize(
    "comment", ["# rows = rows[1:]", "# import pandas", "# draw(view)", "# if late:", "# return 1"]
)
def test_code_in_a_comment_is_seen(comment):
    assert is_code(comment)


@pytest.mark.parametrize(
    "comment", ["# the newest first", "# (i, s, t)", "# units of a family; empty when none", "# Charts ---"]
)
def test_words_in_a_comment_are_not_taken_for_code(comment):
    assert not is_code(comment)


# What is asked for ---------------------------------------------------------------------------------------------------


def required(name: str) -> set[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {re.split(r"[ \[<>=~]", line)[0] for line in lines if line and not line.startswith("#")}


def imported(paths: list[Path]) -> set[str]:
    names = {name.split(".")[0] for path in paths for name in imports_of(tree_of(path))}
    return names - sys.stdlib_module_names - {"sop", "pages", "tests", "data", "app", "__future__"}


def test_every_package_that_runs_is_required_and_every_required_one_runs():
    asked = {MODULE_OF.get(name, name) for name in required("requirements.txt")}
    assert asked - BEHIND == imported(sources()) - WITH_STREAMLIT


def test_tests_require_nothing_that_runs_already():
    assert required("tests/requirements.txt").isdisjoint(required("requirements.txt"))


# Templates -----------------------------------------------------------------------------------------------------------


def test_there_is_a_template_of_every_kind_and_no_other():
    assert {path.name for path in (ROOT / "data" / "templates").iterdir()} == {f"{kind}.csv" for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_the_one_that_the_data_page_hands_out(kind):
    assert (ROOT / "data" / "templates" / f"{kind}.csv").read_bytes() == template_of(kind)
