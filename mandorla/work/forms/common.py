"""What a person makes of a suggested problem, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from mandorla.base.lines import validate_line
from mandorla.base.ticked import Ticked
from mandorla.work.models import Issue, Problem
from mandorla.work.models.problem import LONGEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.communities.models import Community

CHANGED = gettext_lazy("One of these was changed in the meantime. Look again.")
WRONG = {"invalid_choice": CHANGED, "invalid_pk_value": CHANGED, "required": CHANGED}


class SuggestionForm(forms.Form):
    """The issues that were suggested together, which of them are ticked, and what they are."""

    act = forms.ChoiceField(choices=[("gather", ""), ("split", ""), ("dismiss", "")])
    shown = Ticked(queryset=Issue.objects.none(), error_messages=WRONG)
    issues = Ticked(queryset=Issue.objects.none(), required=False, error_messages=WRONG)
    problem: forms.ModelChoiceField[Problem] = forms.ModelChoiceField(
        queryset=Problem.objects.none(), required=False, error_messages=WRONG
    )
    statement = forms.CharField(
        required=False,
        max_length=LONGEST,
        validators=[validate_line],
        error_messages={"max_length": gettext_lazy("At most 300 characters.")},
    )

    def __init__(self, data: Mapping[str, Any], *, community: Community) -> None:
        super().__init__(data)
        waiting = Issue.objects.filter(community=community).waiting().listed()
        for name in ("shown", "issues"):
            cast("Any", self.fields[name]).queryset = waiting.select_related("community")
        problems = Problem.objects.filter(community=community, state="open")
        cast("Any", self.fields["problem"]).queryset = problems.select_related("community")

    @property
    def ticked(self) -> list[Issue]:
        """Those that belong together."""
        return list(self.cleaned_data["issues"])

    @property
    def others(self) -> list[Issue]:
        """Those that were suggested with them and left out."""
        ticked = set(self.ticked)
        return [issue for issue in self.cleaned_data["shown"] if issue not in ticked]

    @property
    def first_error(self) -> str:
        """What is wrong, in a sentence."""
        return next(str(error) for errors in self.errors.values() for error in errors)
