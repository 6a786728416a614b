"""The words for stages, functions and the states of actions, as navigation, forms and tables show them."""

from dataclasses import dataclass

from sop.domain.decisions import ActionState
from sop.domain.meeting import Stage
from sop.domain.people import Function
from sop.language import N_, Term, _


@dataclass(frozen=True, slots=True)
class Sign:
    """How a stage is announced: its word, its icon, its file in `pages/`."""

    word: Term
    icon: str
    file: str


SIGNS: dict[Stage, Sign] = {
    Stage.AGENDA: Sign(N_("Agenda"), ":material/event_note:", "0_agenda.py"),
    Stage.DATA: Sign(N_("Data"), ":material/upload_file:", "1_data.py"),
    Stage.DEMAND: Sign(N_("Demand"), ":material/trending_up:", "2_demand.py"),
    Stage.SUPPLY: Sign(N_("Supply"), ":material/factory:", "3_supply.py"),
    Stage.PRE_SOP: Sign(N_("Pre-S&OP"), ":material/balance:", "4_pre_sop.py"),
    Stage.MEETING: Sign(N_("Meeting"), ":material/groups:", "5_sop_meeting.py"),
    Stage.EXECUTION: Sign(N_("Execution"), ":material/fact_check:", "6_execution.py"),
    Stage.FOLLOW_UP: Sign(N_("Follow-up"), ":material/task_alt:", "7_follow_up.py"),
    Stage.IMPROVE: Sign(N_("Improve"), ":material/auto_graph:", "8_improve.py"),
    Stage.ENGINE_CHECK: Sign(N_("Engine check"), ":material/verified:", "9_engine_check.py"),
}

FUNCTIONS: dict[Function, Term] = {
    Function.MANAGEMENT: N_("Management"),
    Function.SALES: N_("Sales"),
    Function.MARKETING: N_("Marketing"),
    Function.FINANCE: N_("Finance"),
    Function.PRODUCTION: N_("Production"),
    Function.PURCHASING: N_("Purchasing"),
    Function.LOGISTICS: N_("Logistics"),
    Function.PLANNING: N_("Planning"),
}

ACTION_STATES = {ActionState.OPEN: N_("open"), ActionState.DONE: N_("done"), ActionState.DROPPED: N_("dropped")}


def stage_word(stage: Stage) -> str:
    """Return the name of a stage in the current language."""
    return _(SIGNS[stage].word)


def function_word(function: Function) -> str:
    """Return the name of a department in the current language."""
    return _(FUNCTIONS[function])


def action_state_word(state: ActionState) -> str:
    """Return how far an action is, in the current language."""
    return _(ACTION_STATES[state])
