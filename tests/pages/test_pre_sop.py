"""The Pre-S&OP page, and where projects and objectives are seen: what stands there is what the services say."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from sop.domain.bridge import Bar
from sop.domain.gaps import GapLimits
from sop.domain.meeting import Stage
from sop.domain.objectives import Measure
from sop.domain.people import Function, Role
from sop.domain.projects import ProjectStatus, levers_on
from sop.domain.scenario import LeverKind
from sop.language import compact, compact_money, percent, speaking
from sop.services import bridge, foresight, gaps, objectives, preparing, projects
from sop.services.comparison import compare
from sop.services.projects import effect_of
from sop.ui import keys
from sop.ui.components import risks
from sop.ui.components.compare import cell_words
from sop.ui.components.gaps import CLASSES
from sop.ui.components.objectives import verdict
from sop.ui.drawing import escaped
from tests.pages.conftest import TOKEN, errors, unfold

CURRENCY = "RON"


def comparison(office, wanted=None):
    return compare(office.workspace, office.cycle, wanted)


def gap_table(office, span=0, limits=None, column=0):
    found = comparison(office)
    months = gaps.spans(office.cycle)[span].months
    plan = found.columns[column].plan
    with office.store.read() as tx:
        before = gaps.plan_before(tx, office.cycle)
    return gaps.gap_table(found.inputs.company, plan, months, limits or GapLimits(), (), before)


def listed(office):
    with office.store.read() as tx:
        return projects.listed(tx)


def project(office, start):
    return next(each for each in listed(office) if each.name.startswith(start))


def captions(app):
    return " ".join(each.value for each in app.caption).replace("\\", "")


@pytest.fixture
def app(office, facilitator):
    return office.visit(Stage.PRE_SOP, facilitator[1])


# Gaps


def test_the_table_has_every_family_by_money_at_stake_and_the_total(app, office):
    assert errors(app) == []
    expected = gap_table(office)
    shown = app.dataframe[0].value
    assert list(shown.index) == [*(gap.family for gap in expected.lines), "Total"]
    assert set(shown.index[:-1]) == set(office.board(office.scenario("A ")).inputs.company.catalogue.families)
    for gap, (_, row) in zip(expected.lines, shown.iterrows(), strict=False):
        assert row["Demand, lei"] == compact(gap.money.demand)
        assert row["Budget, lei"] == compact(gap.money.budget)
        assert row["Off budget, %"].endswith(percent(gap.money.budget_share, signed=True))
        mark, word = CLASSES[gap.worst]
        assert row["Class"] == f"{mark} {word}"


def test_a_quarter_and_the_familys_units_are_shown_when_chosen(app, office):
    spans = gaps.spans(office.cycle)
    quarter = next(k for k, span in enumerate(spans) if (span.year, span.quarter) == (2027, 2))
    app.selectbox(key=keys.GAP_SPAN).set_value(spans[quarter].name).run()
    next(each for each in app.get("button_group") if each.key == keys.GAP_UNIT).set_value("units").run()
    assert errors(app) == []
    expected = gap_table(office, quarter)
    shown = app.dataframe[0].value
    assert list(shown["Demand"]) == [f"{round(gap.units.demand):,}" for gap in expected.lines]
    assert list(shown.index) == [f"{gap.family}, {gap.unit}" for gap in expected.lines]
    assert any("no unit in common" in each.value for each in app.text)


def test_the_facilitator_moves_the_limits_and_everybody_sees_other_classes(app, office, participant):
    app.number_input(key=keys.GAP_NOISE).set_value(1.0).run()
    app.number_input(key=keys.GAP_MANAGE).set_value(2.0).run()
    app.button(key="gap-limits-save").click().run()
    assert errors(app) == []
    assert gaps.read_limits(office.store) == GapLimits(1, 2)
    other = office.visit(Stage.PRE_SOP, participant[1])
    expected = gap_table(office, limits=GapLimits(1, 2))
    assert [cell.split(" ")[1] for cell in other.dataframe[0].value["Class"][:-1]] == [
        gap.worst for gap in expected.lines
    ]
    assert keys.GAP_NOISE not in {each.key for each in other.number_input}


def test_limits_the_wrong_way_round_are_told_and_change_nothing(app, office):
    app.number_input(key=keys.GAP_NOISE).set_value(20.0).run()
    app.button(key="gap-limits-save").click().run()
    assert any("The limits go up" in each for each in errors(app))
    assert gaps.read_limits(office.store) == GapLimits()


def test_another_plan_has_other_gaps(app, office):
    third = comparison(office).columns[3].scenario
    app.selectbox(key=keys.GAP_SCENARIO).set_value(third.id).run()
    expected = gap_table(office, column=3)
    assert app.dataframe[0].value["Demand, lei"].iloc[-1] == compact(expected.total.money.demand)
    assert expected.total.money.demand != gap_table(office).total.money.demand


# Scenarios side by side


def test_columns_are_the_base_and_the_scenarios_rows_their_figures(app, office):
    found = comparison(office)
    shown = app.table[0].value
    assert [each.replace("\\", "") for each in shown.columns] == [column.scenario.name for column in found.columns]
    for k in range(len(found.columns)):
        said = [escaped(cell_words(found, figure, k, CURRENCY)) for figure in found.figures]
        assert list(shown.iloc[:, k]) == said
    assert "best" in " ".join(shown.to_numpy().ravel())


def test_fewer_are_compared_when_fewer_are_chosen(app, office):
    chosen = office.scenario("B ")
    app.multiselect(key=keys.COMPARED).set_value([chosen.id]).run()
    assert errors(app) == []
    assert app.table[0].value.shape[1] == 2
    app.multiselect(key=keys.COMPARED).set_value([]).run()
    assert app.table[0].value.shape[1] == 1


def test_the_facilitator_takes_the_room_along_to_a_scenario(app, office):
    chosen = office.scenario("C ")
    app.button(key=f"look-{chosen.id}").click().run()
    assert errors(app) == []
    assert office.meeting.projected_scenario == chosen.id


def test_a_participant_looks_at_it_alone(office, participant):
    app = office.visit(Stage.PRE_SOP, participant[1])
    before = office.meeting.projected_scenario
    app.button(key=f"look-{office.scenario('C ').id}").click().run()
    assert app.session_state[keys.OWN_SCENARIO] == office.scenario("C ").id
    assert office.meeting.projected_scenario == before


def test_the_levers_of_each_scenario_are_sentences(app):
    assert "Demand, Garden furniture: +14 %, May 27" in [each.value for each in app.text]


def test_in_romanian_every_word_is_romanian(office):
    _, token = office.join(Role.PARTICIPANT, "Ion Vlad", language="ro")
    with speaking("ro"):  # in which AppTest writes choices back
        app = office.visit(Stage.PRE_SOP, token)
        assert errors(app) == []
        total = compact(gap_table(office).total.money.demand)
    assert total in set(app.dataframe[0].value.iloc[-1])
    assert not {"Class", "Shipped less demand, lei"} & set(app.dataframe[0].value.columns)


# The bridge


def bridge_of(office, year=2027):
    found = comparison(office)
    with office.store.read() as tx:
        weighted = foresight.weighted(foresight.risks(tx), found.columns[0].scenario)
    return bridge.bridge(found.inputs, found.columns[0].plan, year, weighted)


def test_the_bridge_is_drawn_and_its_table_has_every_family(app, office):
    expected = bridge_of(office)
    shown = app.dataframe[1].value
    assert list(shown.index) == [*(each.family for each in expected.families), "Total"]
    assert shown["Volume"].iloc[-1] == compact(expected.bars[Bar.VOLUME], signed=True)
    assert shown["Latest estimate, lei"].iloc[-1] == compact(expected.estimate_money)
    gap = compact_money(expected.gap(), CURRENCY, signed=True)
    assert any(gap in each.value.replace("\\", "") for each in app.markdown)


def test_another_year_and_one_family_of_the_bridge(app, office):
    groups = {each.key: each for each in app.get("button_group")}
    groups[keys.BRIDGE_YEAR].set_value("2026").run()
    groups = {each.key: each for each in app.get("button_group")}
    groups[keys.BRIDGE_FAMILY].set_value("Grills").run()
    assert errors(app) == []
    grills = next(each for each in bridge_of(office, 2026).families if each.family == "Grills")
    gap = compact_money(grills.estimate_money - grills.budget_money, CURRENCY, signed=True)
    assert any(gap in each.value.replace("\\", "") for each in app.markdown)


# Projects


def test_the_delivered_projects_of_the_demo_company_are_on_the_agenda(office, facilitator):
    app = office.visit(Stage.AGENDA, facilitator[1])
    assert errors(app) == []
    assert {each.name for each in listed(office)} <= {each.value for each in app.text}
    assert "demand +30 %, price -12 %" in captions(app)
    assert len(listed(office)) == 9


def test_the_facilitator_says_how_far_a_project_is(office, facilitator):
    app = office.visit(Stage.AGENDA, facilitator[1])
    own = project(office, "Second powder booth")
    app.selectbox(key=f"project-status-{own.id}-{own.version}").set_value(ProjectStatus.AGREED).run()
    assert errors(app) == []
    assert project(office, "Second").status is ProjectStatus.AGREED


def test_a_function_says_it_of_its_own_projects_only(office, participant):
    app = office.visit(Stage.AGENDA, participant[1])  # of sales
    drawn = {each.key.split("-", 2)[2].rsplit("-", 1)[0] for each in app.selectbox if "status" in str(each.key)}
    assert drawn == {each.id for each in listed(office) if each.owner is Function.SALES}


def test_a_project_is_added_by_its_form(office, participant):
    app = office.visit(Stage.AGENDA, participant[1])
    app.button(key="project-open").click().run()
    app.text_input(key=f"{keys.PROJECT}-name").set_value("Fair in Cluj")
    app.selectbox(key=f"{keys.PROJECT}-family").set_value("Grills")
    app.number_input(key=f"{keys.PROJECT}-demand").set_value(15.0)
    app.button(key=f"{keys.PROJECT}-store").click().run()
    assert errors(app) == []
    added = project(office, "Fair in Cluj")
    assert (added.family, added.demand_percent, added.status) == ("Grills", 15, ProjectStatus.IDEA)


def test_a_switch_sets_the_levers_and_takes_them_out_again(office, facilitator):
    app = office.visit(Stage.MEETING, facilitator[1])
    own = project(office, "May promotion")
    unfold(app, keys.PROJECTS_FOLD)
    app.toggle(key=f"project-on-{own.id}").set_value(True).run()
    assert errors(app) == []
    scenario = office.scenario("A ")
    board = office.board(scenario)
    expected = effect_of(office.workspace.inputs.problem(board.inputs), own)
    assert [scenario.lever(lever.id) for lever in expected.levers] == list(expected.levers)
    assert app.number_input(key=f"box-{expected.levers[0].id}").value == expected.levers[0].value
    assert "Scaled: Garden furniture in Romania is" in captions(app)
    app.toggle(key=f"project-on-{own.id}").set_value(False).run()
    assert levers_on(office.scenario("A "), own.id) == ()
    assert errors(app) == []


def test_a_project_without_effect_has_no_switch_but_a_reason(office, facilitator):
    app = office.visit(Stage.MEETING, facilitator[1])
    own = project(office, "Burner supplier")
    unfold(app, keys.PROJECTS_FOLD)
    assert f"project-on-{own.id}" not in {each.key for each in app.toggle}
    assert "Nobody has estimated the effect of Burner supplier late in March yet." in captions(app)


# Assumptions, risks and opportunities


def standing(office, start):
    with office.store.read() as tx:
        every = (*foresight.assumptions(tx), *foresight.risks(tx))
    return next(each for each in every if each.statement.startswith(start))


def field(app, name, kind="text_input"):
    """Return the field of the open form whose key ends so."""
    return next(each for each in getattr(app, kind) if str(each.key).endswith(name))


def test_assumptions_and_risks_stand_on_the_page_and_in_the_bridge(app, office):
    with office.store.read() as tx:
        found = foresight.risks(tx)
    shown = {each.value for each in app.text}
    assert {f"{risks.KINDS[each.kind][0]} {each.statement}" for each in found} <= shown
    assert "▲ The burner supplier delivers ten weeks after the order." in shown
    table = app.dataframe[1].value
    weighted = foresight.weighted(found, comparison(office).columns[0].scenario)
    months = bridge_of(office).months
    expected = sum(each.money_in(months) for each in weighted if each.bar is Bar.RISK)
    assert table["Risks, weighted"].iloc[-1] == compact(expected, signed=True)


def test_an_assumption_is_added_and_broken_in_the_room(app, office):
    app.button(key="assumption-open").click().run()
    field(app, "-statement").set_value("The mill delivers *weekly*")
    app.button(key="assumption-store").click().run()
    assert errors(app) == []
    added = standing(office, "The mill")
    assert added.owner is Function.PLANNING
    app.text_input(key=f"assumption-seen-{added.id}-1").set_value("every ten days").run()
    app.button(key=f"assumption-broken-{added.id}").click().run()
    assert errors(app) == []
    assert (standing(office, "The mill").state, standing(office, "The mill").seen) == ("broken", "every ten days")


def form(risk_id: str = "") -> None:
    """Draw the form of a risk alone, as its dialog does from one run to the next."""
    from streamlit import session_state

    from sop.services import foresight
    from sop.ui.components.risks import draw_risk_form
    from sop.ui.view import look_around, view_of

    view = view_of(look_around())
    with view.workspace.store.read() as tx:
        standing = session_state.setdefault("opened-on", foresight.one_risk(tx, risk_id)) if risk_id else None
        catalogue = view.workspace.inputs.of_cycle(tx, view.cycle).company.catalogue
    if session_state.get("stored-token") != "form":
        draw_risk_form(view, view.cycle, catalogue, standing, "form")


def opened(office, token, risk_id=""):
    app = AppTest.from_function(form, args=(risk_id,), default_timeout=60)
    app.session_state[TOKEN] = token
    app.run()
    assert errors(app) == []
    return app


def test_a_risk_is_added_with_its_lever(office, facilitator):
    app = opened(office, facilitator[1])
    field(app, "-statement").set_value("A chain goes")
    field(app, "-money", "number_input").set_value(50000.0)
    field(app, "-lever", "selectbox").set_value(LeverKind.DEMAND).run()
    field(app, "-value-demand", "number_input").set_value(-5.0)
    app.button(key="risk-store").click().run()
    assert errors(app) == []
    added = standing(office, "A chain")
    assert (added.impact_money, added.probability_percent, added.lever.value) == (50000, 50, -5)


@pytest.fixture
def clash(office, facilitator):
    """The form of the facilitator, who stores after sales did."""
    own = standing(office, "A cold")
    app = opened(office, facilitator[1], own.id)
    field(app, "-statement").set_value("A cold spring").run()
    sales, token = office.join(Role.PARTICIPANT, "Andrei Stan", Function.SALES)
    foresight.change_risk(office.store, office.act(sales, token), replace(own, statement="A hot spring"))
    return app.button(key="risk-store").click().run()


def test_of_two_who_change_an_entry_the_second_sees_both(clash, office):
    assert list(clash.table[0].value.iloc[0]) == ["A hot spring", "A cold spring"]
    assert standing(office, "A hot spring").version == 2


def test_they_may_write_theirs_over_it(clash, office):
    clash.button(key="risk-store").click().run()
    assert errors(clash) == []
    assert standing(office, "A cold spring").version == 3


def test_or_keep_what_stands(clash, office):
    clash.button(key="risk-keep").click().run()
    assert errors(clash) == []
    assert standing(office, "A hot spring").version == 2


def test_others_read_what_they_do_not_answer_for(office, participant):
    app = office.visit(Stage.PRE_SOP, participant[1])  # of sales
    buttons = {str(each.key) for each in app.button}
    with office.store.read() as tx:
        found = foresight.risks(tx)
    mine = {each.id for each in found if each.owner is Function.SALES}
    assert {key.removeprefix("risk-edit-") for key in buttons if key.startswith("risk-edit-")} == mine


def test_a_risk_is_switched_on_to_be_seen(office, facilitator):
    app = office.visit(Stage.MEETING, facilitator[1])
    own = standing(office, "A cold")
    unfold(app, keys.RISKS_FOLD)
    app.toggle(key=f"risk-on-{own.id}").set_value(True).run()
    assert errors(app) == []
    assert office.scenario("A ").lever(own.as_lever().id) == own.as_lever()
    app.toggle(key=f"risk-on-{own.id}").set_value(False).run()
    assert office.scenario("A ").lever(own.as_lever().id) is None


# Answers to gaps


def test_unanswered_gaps_are_counted_on_top(app, office):
    with office.store.read() as tx:
        answered = preparing.answers(tx, office.cycle.id)
    asking = preparing.asking(gap_table(office).lines)
    left = [gap for gap in asking if gap.family not in answered]
    assert left
    assert any(f"{len(left)} of {len(asking)} gaps" in each.value for each in app.markdown)


def test_a_gap_is_answered_by_a_lever_with_its_price(app, office):
    family = next(gap.family for gap in preparing.asking(gap_table(office).lines) if gap.family == "Grills")
    prefix = f"{keys.GAP_ANSWER}-{family}-0"
    scenario = office.scenario("A ")
    app.selectbox(key=f"{prefix}-scenario").set_value(scenario.id)
    app.button(key=f"{prefix}-store").click().run()
    assert errors(app) == []
    with office.store.read() as tx:
        answer = preparing.answers(tx, office.cycle.id)[family]
    board = office.board(scenario)
    assert answer.scenario_name == scenario.name
    assert answer.price_money == pytest.approx(board.kpis.margin_money - board.base_kpis.margin_money)


def test_accepting_a_gap_takes_a_reason(app, office):
    prefix = f"{keys.GAP_ANSWER}-Grills-0"
    next(each for each in app.get("button_group") if each.key == f"{prefix}-kind").set_value("accepted").run()
    app.button(key=f"{prefix}-store").click().run()
    assert errors(app) == ["Write why the gap is accepted."]


def test_gaps_are_seen_month_by_month(app, office):
    app.toggle(key=keys.GAP_BY_MONTH).set_value(True).run()
    assert errors(app) == []
    by_month = app.dataframe[1].value
    assert list(by_month.index) == list(comparison(office).inputs.company.catalogue.families)
    assert len(by_month.columns) == len(office.cycle.horizon.months)


# Prepared decisions


def prepared(office):
    with office.store.read() as tx:
        return preparing.listed(tx, office.cycle.id)


def test_prepared_decisions_stand_with_their_options(app, office):
    shown = [each.value for each in app.text]
    for number, each in enumerate(prepared(office), start=1):
        assert f"{number} · {each.question}" in shown
        assert f"Recommended: {each.recommended}: {each.because}" in shown


def test_a_decision_is_prepared_by_its_form(app, office):
    app.button(key="prepare-open").click().run()
    field(app, "-question").set_value("One more shift?")
    field(app, "-name-0").set_value("Yes")
    field(app, "-scenario-0", "selectbox").set_value(office.scenario("A ").id)
    app.button(key="preparing-store").click().run()
    assert errors(app) == []
    added = prepared(office)[-1]
    assert (added.question, added.position, [each.name for each in added.options]) == ("One more shift?", 4, ["Yes"])


def test_only_the_facilitator_prepares(office, participant):
    app = office.visit(Stage.PRE_SOP, participant[1])
    assert "prepare-open" not in {each.key for each in app.button}


def test_picking_a_prepared_decision_brings_its_option_and_its_levers(office, facilitator):
    app = office.visit(Stage.MEETING, facilitator[1])
    peak, promotion, _burners = prepared(office)
    app.button(key=f"prepared-{promotion.id}").click().run()  # recommended is the base plan
    assert office.meeting.projected_scenario == promotion.options[1].scenario_id
    app.button(key=f"prepared-{peak.id}").click().run()
    less = peak.options[1]
    app.button(key=f"option-{peak.id}-{less.name}").click().run()
    assert errors(app) == []
    assert office.meeting.projected_scenario == less.scenario_id
    lever_id = f"at-hand-{peak.id}-1"
    slider = app.slider(key=f"{lever_id}-{less.scenario_id}")
    assert (slider.min, slider.max, slider.step) == (0, 30, 5)
    slider.set_value(10.0).run()
    assert errors(app) == []
    assert office.scenario("C ").lever(lever_id).value == 10
    app.button(key="decide-open").click().run()
    assert app.text_input(key=keys.DECISION_QUESTION).value == peak.question
    assert app.text_input(key=keys.DECISION_CHOICE).value == less.name
    assert app.multiselect(key=keys.DECISION_OPTIONS).value == [each.name for each in peak.options]


# Objectives


def test_a_tile_says_how_the_plan_stands_against_its_objective(office, participant):
    app = office.visit(Stage.MEETING, participant[1])
    found = office.board(office.scenario("A ")).standings
    assert {each.objective.measure for each in found} == {Measure.FILL_RATE, Measure.STOCK_VALUE, Measure.MARGIN}
    for each in found:
        assert verdict(each, CURRENCY).line in captions(app)
    assert "objectives 2027 over Jan 27 to Dec 27" in captions(app)


def test_the_facilitator_sets_an_objective(office, facilitator):
    app = office.visit(Stage.AGENDA, facilitator[1])
    app.selectbox(key=keys.OBJECTIVE_MEASURE).set_value(Measure.FILL_RATE).run()
    app.number_input(key=f"{keys.OBJECTIVE_TARGET}-2027-{Measure.FILL_RATE}").set_value(97.5).run()
    app.button(key="objective-set").click().run()
    assert errors(app) == []
    with office.store.read() as tx:
        [fill] = [each for each in objectives.listed(tx) if each.measure is Measure.FILL_RATE]
    assert (fill.target, fill.fiscal_year, fill.version) == (0.975, 2027, 2)
    assert "Fill rate 2027: at least 97.5\u00a0% · Sales" in [each.value for each in app.text]


def test_participants_read_objectives(office, participant):
    app = office.visit(Stage.AGENDA, participant[1])
    assert any(each.value.startswith("Margin 2027: at least") for each in app.text)
    assert "objective-set" not in {each.key for each in app.button}
