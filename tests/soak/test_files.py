"""The soak of spoiled files: every file is looked at once, in a process that may die."""

from tests.intake.spoiled import spoiled
from tests.soak import files
from tests.soak.files import Escape, Seen, spoil
from tests.soak.report import Report


def test_a_soak_looks_at_each_file_once():
    report = Report()
    spoil(report, 3)
    assert (report.broken, report.missed) == (0, 0)


def test_a_process_that_does_not_end_is_told(monkeypatch):
    monkeypatch.setattr(files, "MOST_SECONDS", 0.01)
    report = Report()
    spoil(report, 3)
    assert report.broken == 2
    assert any("0 to 2: not done in 0.01 s" in line for line in report.lines)


def test_what_escapes_from_a_file_is_kept_and_the_next_is_looked_at():
    seen = Seen()
    with Escape(seen, spoiled(1)):
        raise ZeroDivisionError
    assert "ZeroDivisionError" in seen.escaped[0]
