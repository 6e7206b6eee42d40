"""Every refusal of the API as a problem document (RFC 9457): one shape, whatever went wrong."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError, ValidationError

from mandorla.base.api.problems import Invalid
from mandorla.base.errors import DomainError, NotAllowed, Stale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ninja import NinjaAPI

MEDIA_TYPE = "application/problem+json"
REFERENCE = "/api/v1/"
KINDS = {
    "bad-body": "The body cannot be read",
    "unauthorized": "Say who you are",
    "not-allowed": "Not for this person",
    "read-only": "The token may only read",
    "not-from-a-page": "Not from a page",
    "not-found": "Nothing here",
    "no-such-method": "Not possible here",
    "refused": "Refused",
    "stale": "Somebody was first",
    "too-large": "Too large",
    "wrong-type": "Wrong content type",
    "invalid": "Some values cannot be used",
    "too-many": "Too many attempts",
    "broken": "Something broke here",
}
MESSAGES = {
    "missing": "This is needed.",
    "extra_forbidden": "There is no field of this name.",
    "string_too_short": "Write something here.",
    "string_pattern_mismatch": "This has characters that cannot be used here.",
}

log = logging.getLogger("mandorla.api")


class Problem(Exception):
    """A refusal of the API itself, not of a verb."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: Iterable[Mapping[str, str]] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.headers = headers or {}
        self.errors = errors


def answer(problem: Problem) -> HttpResponse:
    """The problem as a document."""
    content: dict[str, Any] = {
        "type": f"{REFERENCE}#{problem.kind}",
        "title": KINDS[problem.kind],
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.errors is not None:
        content["errors"] = list(problem.errors)
    return JsonResponse(
        content, status=problem.status, content_type=MEDIA_TYPE, headers=dict(problem.headers)
    )


def register(api: NinjaAPI) -> None:
    """Let an API answer every exception with a problem document."""
    makers: dict[type[Exception], Callable[[Any], Problem]] = {
        Problem: lambda problem: problem,
        DomainError: _of_domain,
        Http404: lambda _exception: not_found(),
        ValidationError: _of_validation,
        Invalid: _of_invalid,
        AuthenticationError: _of_nobody,
        HttpError: _of_wrong_json,
        RequestDataTooBig: _of_too_much,
        MultiPartParserError: _of_unreadable,
        SuspiciousOperation: _of_unreadable,
        Exception: _of_defect,
    }

    def handler(make: Callable[[Any], Problem]) -> Callable[[HttpRequest, Any], HttpResponse]:
        return lambda _request, exception: answer(make(exception))

    for kind, make in makers.items():
        api.add_exception_handler(kind, handler(make))


def not_found() -> Problem:
    """What nobody made, or this person may not see."""
    return Problem(404, "not-found", _("There is nothing here, or you may not see it."))


def _of_domain(refusal: DomainError) -> Problem:
    kind = {NotAllowed: "not-allowed", Stale: "stale"}.get(type(refusal), "refused")
    return Problem(refusal.status, kind, refusal.sentence)


def _of_validation(error: ValidationError) -> Problem:
    return _invalid(
        {"field": _field(found["loc"]), "message": _message(found)} for found in error.errors
    )


def _of_invalid(error: Invalid) -> Problem:
    return _invalid({"field": name, "message": text} for name, text in error.fields.items())


def _invalid(errors: Iterable[Mapping[str, str]]) -> Problem:
    return Problem(
        422, "invalid", _("Some values cannot be used. Each is named with a reason."), errors=errors
    )


def _field(place: tuple[str | int, ...]) -> str:
    """The path of a value inside what was sent, as "forces.benefit.0"."""
    source, *path = place
    if source == "body":
        path = path[1:]
    return ".".join(map(str, path)) or str(source)


def _message(found: Mapping[str, Any]) -> str:
    message: str = MESSAGES.get(found["type"], found["msg"])
    return message.removeprefix("Value error, ")


def _of_nobody(_error: AuthenticationError) -> Problem:
    return Problem(
        401,
        "unauthorized",
        _("Send a personal access token, or sign in on the pages first."),
        headers={"WWW-Authenticate": 'Bearer realm="Mandorla"'},
    )


def _of_too_much(_error: RequestDataTooBig) -> Problem:
    return Problem(413, "too-large", _("This is more than can be taken at once."))


def _of_wrong_json(error: HttpError) -> Problem:
    """What the reader of JSON stumbled over, and where."""
    cause = error.__cause__ or error.__context__
    if isinstance(cause, json.JSONDecodeError):
        sentence = _("The body is not JSON: {why}, in line {line}, column {column}.")
        detail = sentence.format(why=cause.msg, line=cause.lineno, column=cause.colno)
    elif isinstance(cause, UnicodeDecodeError):
        detail = _("The body is not text in UTF-8: see byte {number}.").format(number=cause.start)
    elif isinstance(cause, RecursionError):
        detail = _("The body is nested too deep.")
    else:
        detail = _("The body cannot be read.")
    return Problem(400, "bad-body", detail)


def _of_unreadable(_error: Exception) -> Problem:
    return Problem(400, "bad-body", _("The body cannot be read."))


def _of_defect(defect: Exception) -> Problem:
    log.error("The API failed", exc_info=defect)
    return Problem(500, "broken", _("This should not have happened. It has been written down."))
