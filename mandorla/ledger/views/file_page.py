"""A page that takes rows from a file: all of them are kept, or it is said what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.shortcuts import redirect, render

from mandorla.base.web import PersonRequest, done
from mandorla.ledger.forms.table_file import TableFileForm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.http import HttpResponse

    from mandorla.base.tables import Problem
    from mandorla.communities.header import Header
    from mandorla.value.survey.read import SurveyFile

MOST_TOLD: Final = 50  # problems of a file


def file_page(
    request: PersonRequest,
    header: Header,
    bring: Callable[[SurveyFile], Iterable[Problem]],
    *,
    columns: Sequence[str],
    template: str,
    back: str,
) -> HttpResponse:
    """The page as it is opened; or what became of the file that was sent.

    Args:
        request: The request.
        header: Of the community whose rows they are.
        bring: Keeps the rows of the file, or says what is wrong in it and keeps none.
        columns: The headings that a file has.
        template: The page.
        back: Where to go when it was kept: the name of an address of the community.
    """
    problems: list[Problem] = []
    form = TableFileForm()
    if request.method == "POST":
        form = TableFileForm(request.POST, request.FILES)
        kept = done(form, lambda: problems.extend(bring(form.cleaned_data["file"])))
        if kept and not problems:
            return redirect(back, header.community.slug)
    context = {
        "nav": "communities",
        "header": header,
        "form": form,
        "columns": columns,
        "problems": problems[:MOST_TOLD],
        "count": len(problems),
    }
    return render(request, template, context, status=422 if form.errors or problems else 200)
