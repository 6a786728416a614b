"""The pages `/join` and `/leave`: small forms of the server itself, because only an HTTP answer can set the cookie."""

import secrets
import time
from collections.abc import Mapping
from html import escape

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sop import language
from sop.domain.errors import Refused, SopError
from sop.domain.people import Function, Person
from sop.language import _, say
from sop.services import door, joining
from sop.services.room import look_up
from sop.services.workspace import Workspace
from sop.ui.cache import company
from sop.ui.identity import COOKIE
from sop.ui.speech import best
from sop.ui.words import function_word

FORM_COOKIE = "sop_form"
DAYS = 180
_joins = joining.RateLimit(joining.JOINS_PER_MINUTE)
_wrong_keys = joining.RateLimit(joining.WRONG_KEYS_PER_MINUTE)
_wrong_pins = joining.RateLimit(joining.WRONG_PINS_PER_MINUTE)

_LOOKS = """
:root { color-scheme: light dark }
body { font: 1.125rem/1.5 system-ui, sans-serif; margin: 0; display: grid; place-items: center; min-height: 100vh }
main { width: min(26rem, 92vw) }
label { display: block; margin: 1rem 0 .25rem }
input, select, button { font: inherit; width: 100%; box-sizing: border-box; padding: .6rem; border-radius: .5rem;
                        border: 1px solid #767676 }
label.choice { display: flex; gap: .6rem; align-items: baseline }
label.choice input { width: auto }
button { margin-top: 1.5rem; background: #0072B2; color: #fff; border: 0; cursor: pointer }
[role=alert] { border-left: .3rem solid #D55E00; padding: .25rem .75rem }
"""


async def join(request: Request) -> Response:
    """Show the form, or let in who sent it."""
    if request.method == "POST":
        return await to_thread.run_sync(_let_in, request, await request.form())
    return await to_thread.run_sync(_ask, request)


async def leave(request: Request) -> Response:
    """Ask whether to leave this browser, or do it."""
    if request.method == "POST":
        return await to_thread.run_sync(_let_out, request, await request.form())
    with language.speaking(_tongue(request)):
        return _page(request, _("Leave"), _button(_("Leave this browser")))


def _tongue(request: Request) -> str:
    asked = request.query_params.get("lang")
    return language.match(asked) if asked else best(request.headers.get("Accept-Language"))


def _ask(request: Request) -> Response:
    workspace = company()
    known = look_up(workspace.store, request.cookies.get(COOKIE))
    key = request.query_params.get("key")
    if known and not key:
        return RedirectResponse("/", status_code=303)
    with language.speaking(_tongue(request)):
        if key and not _opens(workspace, key):
            return _form(request, known, key=None, complaint=_used_already(), status=403)
        return _form(request, known, key)


def _used_already() -> str:
    return _("This address was used already. Join as a participant, or ask for a new one.")


def _opens(workspace: Workspace, key: str) -> bool:
    with workspace.store.read() as tx:
        return joining.key_opens(tx, key)


def _let_in(request: Request, form: Mapping[str, object]) -> Response:
    workspace = company()
    known = look_up(workspace.store, request.cookies.get(COOKIE))
    key = _text(form, "key") or None
    with language.speaking(_tongue(request)):
        try:
            _check_origin(request, form)
            _joins.admit(_origin(request), time.monotonic())
            if key and not _opens(workspace, key):
                _wrong_keys.admit(_origin(request), time.monotonic())
            if not key and not known:
                _check_pin(request, workspace, _text(form, "pin"))
            name, function = _text(form, "name"), _function(form)
            _known, token = joining.join(
                workspace.store, workspace.now(), name, function, key, language.current(), known,
                guest=bool(_text(form, "guest")),
            )  # fmt: skip
        except SopError as error:
            status = 429 if "Too many" in error.message else 403 if isinstance(error, Refused) else 400
            return _form(request, known, key, complaint=say(error), status=status, name=_text(form, "name"))
    answer = RedirectResponse("/", status_code=303)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, token, max_age=DAYS * 86400, httponly=True, samesite="lax", secure=secure)
    answer.delete_cookie(FORM_COOKIE, path="/")
    return answer


def _check_pin(request: Request, workspace: Workspace, said: str) -> None:
    """Refuse a wrong PIN, and after some of them in a minute the right one too: guessing must not pay."""
    with workspace.store.read() as tx:
        asked, right = door.pin(tx), door.opens(tx, said)
    if not asked:
        return
    _wrong_pins.check(_origin(request), time.monotonic())
    if not right:
        _wrong_pins.admit(_origin(request), time.monotonic())
        raise Refused("This is not the PIN of the meeting. It is shown in the room; ask the facilitator.")


def _let_out(request: Request, form: Mapping[str, object]) -> Response:
    with language.speaking(_tongue(request)):
        try:
            _check_origin(request, form)
        except SopError as error:
            return _page(request, _("Leave"), _button(_("Leave this browser")), say(error), 403)
    joining.leave(company().store, request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/join", status_code=303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


def _text(form: Mapping[str, object], name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _function(form: Mapping[str, object]) -> Function:
    chosen = _text(form, "function")
    if chosen not in set(Function):
        raise Refused("Choose the function that you speak for.")
    return Function(chosen)


def _check_origin(request: Request, form: Mapping[str, object]) -> None:
    """Refuse a form that this browser was not given by us: who logs others in may read what they enter."""
    ours, sent = request.cookies.get(FORM_COOKIE, ""), _text(form, "form")
    if not ours or not secrets.compare_digest(ours.encode(), sent.encode()):
        raise Refused("This form has expired. Please send it once more.")


def _origin(request: Request) -> str:
    return request.client.host if request.client else ""


def _form(
    request: Request, known: Person | None, key: str | None, complaint: str = "", status: int = 200, name: str = ""
) -> Response:
    chosen = known.function if known else None
    options = "".join(
        f'<option value="{each}"{" selected" if each is chosen else ""}>{escape(function_word(each))}</option>'
        for each in Function
    )
    told = f"<p>{escape(_('You will be the facilitator: this address works once.'))}</p>" if key else ""
    fields = (
        f"{told}"
        f'<label for="name">{escape(_("Your name"))}</label>'
        f'<input id="name" name="name" required maxlength="80" autocomplete="name" autofocus '
        f'value="{escape(name or (known.name if known else ""))}">'
        f'<label for="function">{escape(_("Your function"))}</label>'
        f'<select id="function" name="function">{options}</select>'
        f'<input type="hidden" name="key" value="{escape(key or "")}">'
        f"{'' if key or known else _for_the_new(request)}"
        f"{_button(_('Join'))}"
    )
    return _page(request, _("Join the S&OP meeting"), fields, complaint, status)


def _for_the_new(request: Request) -> str:
    """Return the fields for who comes without a key: the PIN where one is asked for, and whether they only look on."""
    with company().store.read() as tx:
        asked = door.pin(tx)
    told = escape(request.query_params.get("pin", ""))
    pin = (
        f'<label for="pin">{escape(_("PIN of the meeting"))}</label>'
        f'<input id="pin" name="pin" required inputmode="numeric" autocomplete="off" maxlength="8" value="{told}">'
    )
    look_on = escape(_("I only look on"))
    guest = f'<label class="choice"><input type="checkbox" name="guest" value="yes">{look_on}</label>'
    return (pin if asked else "") + guest


def _button(word: str) -> str:
    return f'<button type="submit">{escape(word)}</button>'


def _page(request: Request, title: str, fields: str, complaint: str = "", status: int = 200) -> Response:
    ticket = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(32)
    alert = f'<p role="alert">{escape(complaint)}</p>' if complaint else ""
    action = escape(f"{request.url.path}?lang={language.current()}")
    body = (
        f'<!doctype html><html lang="{language.current()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<title>{escape(title)}</title><style>{_LOOKS}</style></head><body><main><h1>{escape(title)}</h1>"
        f'{alert}<form method="post" action="{action}">{fields}'
        f'<input type="hidden" name="form" value="{escape(ticket)}"></form>'
        f"<p>{_languages(request)}</p></main></body></html>"
    )
    answer = HTMLResponse(body, status_code=status, headers={"Cache-Control": "no-store"})
    secure = request.url.scheme == "https"
    answer.set_cookie(FORM_COOKIE, ticket, max_age=3600, httponly=True, samesite="strict", secure=secure)
    return answer


def _languages(request: Request) -> str:
    links = (
        f'<a lang="{code}" href="{escape(str(request.url.include_query_params(lang=code)))}">{escape(name)}</a>'
        for code, name in language.language_names().items()
    )
    return " · ".join(links)
