"""What people say about common problems, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.lines import validate_line
from mandorla.base.ticked import Ticked
from mandorla.base.widgets import QuickSelect
from mandorla.people.models import Person
from mandorla.work.forms.issues import detail_field
from mandorla.work.models import Issue, Problem
from mandorla.work.models.problem import LONGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from mandorla.communities.models import Community


def _statement() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("What is the problem behind them?"),
        help_text=gettext_lazy("One sentence that holds for each of them."),
        max_length=LONGEST,
        validators=[validate_line],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Say in a sentence what the problem is."),
            "max_length": gettext_lazy("At most 300 characters."),
        },
    )


class StatementForm(forms.Form):
    """Other words for a problem."""

    statement = _statement()
    detail = detail_field()


class OwnerForm(forms.Form):
    """Who looks after a problem."""

    owner: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        label=gettext_lazy("Who looks after it?"),
        queryset=Person.objects.none(),
        required=False,
        widget=QuickSelect,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        community: Community,
        people: Sequence[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        owner = cast("Any", self.fields["owner"])
        here = community.memberships.filter(former=False).values("person")
        owner.queryset = Person.objects.filter(pk__in=here, is_active=True)
        owner.widget.choices = [("", _("nobody yet")), *people]


class IssuesChosenForm(forms.Form):
    """Some issues of a community that wait, or some that are a part of a problem."""

    issue = Ticked(
        label=gettext_lazy("Issues"),
        queryset=Issue.objects.none(),
        error_messages={
            "required": gettext_lazy("Tick at least one issue."),
            "invalid_choice": gettext_lazy(
                "Somebody has dealt with one of them in the meantime. Look at what is ticked."
            ),
            "invalid_pk_value": gettext_lazy("One of them is no issue."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, among: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        issues = cast("forms.ModelMultipleChoiceField[Issue]", self.fields["issue"])
        issues.queryset = among.select_related("community").listed()

    @property
    def issues(self) -> list[Issue]:
        """The issues that were chosen."""
        return list(self.cleaned_data["issue"])


class GatherForm(IssuesChosenForm, OwnerForm):
    """Issues that are one problem: a new one in a sentence, or one that is there."""

    statement = _statement()
    detail = detail_field()
    problem: forms.ModelChoiceField[Problem] = forms.ModelChoiceField(
        label=gettext_lazy("Or are they a part of a problem that is there?"),
        queryset=Problem.objects.none(),
        required=False,
        widget=QuickSelect,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        community: Community,
        problems: Sequence[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        among = Issue.objects.filter(community=community).waiting()
        super().__init__(data, community=community, among=among, **kwargs)
        problem = cast("Any", self.fields["problem"])
        problem.queryset = Problem.objects.filter(community=community, state="open").select_related(
            "community"
        )
        problem.widget.choices = [("", _("no, a new one")), *problems]
        self.fields["statement"].required = not (data and data.get("problem"))
