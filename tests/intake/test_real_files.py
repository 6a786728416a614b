"""The messy files of real exports end in faults with a remedy, the clean one would need its columns named as ours."""

from pathlib import Path

import pytest

from sop.domain.errors import Rejected
from sop.domain.kinds import KINDS
from sop.intake.template import read_template

MESSY = Path(__file__).parents[3] / "shared" / "data" / "messy"
NAMES = sorted(path.name for path in MESSY.glob("*.*") if path.suffix in {".csv", ".xlsx", ".xls"})


@pytest.mark.skipif(not MESSY.is_dir(), reason="the folder of messy files is not there")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["sales_history", "items"])
def test_a_file_that_is_not_a_template_is_refused_with_remedies(name: str, kind: str):
    with pytest.raises(Rejected) as caught:
        read_template(KINDS[kind], (MESSY / name).read_bytes())
    assert all(fault.message and fault.remedy for fault in caught.value.faults)
