"""The execution page: what is off the published plan, its cause and action, the tolerance; and adopting a plan."""

from datetime import timedelta

import pytest

from sop.domain.meeting import Stage
from sop.domain.people import Role
from sop.language import speaking
from sop.services import execution, publishing
from sop.services.execution import Explanation
from sop.storage import actions, deviations, plans
from sop.ui import keys
from sop.ui.components.adopt import published_words
from sop.ui.components.deviations import figures_words, place_words
from sop.ui.components.execution_grid import signal_words
from tests.pages.conftest import errors


def seen(office):
    return execution.read_execution(office.workspace, office.cycle)


def unexplained(office):
    return next(off for off in seen(office).off if off.explained is None)


def open_dialog(app, off):
    return app.button(f"explain-deviation-{off.family}-{off.month}-{off.measure}").click().run()


def bold(app):
    return [each.value.replace("\\", "") for each in app.markdown]


def texts(app):
    return [each.value for each in app.text]


def test_the_dearest_deviations_are_told_with_their_figures(office, participant):
    app = office.visit(Stage.EXECUTION, participant[1])
    assert errors(app) == []
    first = seen(office).off[0]
    assert f"**{place_words(first)}**" == next(line for line in bold(app) if line.startswith("**"))
    assert figures_words(first, "RON") in texts(app)


def test_the_grid_shows_the_closed_months_and_the_next_ones_as_plans(office, participant):
    app = office.visit(Stage.EXECUTION, participant[1])
    (table,) = [each.value for each in app.dataframe]
    assert list(table.columns) == ["Sep 26", "Oct 26", "Nov 26 (plan)", "Dec 26 (plan)", "Jan 27 (plan)"]
    assert len(table) == 4 + 4 + 3
    assert (table.loc["Sales, lei: actual"].iloc[2:] == "-").all()
    assert (table.loc["Sales, lei: plan"] != "-").all()


def test_a_family_is_shown_in_its_unit_and_with_its_own_deviations(office, participant):
    app = office.visit(Stage.EXECUTION, participant[1])
    app.segmented_control(keys.EXECUTION_FAMILY).set_value("Pavilions").run()
    assert errors(app) == []
    assert "Backlog, pcs: plan" in app.dataframe[0].value.index
    assert "Every counted figure lies within" in " ".join(texts(app))


def test_a_deviation_is_explained_in_the_dialog_and_its_action_is_on_the_list(office, participant):
    app = office.visit(Stage.EXECUTION, participant[1])
    off = unexplained(office)
    app = open_dialog(app, off)
    app.text_area(keys.DEVIATION_CAUSE).set_value("The spring range came later")
    app.text_input(keys.DEVIATION_ACTION).set_value("Ask for the range plan")
    app.button("deviation-store").click().run()
    assert errors(app) == []
    with office.store.read() as tx:
        stored = deviations.every(tx)[-1]
        action = actions.get(tx, stored.action_id)
    assert (stored.family, stored.month, stored.measure) == (off.family, off.month, off.measure)
    assert (stored.cause, action.text) == ("The spring range came later", "Ask for the range plan")
    assert "Cause: The spring range came later" in texts(office.visit(Stage.EXECUTION, participant[1]))


def test_a_cause_left_out_is_asked_for_and_nothing_is_stored(office, participant):
    app = open_dialog(office.visit(Stage.EXECUTION, participant[1]), unexplained(office))
    with office.store.read() as tx:
        before = deviations.every(tx)
    app.text_input(keys.DEVIATION_ACTION).set_value("Something")
    app.button("deviation-store").click().run()
    assert errors(app) == ["Write what caused the deviation."]
    with office.store.read() as tx:
        assert deviations.every(tx) == before


def test_somebody_who_was_first_is_told_of(office, participant, facilitator):
    app = open_dialog(office.visit(Stage.EXECUTION, participant[1]), unexplained(office))
    due = office.workspace.now().date() + timedelta(days=3)
    execution.explain(
        office.workspace, office.act(facilitator[0], "first"), office.cycle, unexplained(office),
        Explanation("A cause", "An action", facilitator[0].id, due),
    )  # fmt: skip
    app.text_area(keys.DEVIATION_CAUSE).set_value("Mine")
    app.text_input(keys.DEVIATION_ACTION).set_value("Mine too")
    app.button("deviation-store").click().run()
    assert "Somebody else changed this first" in errors(app)[0]


def test_only_the_facilitator_sets_the_tolerance(office, participant, facilitator):
    assert not office.visit(Stage.EXECUTION, participant[1]).number_input
    app = office.visit(Stage.EXECUTION, facilitator[1])
    app.number_input(keys.TOLERANCE).set_value(25).run()
    assert errors(app) == []
    with office.store.read() as tx:
        assert execution.tolerance_of(tx) == 0.25


def test_viewers_see_deviations_and_explain_none(office):
    app = office.visit(Stage.EXECUTION, office.join(Role.VIEWER)[1])
    assert errors(app) == []
    assert not [each for each in app.button if str(each.key).startswith("explain-")]


def test_decisions_of_earlier_cycles_are_listed_with_the_state_of_their_actions(office, participant):
    app = office.visit(Stage.EXECUTION, participant[1])
    words = " ".join(each.value.replace("\\", "") for each in app.caption)
    assert "Decisions of earlier cycles (6)" in [each.value for each in app.subheader]
    assert all(f"{state}: " in words for state in ("done", "open", "overdue", "dropped"))


@pytest.mark.parametrize(
    ("signal", "words"), [(2.0, "Over-forecast"), (-2.0, "Under-forecast"), (0.0, "Neither over- nor under-forecast")]
)
def test_the_side_of_the_miss_is_said_in_words(signal, words):
    with speaking("en"):
        assert signal_words(signal) == words
        assert "not known" in signal_words(float("nan"))


# Adopting ------------------------------------------------------------------------------------------------------------


def test_the_facilitator_adopts_and_everybody_reads_which_plan_is_published(office, facilitator, participant):
    app = office.visit(Stage.MEETING, facilitator[1])
    app = app.button("adopt-open").click().run()
    app.text_area(keys.ADOPT_REASON).set_value("All agreed")
    app.button("adopt-confirm").click().run()
    assert errors(app) == []
    with office.store.read() as tx:
        published = publishing.standing_of(tx, office.cycle.id)
        assert [plan.published for plan in plans.of_cycle(tx, office.cycle.id)] == [True]
    assert (published.rationale, published.by) == ("All agreed", facilitator[0].name)
    line = published_words(published, office.cycle.time_zone)
    told = office.visit(Stage.MEETING, participant[1])
    assert line in " ".join(each.value.replace("\\", "") for each in told.caption)


def test_participants_have_no_button_to_adopt(office, participant):
    app = office.visit(Stage.MEETING, participant[1])
    assert not [each for each in app.button if each.key == "adopt-open"]


def test_the_published_plan_goes_home_as_a_file(office, facilitator):
    board = office.board(office.scenario("A "))
    publishing.adopt_scenario(
        office.workspace, office.act(facilitator[0], "adopt"), office.cycle, board.scenario.id, board.outcome.key.digest
    )
    app = office.visit(Stage.FOLLOW_UP, facilitator[1])
    assert errors(app) == []
    assert {"CSV", "Excel"} <= {each.proto.label for each in app.get("download_button")}
