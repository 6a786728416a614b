"""Changes of the demand plan as layers: who laid which on top, why and with what effect; adding and taking back."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from sop.domain.calendar import MonthRange
from sop.domain.catalogue import Catalogue
from sop.domain.decisions import LONGEST_TEXT
from sop.domain.demand import LARGEST_CHANGE, Override
from sop.domain.errors import Invalid, NotFound
from sop.domain.ids import new_id
from sop.domain.meeting import Cycle
from sop.domain.people import Actor, Person, Right, Role
from sop.language import ABSENT, _, compact_money, date_time, month, months, quantity, signed
from sop.services import overrides
from sop.services.demand_view import Effect, Focus, Outlook, Review, effects, unit_of
from sop.services.frames import WHOLE
from sop.ui import keys, notices
from sop.ui.actions import action
from sop.ui.components.demand_choice import focus_words, item_words
from sop.ui.drawing import escaped, plain
from sop.ui.view import View

EVERY_REGION = ""
IN_PERCENT, IN_UNITS = "percent", "units"
DEFAULT_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the dialog was opened on: its token, which makes its click one row, and the cycle that was seen."""

    token: str
    cycle_id: str


@action
def change_added(view: View, ticket: Ticket) -> None:
    """Lay the change that the dialog describes on the plan; it closes only once the change is stored."""
    state = st.session_state
    scope: Focus = state[keys.OVERRIDE_SCOPE]
    in_percent = state.get(keys.OVERRIDE_IN, IN_PERCENT) == IN_PERCENT
    change = float(state[keys.OVERRIDE_PERCENT if in_percent else keys.OVERRIDE_UNITS] or 0)
    if change == 0:
        raise Invalid("Say by how much the forecast changes: 0 changes nothing.")
    overrides.add_override(
        view.workspace.store,
        view.act(ticket.token),
        ticket.cycle_id,
        family=scope.family,
        sku=scope.sku,
        region=state.get(keys.OVERRIDE_REGION) or EVERY_REGION,
        months=MonthRange(state[keys.OVERRIDE_FIRST], state[keys.OVERRIDE_LAST]),
        change=change,
        in_percent=in_percent,
        reason=state[keys.OVERRIDE_REASON],
    )
    state[keys.STORED] = ticket.token
    notices.tell(_("The change is stored; every plan of the cycle follows it."))


@action
def change_withdrawn(view: View, override: Override) -> None:
    """Take a change back; Conflict when somebody did so first."""
    overrides.withdraw_override(view.workspace.store, view.act(), override)
    notices.tell(_("The change is taken back."))


def draw_layers(view: View, review: Review, shown: Outlook, cycle: Cycle) -> None:
    """Draw the changes of what is looked at in their order, and the button that adds one."""
    focus, here = shown.focus, {override.id for override, _added in shown.layers}
    told = [each for each in effects(review) if each.override.id in here or _is_about(each.override, focus)]
    with st.container(horizontal=True, vertical_alignment="center", key="layers-head"):
        st.subheader(_("Changes by hand ({count})").format(count=len(here)), anchor=False)
        st.space("stretch")
        if view.actor.may(Right.TRY) and st.button(
            _("Change the forecast"), icon=":material/edit:", type="primary", key="override-open"
        ):
            _open(review, focus, cycle)
    if not told:
        st.caption(_("None: the consensus is the baseline."))
    for number, each in enumerate(told, start=1):
        _draw(view, review, number, each, cycle)


def _is_about(override: Override, focus: Focus) -> bool:
    """Return whether a change was made in what is looked at, whether or not it changes anything now."""
    if focus.sku:
        return override.sku == focus.sku or (not override.sku and override.family == focus.family)
    return focus.family in {WHOLE, override.family}


def may_withdraw(actor: Actor, override: Override) -> bool:
    """Return whether this person may take a change back: its author, or the facilitator."""
    if override.withdrawn or not actor.may(Right.TRY):
        return False
    return actor.role is Role.FACILITATOR or actor.person_id == override.author_id


def _draw(view: View, review: Review, number: int, effect: Effect, cycle: Cycle) -> None:
    override = effect.override
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"layer-{override.id}"):
        with st.container(gap=None):
            plain(f"{number}. {change_words(review, override)} · {override.reason}")
            recorded = _("{author}, {moment}").format(
                author=_author(view.room.people, override),
                moment=date_time(override.recorded_at, cycle.time_zone),
            )
            st.caption(escaped(f"{recorded} · {effect_words(effect, cycle.currency)}"))
        if may_withdraw(view.actor, override):
            st.button(
                _("Take back"), icon=":material/undo:", type="tertiary", key=f"withdraw-{override.id}",
                on_click=change_withdrawn, args=(override,),
            )  # fmt: skip


def _author(people: Sequence[Person], override: Override) -> str:
    return next((person.name for person in people if person.id == override.author_id), ABSENT)


def change_words(review: Review, override: Override) -> str:
    """Return such as "Grills, Romania: +10 %, Feb 27 to Apr 27"."""
    where = focus_words(review, Focus(override.family, override.sku))
    if override.region:
        where = f"{where}, {override.region}"
    unit = unit_of(review.inputs.company, Focus(override.family, override.sku))
    if override.in_percent:
        change = _("{change} %").format(change=signed(override.change, 1 if override.change % 1 else 0))
    else:
        change = _("{units} a month").format(units=quantity(override.change, unit, signed=True))
    return f"{where}: {change}, {months(override.months.first, override.months.last)}"


def effect_words(effect: Effect, currency: str) -> str:
    """Return what a change adds in units and in money, or that it was taken back."""
    if effect.override.withdrawn:
        return _("taken back")
    cash = compact_money(effect.money, currency, signed=True)
    if not effect.unit:
        return _("effect {money}").format(money=cash)
    return _("effect {units}, {money}").format(units=quantity(effect.units, effect.unit, signed=True), money=cash)


def _open(review: Review, focus: Focus, cycle: Cycle) -> None:
    for key in (keys.OVERRIDE_SCOPE, keys.OVERRIDE_REASON, keys.OVERRIDE_PERCENT, keys.OVERRIDE_UNITS):
        st.session_state.pop(key, None)
    st.dialog(_("Change the forecast"), icon=":material/edit:")(_form)(review, focus, cycle, Ticket(new_id(), cycle.id))


def _form(review: Review, focus: Focus, cycle: Cycle, ticket: Ticket) -> None:
    notices.in_dialog(ticket.token)
    catalogue = review.inputs.company.catalogue
    scopes = scopes_of(catalogue, focus)
    names = {item.sku: item_words(item) for item in catalogue.items}
    words = {each: names.get(each.sku) or _("{family} (family)").format(family=each.family) for each in scopes}
    scope = st.selectbox(
        _("For"), scopes, index=scopes.index(focus) if focus in scopes else 0, key=keys.OVERRIDE_SCOPE,
        format_func=words.__getitem__,
    ) or scopes[0]  # fmt: skip
    if len(catalogue.regions) > 1:
        regions = {EVERY_REGION: _("all regions"), **{name: name for name in catalogue.regions}}
        st.selectbox(_("Region"), list(regions), key=keys.OVERRIDE_REGION, format_func=regions.__getitem__)
    _months(review, cycle)
    _size(unit_of(review.inputs.company, scope))
    st.text_input(
        _("Why"), key=keys.OVERRIDE_REASON, max_chars=LONGEST_TEXT,
        placeholder=_("What do you know that the past does not show?"),
    )  # fmt: skip
    st.button(
        _("Lay on top"), type="primary", icon=":material/layers:", key="override-add", on_click=change_added,
        args=(ticket,),
    )  # fmt: skip


def scopes_of(catalogue: Catalogue, focus: Focus) -> list[Focus]:
    """Return the families and SKUs that a change can be made for: those of the family looked at, else all."""
    families = [name for name in catalogue.families if focus.family in {WHOLE, name}]
    if not families:
        raise NotFound("There is no family {name} any more.", name=focus.family)
    items = [item for item in catalogue.items if item.family in families]
    return [*(Focus(name) for name in families), *(Focus(item.family, item.sku) for item in items)]


def _months(review: Review, cycle: Cycle) -> None:
    months = review.plan.months
    start = months.index(cycle.first_decidable)
    first, last = st.columns(2)
    first.selectbox(_("From"), months, index=start, format_func=month, key=keys.OVERRIDE_FIRST)
    end = min(start + DEFAULT_MONTHS - 1, len(months) - 1)
    last.selectbox(_("To"), months, index=end, format_func=month, key=keys.OVERRIDE_LAST)


def _size(unit: str) -> None:
    """Ask for the size of the change; a sum without a common unit can be changed in per cent only."""
    words = {IN_PERCENT: "%", IN_UNITS: escaped(_("{unit} a month").format(unit=unit))}
    offered = list(words) if unit else [IN_PERCENT]
    if st.session_state.get(keys.OVERRIDE_IN) not in offered:
        st.session_state[keys.OVERRIDE_IN] = IN_PERCENT
    chosen = st.segmented_control(
        _("Change in"), offered, format_func=words.__getitem__, key=keys.OVERRIDE_IN, required=True
    )
    if chosen == IN_UNITS:
        st.number_input(
            escaped(_("Change, {unit} a month, spread by mix").format(unit=unit)), value=0.0, step=10.0, format="%g",
            key=keys.OVERRIDE_UNITS,
        )  # fmt: skip
        return
    st.number_input(
        _("Change, % of the layer below"), -100.0, LARGEST_CHANGE, 0.0, step=1.0, format="%g",
        key=keys.OVERRIDE_PERCENT,
    )  # fmt: skip
