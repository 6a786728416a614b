"""A file that needs no answer: in the form of a template, as in `sop.domain.kinds`, or near enough to it."""

import pandas as pd

from sop.domain.kinds import Kind
from sop.intake.reading import read_file


def read_template(kind: Kind, content: bytes) -> pd.DataFrame:
    """Return the rows of a file, indexed by their row in it (the header is row 1); Rejected with every fault."""
    return read_file(kind, content).rows
