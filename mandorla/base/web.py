"""What every page does the same way: who may open it, how it refuses, how a list is paged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from mandorla.base.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet
    from django.http.response import HttpResponseBase

    from mandorla.people.models import Person

PAGE_SIZE = 50
SCRIPTS = {"Hx-Request", "X-Outbox"}  # headers by which a script says that it asks
Row = TypeVar("Row")
Shown = TypeVar("Shown")


class PersonRequest(HttpRequest):
    """A request by somebody who is signed in."""

    user: Person
    htmx: HtmxDetails


class View(Protocol):
    """A function that answers a request."""

    def __call__(self, request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


def allow(rule: Callable[[Person], bool]) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Let only those in whom the rule names; to others the page does not exist.

    Somebody who is not signed in is asked to sign in and comes back. A script that asked for a
    part of a page is told so: it must not put the sign-in page into it.
    """

    def decorate(view: View) -> Callable[..., HttpResponseBase]:
        @wraps(cast("Callable[..., HttpResponseBase]", view))
        def allowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                if SCRIPTS & set(request.headers):
                    return HttpResponse(status=401)
                return redirect_to_login(request.get_full_path())
            if not rule(request.user):
                raise Http404
            return view(cast("PersonRequest", request), *args, **kwargs)

        allowed.rule = rule  # type: ignore[attr-defined]
        return allowed

    return decorate


def signed_in(person: Person) -> bool:
    """Anybody who is signed in."""
    return person.is_active


class Fillable(Protocol):
    """Something that a person filled in: a form, or several that are sent as one."""

    def is_valid(self) -> bool:
        """Whether all of it can be used."""

    def add_error(self, field: None, error: str) -> None:
        """Say above it why it was refused."""


def done(form: Fillable, act: Callable[[], object]) -> bool:
    """Whether a valid form led to its verb; a refusal is said above the form as it was sent.

    Args:
        form: What a person sent.
        act: Calls the verb; asked only when the form is valid.
    """
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Fifty rows of a list, and where one is in it.

    Attributes:
        rows: The rows of this page.
        number: The page's number, from 1.
        total: How many rows the whole list has.
        first: The place of the first row in the whole list, from 1; 0 when there is none.
        last: The place of the last row.
    """

    rows: Sequence[Row]
    number: int
    total: int
    first: int
    last: int
    size: int = PAGE_SIZE

    @property
    def previous(self) -> int | None:
        """The number of the page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after, if there is one."""
        return self.number + 1 if self.last < self.total else None

    def showing(self, rows: Sequence[Shown]) -> Page[Shown]:
        """The same place in the list, with its rows read as something else."""
        return Page(rows, self.number, self.total, self.first, self.last, self.size)


def page_number(request: HttpRequest) -> int:
    """The page somebody asked for; the first when what they sent is no page number."""
    value = request.GET.get("page", "1")
    return (
        int(value)
        if value.isascii() and value.isdigit() and 0 < len(value) < 7 and int(value)
        else 1
    )


def paged(queryset: QuerySet[Any, Row], *, number: int, total: int | None = None) -> Page[Row]:
    """One page of a query; a number past the end gives the last page.

    Args:
        queryset: An ordered query.
        number: Which page, from 1.
        total: The count, when it is known already.
    """
    count = queryset.count() if total is None else total
    last_number = max(1, -(-count // PAGE_SIZE))
    number = min(number, last_number)
    start = (number - 1) * PAGE_SIZE
    rows = list(queryset[start : start + PAGE_SIZE]) if count else []
    return Page(
        rows=rows,
        number=number,
        total=count,
        first=start + 1 if rows else 0,
        last=start + len(rows),
    )


class RefusalMiddleware:
    """Turns a refusal into a page that says what was refused, why, and what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """No page looks for a NUL, which PostgreSQL refuses; the API says itself what is wrong."""
        if not request.path.startswith("/api/"):
            if "\0" in request.path:
                raise Http404
            asked = request.META.get("QUERY_STRING", "")
            request.META["QUERY_STRING"] = asked.replace("%00", "")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a DomainError with its own page and status; leave the rest to Django."""
        if not isinstance(exception, DomainError):
            return None
        back = request.META.get("HTTP_REFERER", "")
        context = {
            "sentence": exception.sentence,
            "back": back if back.startswith(f"{request.scheme}://{request.get_host()}/") else "",
        }
        return render(request, f"{exception.status}.html", context, status=exception.status)
