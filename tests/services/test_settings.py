"""An installation keeps its things where its environment says."""

from pathlib import Path

import pytest

from sop.domain.errors import Invalid
from sop.services.settings import Settings

ROOT = Path(__file__).parents[2]


def test_by_default_everything_lies_beside_the_app() -> None:
    settings = Settings.from_environment({})
    assert settings.home == ROOT / "data" / "local"
    assert settings.database_url == f"sqlite:///{ROOT / 'data' / 'local' / 'sop.db'}"


def test_the_database_lies_in_the_home_that_is_named(tmp_path: Path) -> None:
    settings = Settings.from_environment({"SOP_HOME": str(tmp_path)})
    assert settings == Settings(tmp_path, f"sqlite:///{tmp_path}/sop.db")


def test_a_database_elsewhere_is_taken_as_it_is_named() -> None:
    settings = Settings.from_environment({"SOP_DATABASE_URL": "postgresql://host/sop"})
    assert settings.database_url == "postgresql://host/sop"


def test_above_a_live_size_of_its_own_a_company_is_previewed() -> None:
    assert Settings.from_environment({"SOP_LIVE_SIZE": " 5000 "}).live_size == 5000
    assert Settings.from_environment({}).live_size == 200 * 5 * 24
    with pytest.raises(Invalid):
        Settings.from_environment({"SOP_LIVE_SIZE": "many"})


def test_an_empty_variable_counts_as_none() -> None:
    assert Settings.from_environment({"SOP_HOME": "", "SOP_DATABASE_URL": ""}) == Settings.from_environment({})
