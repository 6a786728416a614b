"""What README says is true: every command, page, measure and environment variable occurs in it."""

import re
from pathlib import Path

import pytest

from sop.__main__ import main
from sop.domain.meeting import Stage
from sop.ui.words import SIGNS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MEASURES = ("WAPE", "bias", "fill rate", "backlog", "lost sales", "margin", "stock value", "utilisation")
OURS = re.compile(r"\b(?:SOP_[A-Z_]+|TEST_DATABASE_URL)\b")


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_described(command):
    assert f"python -m sop {command}" in README


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_is_in_the_glossary(measure):
    assert measure in README.split("## Words")[1]


def test_every_environment_variable_is_listed():
    read = {
        name
        for folder in ("sop", "tests")
        for path in (ROOT / folder).rglob("*.py")
        for name in re.findall(r"""environ(?:ment)?(?:\.get\(|\[)\s*["'](\w+)["']""", path.read_text(encoding="utf-8"))
        if OURS.fullmatch(name)
    }
    assert read
    assert read <= set(OURS.findall(README))


@pytest.mark.parametrize("stage", Stage)
def test_every_page_is_described(stage):
    assert f"**{SIGNS[stage].word}**" in README


def test_every_target_of_make_is_described():
    targets = re.search(r"\.PHONY: (.*)", (ROOT / "Makefile").read_text(encoding="utf-8"))[1].split()
    assert [name for name in targets if f"make {name}" not in README] == ["browser", "clean"]


def test_every_picture_is_there():
    assert [name for name in re.findall(r"!\[[^]]*]\(([^)]+)\)", README) if not (ROOT / name).is_file()] == []


def test_no_path_of_a_machine_is_told():
    assert not re.search(r"/(?:home|root|work|tmp|Users)/", README)
