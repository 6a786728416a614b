"""What we write opens in LibreOffice, where it is installed, with letters, dates and formulas as meant."""

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from sop.exports.actions import actions_frame
from sop.exports.tables import csv_bytes
from sop.exports.workbook import workbook_bytes
from sop.language import speaking
from tests.exports.rows import AT, DECISION, PEOPLE, action

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
SLY = '=HYPERLINK("http://x.ro")'


def opened(folder: Path, name: str, content: bytes) -> list[list[str]]:
    """Return the cells that LibreOffice sees in a file, by letting it write them as CSV again."""
    (folder / name).write_bytes(content)
    command = [str(OFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    if name.endswith(".csv"):  # its dialog chooses UTF-8 by the mark at the start; without a screen there is no dialog
        command.append("--infilter=CSV:44,34,76,1")
    command.append("--convert-to")
    subprocess.run(
        [*command, "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", str(folder / "out"), str(folder / name)],
        check=True,
        timeout=120,
        env={**os.environ, "HOME": str(folder)},
        capture_output=True,
    )
    with (folder / "out" / name).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture
def frame():
    with speaking("ro"):
        return actions_frame([action(), action(id="a2", text=SLY)], [DECISION], PEOPLE)


def test_the_workbook_opens(tmp_path: Path, frame):
    rows = opened(tmp_path, "actions.xlsx", workbook_bytes({"Acțiuni": frame}, title="Acțiuni", stamp=AT))
    assert rows[0][0] == "Acțiune"
    assert rows[1][:2] == ["Comandă tablă și țevi", "Ana Bălănoiu"]
    assert rows[2][0] == SLY
    assert rows[1][2].replace("/", "-").startswith(("2026", "12-04", "04-12", "12-4"))


def test_the_csv_opens(tmp_path: Path, frame):
    rows = opened(tmp_path, "actions.csv", csv_bytes(frame))
    assert rows[0][0].removeprefix("\ufeff") == "Acțiune"
    assert rows[1][:2] == ["Comandă tablă și țevi", "Ana Bălănoiu"]
    assert rows[2][0] == "'" + SLY
