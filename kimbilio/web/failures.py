"""What people see when the program could not do its part: a full disk, a busy or lost database, a
form too long to read, a page that is no longer trusted. Their words come back with it.

These pages must work while the database does not: they read nothing but the request itself.
"""

import errno
import sys
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER, get_token
from django.template import loader
from django.utils.translation import gettext as _

from kimbilio.web.context import Shell

FULL = {errno.ENOSPC, errno.EDQUOT}
SQLITE_FULL = 13
POSTGRES_FULL = "53100"
SECRETS = {"password", "oldpassword", "password1", "password2", "secret", "pin", "code", "token"}
NOT_WORDS = {"csrfmiddlewaretoken", "sent_key", "draft_form", "draft_about", "version", "next"}
LONG = 30  # characters; shorter answers are quickly given again
RETRY_AFTER = "10"  # seconds


@dataclass(frozen=True)
class Fault:
    """Why something could not be kept: the disk is full, or the database is busy or gone."""

    disk_is_full: bool = False

    @property
    def message(self) -> str:
        """What to do about it, in a sentence."""
        if self.disk_is_full:
            return _("The disk of the server is full. Tell an administrator, then try again.")
        return _("The database is busy or cannot be reached. Try again in a moment.")


def fault_of(error: BaseException | None) -> Fault | None:
    """The fault behind ``error`` or what caused it; None when the error is of another kind."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError) and error.errno in FULL:
            return Fault(disk_is_full=True)
        if isinstance(error, (OperationalError, InterfaceError)):
            cause = error.__cause__
            is_full = (
                getattr(cause, "sqlite_errorcode", 0) & 0xFF == SQLITE_FULL
                or getattr(cause, "sqlstate", "") == POSTGRES_FULL
            )
            return Fault(disk_is_full=is_full)
        error = error.__cause__ or error.__context__
    return None


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an exception nobody caught: 503 with the words for a fault of the storage, else 500."""
    fault = fault_of(sys.exc_info()[1])
    if fault is None:
        return _page(request, "500.html", status=500)
    return _not_done(request, fault)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read, or whose session could not be kept."""
    fault = fault_of(exception)
    if fault is not None:
        return _not_done(request, fault)
    if isinstance(exception, RequestDataTooBig):
        said = _(
            "This form holds more text than can be sent at once. "
            "Go back, shorten it or attach it as a file, and send it again."
        )
        return _too_much(request, said, status=413)
    if isinstance(exception, (TooManyFieldsSent, TooManyFilesSent)):
        said = _(
            "This form holds more answers than can be sent at once. "
            "Go back, send a part of them, then the rest."
        )
        return _too_much(request, said, status=413)
    return _page(request, "400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form that was not sent from our page as it is now; show the words to copy them.

    There is no button to send it again from here: another site may have written the form.
    """
    foreign = any(
        reason.startswith(known.split("%s")[0]) for known in (REASON_BAD_ORIGIN, REASON_BAD_REFERER)
    )
    words = [] if foreign else _long_words(request)
    return _page(request, "403_csrf.html", status=403, words=words)


def _not_done(request: HttpRequest, fault: Fault) -> HttpResponse:
    session = getattr(request, "session", None)
    if session is not None:
        session.modified = False  # writing it now would wait and fail once more
    is_change = request.method not in {"GET", "HEAD"}
    if request.headers.get("Accept") == "application/json":
        title = _("Not saved.") if is_change else _("This cannot be shown now.")
        answer: HttpResponse = JsonResponse(
            {"code": "not_saved", "message": f"{title} {fault.message}"}, status=503
        )
    elif "HX-Request" in request.headers:
        said = {"fault": fault, "is_change": is_change}
        answer = _drawn("pages/_not_saved.html", said, status=503)
    elif is_change:
        kept = _kept(request)
        answer = _page(
            request,
            "not_saved.html",
            status=503,
            fault=fault,
            kept=kept,
            words=_long_words(request) if kept else [],
            files=sorted(request.FILES) if kept else [],
            again=request.get_full_path(),
        )
    else:
        answer = _page(request, "503.html", status=503, fault=fault, again=request.get_full_path())
    answer.headers["Retry-After"] = RETRY_AFTER
    return answer


def _too_much(request: HttpRequest, said: str, *, status: int) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"code": "too_much", "message": said}, status=status)
    if "HX-Request" in request.headers:
        return _drawn("pages/_too_much.html", {"said": said}, status=status)
    return _page(request, "413.html", status=status, said=said)


def _sent(request: HttpRequest) -> list[tuple[str, list[str]]]:
    try:
        return [(str(name), [str(v) for v in values]) for name, values in request.POST.lists()]
    except (UnreadablePostError, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return []


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields as hidden inputs send them again; none if a password or the like is among them."""
    sent = [(name, values) for name, values in _sent(request) if name != "csrfmiddlewaretoken"]
    if any(name in SECRETS for name, _values in sent):
        return []
    return [(name, value) for name, values in sent for value in values]


def _long_words(request: HttpRequest) -> list[str]:
    """What took time to type, for reading and copying."""
    return [
        value
        for name, values in _sent(request)
        if name not in NOT_WORDS | SECRETS
        for value in values
        if len(value) >= LONG
    ]


def _page(request: HttpRequest, template: str, *, status: int, **said: Any) -> HttpResponse:
    shell = Shell(request)
    shell.user = None  # asking who this is would ask the database
    token = get_token(request)
    return _drawn(template, {**said, "shell": shell, "csrf_token": token}, status=status)


def _drawn(template: str, said: dict[str, Any], *, status: int) -> HttpResponse:
    return HttpResponse(loader.get_template(template).render(said), status=status)
