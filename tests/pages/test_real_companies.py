"""Companies that lack something, on every page: what is not known is "-", and the page says what it does without."""

import pytest

from sop.domain.meeting import Stage
from sop.domain.people import Function, Role
from sop.services.company_state import company_state, suggested_cycle
from sop.services.cycles import open_cycle
from sop.services.loading import load_file
from tests.pages.conftest import errors, go, tiles
from tests.services.small_company import NOW, act
from tests.services.test_real_companies import ANSWERS, COMPANIES, FILES

pytestmark = pytest.mark.skipif(not COMPANIES.is_dir(), reason="the folder of real companies is not there")


@pytest.mark.parametrize("company", FILES)
def test_a_company_is_drawn_on_every_page(empty_office, company):
    for name in FILES[company]:
        file = COMPANIES / company / f"{name}.csv"
        home = empty_office.workspace.settings.home
        load_file(empty_office.store, home, act(name), name, file, file.name, ANSWERS.get(name))
    wish = suggested_cycle(company_state(empty_office.store), NOW)
    open_cycle(empty_office.store, act("cycle"), wish)
    _person, token = empty_office.join(Role.FACILITATOR, "Ioana Pop", Function.PLANNING)
    app = empty_office.visit(Stage.AGENDA, token)
    for stage in Stage:
        if stage is Stage.SUPPLY:
            for section in ("material-section", "band-section", "staffing-section"):
                app.session_state[section] = True
        go(app, stage)
        assert errors(app) == [], stage
        if stage is Stage.SUPPLY:
            shown = {name.split(",")[0]: value for name, (value, _difference) in tiles(app).items()}
            assert (shown["Revenue"] == "-") == (company == "supplygraph")
            assert (shown["Margin"] == "-") == (company != "adventureworks")
            dashes = {str(name).split(",")[0]: set(line) == {"-"} for name, line in app.dataframe[0].value.iterrows()}
            assert dashes["Demand"] == (company == "supplygraph")  # the grid and the tiles know the same money
            assert dashes["Closing stock"] == dashes["Margin"] == (company != "adventureworks")
            assert any("Planned without" in each.value for each in app.caption)
            assert any("file Staffing brings it" in each.value for each in app.caption)  # none of them has one
            assert any(each.label == "Material coverage" for each in app.expander) == (company == "adventureworks")
