"""The API: one interface made of each module's resources.

Nothing else imports this module before the API is called for the first time, so that neither
start-up nor a page pays for it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern
from django.utils.translation import gettext as _
from ninja import NinjaAPI

from mandorla.api import problems
from mandorla.api.auth import BrowserSession, PersonalToken, Shell
from mandorla.api.routes import ROUTERS
from mandorla.base.errors import Refused
from mandorla.people.roster.upload import keep_in_memory

if TYPE_CHECKING:
    from ninja.operation import Operation

JSON_TYPES = {"application/json", ""}
TAKES_FILES = re.compile(
    r"roster/imports|communities/[^/]+/surveys(/check)?"
    r"|communities/[^/]+/gatherings/[^/]+/[^/]+/attendance/file(/check)?"
    r"|communities/[^/]+/(investments|stories|measures)/file"
    r"|communities/[^/]+/(stories/[^/]+/proofs|measures/[^/]+/readings)/file"
)

TAKES_LARGE_FILES = re.compile(r"conversations/imports")  # these wait on a disk, to be read there


class Api(NinjaAPI):
    """The API, with each operation called like the function that answers it."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The function's name, which no other operation has."""
        return operation.view_func.__name__


@cache
def interface() -> Api:
    """The API with all its resources."""
    api = Api(
        title="Mandorla",
        version="1",
        openapi_url=None,
        docs_url=None,
        auth=[Shell(), PersonalToken(), BrowserSession()],
    )
    problems.register(api)
    for router in ROUTERS:
        api.add_router("", router)
    return api


@cache
def _resolver() -> URLResolver:
    return URLResolver(RegexPattern(r"^"), interface().urls[0])


def dispatch(request: HttpRequest, path: str) -> HttpResponse:
    """Answer a request for a path below `/api/v1/`; whatever goes wrong is a problem document."""
    try:
        match = _resolver().resolve(path)
    except Resolver404:
        return problems.answer(problems.not_found())
    if wrong := _wrong_body(request, path):
        return problems.answer(wrong)
    is_head = request.method == "HEAD"
    if is_head:
        request.method = "GET"
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    if is_head:
        response.content = b""
    if response.status_code == 405:
        response = _no_such_method(response)
    response["Cache-Control"] = "no-store"
    return response


def _wrong_body(request: HttpRequest, path: str) -> problems.Problem | None:
    """What is wrong with what is sent, before it is read; files are kept off the disk."""
    if request.content_type == "multipart/form-data" and TAKES_FILES.fullmatch(path):
        try:
            keep_in_memory(request)
        except Refused as refusal:
            return problems.Problem(413, "too-large", refusal.sentence)
        return None
    if request.content_type == "multipart/form-data" and TAKES_LARGE_FILES.fullmatch(path):
        return None
    if request.content_type in JSON_TYPES or not _has_body(request):
        return None
    sentence = _("Send JSON, with the content type application/json.")
    return problems.Problem(415, "wrong-type", sentence)


def _has_body(request: HttpRequest) -> bool:
    return request.META.get("CONTENT_LENGTH") not in {None, "", "0"}


def _no_such_method(response: HttpResponse) -> HttpResponse:
    allowed = response["Allow"]
    sentence = _("This is possible here: {methods}.").format(methods=allowed)
    return problems.answer(
        problems.Problem(405, "no-such-method", sentence, headers={"Allow": allowed})
    )
