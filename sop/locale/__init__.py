"""Catalogues of the languages, and the command that keeps them: `python -m sop.locale update`."""
