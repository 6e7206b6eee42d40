"""What somebody tells of a community, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy

from mandorla.base.days import DayField
from mandorla.base.edits import EditsField
from mandorla.base.lines import validate_line
from mandorla.base.sent_once import KeyField
from mandorla.base.ticked import Ticked
from mandorla.ledger.models import telling
from mandorla.ledger.models.proof import LARGEST_BYTES
from mandorla.ledger.models.story import SEEN_BY, STEPS
from mandorla.strategy.models import Objective
from mandorla.value.models import Expectation

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import QuerySet
    from django.forms.boundfield import BoundWidget
    from django.http import QueryDict

    from mandorla.communities.models import Community
    from mandorla.ledger.models import Story


def _step_field(question: Any) -> forms.CharField:
    return forms.CharField(
        label=question,
        required=False,
        max_length=telling.LONGEST_STEP,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": gettext_lazy("At most 2,000 characters.")},
    )


def _objectives(served: set[int]) -> QuerySet[Objective]:
    """What the organization pursues: first what the community serves."""
    rows = Objective.objects.filter(Q(retired_at=None) | Q(pk__in=served))
    order = Case(When(pk__in=served, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.order_by(order, "name", "pk")


class StoryForm(forms.Form):
    """A story: its title, its steps, who may read it, and what it serves."""

    title = forms.CharField(
        label=gettext_lazy("In one line"),
        max_length=telling.LONGEST,
        validators=[validate_line],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Say in one line what it is about."),
            "max_length": gettext_lazy("At most 120 characters."),
        },
    )
    happened = _step_field(STEPS["happened"])
    useful = _step_field(STEPS["useful"])
    used = _step_field(STEPS["used"])
    difference = _step_field(STEPS["difference"])
    success = _step_field(STEPS["success"])
    seen_by = forms.ChoiceField(
        label=gettext_lazy("Who may read it?"),
        choices=list(SEEN_BY.items()),
        initial="community",
        widget=forms.RadioSelect,
    )
    is_nameless = forms.BooleanField(label=gettext_lazy("Without my name"), required=False)
    expectations = Ticked(
        label=gettext_lazy("What does it serve of what is expected?"),
        queryset=Expectation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("One of these is not expected any more.")},
    )
    objectives = Ticked(
        label=gettext_lazy("Which objective of the organization does it serve?"),
        queryset=Objective.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("One of these is not pursued any more.")},
    )

    def __init__(
        self, *args: Any, community: Community, story: Story | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = community.expectations.current()
        cast("Ticked", self.fields["expectations"]).queryset = offered
        self.served = {pk for pk in offered.values_list("objectives", flat=True) if pk}
        self.served |= {one.pk for one in story.objectives.all()} if story else set()
        cast("Ticked", self.fields["objectives"]).queryset = _objectives(self.served)

    @property
    def boxes(self) -> tuple[list[BoundWidget], list[BoundWidget]]:
        """A box for each objective that the community serves, and for each other one."""
        first: list[BoundWidget] = []
        others: list[BoundWidget] = []
        for box in self["objectives"].subwidgets:
            is_served = box.data["value"].value in self.served or box.data["selected"]
            (first if is_served else others).append(box)
        return first, others

    @property
    def questions(self) -> list[forms.BoundField]:
        """The five questions, in the order of a story."""
        return [self[name] for name in STEPS]

    @property
    def story(self) -> dict[str, Any]:
        """What the verbs of a story take."""
        rest = {name: said for name, said in self.cleaned_data.items() if name not in STEPS}
        return rest | {"steps": {name: self.cleaned_data[name] for name in STEPS}}


class TellForm(StoryForm):
    """A story that is told for the first time."""

    promised_on = DayField(
        label=gettext_lazy("Ask me again on"),
        help_text=gettext_lazy("When you will know more. You are asked once, on that day."),
        required=False,
    )
    key = KeyField()


class ChangeForm(StoryForm):
    """A story that reads otherwise from now on."""

    edits = EditsField()

    @classmethod
    def of(cls, story: Story, data: QueryDict | None = None) -> ChangeForm:
        """The story as it stands, or as it was sent."""
        names = ("title", "seen_by", "is_nameless", "edits", *STEPS)
        values: dict[str, Any] = {name: getattr(story, name) for name in names}
        for name in ("expectations", "objectives"):
            values[name] = [one.pk for one in getattr(story, name).all()]
        return cls(data, initial=values, community=story.community, story=story)


class StepForm(forms.Form):
    """How a story went on."""

    step = forms.ChoiceField(choices=list(STEPS.items()), widget=forms.HiddenInput)
    text = forms.CharField(
        max_length=telling.LONGEST_STEP,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("Nothing is said yet."),
            "max_length": gettext_lazy("At most 2,000 characters."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = self.data.get("step") or self.initial.get("step", "")
        self.fields["text"].label = STEPS.get(said, gettext_lazy("How did it go on?"))


class PromiseForm(forms.Form):
    """When to ask who told it how it went on."""

    on = DayField(
        label=gettext_lazy("Ask me again on"),
        help_text=gettext_lazy("You are asked once, on that day, and never again."),
        error_messages={"required": gettext_lazy("Choose a day.")},
    )


class ProofForm(forms.Form):
    """What shows that a story is so: a file, a link, or words alone."""

    text = forms.CharField(
        label=gettext_lazy("What does it show?"),
        max_length=300,
        validators=[validate_line],
        error_messages={"required": gettext_lazy("Say in a line what it shows.")},
    )
    address = forms.URLField(
        label=gettext_lazy("A link"), required=False, max_length=500, assume_scheme="https"
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        help_text=gettext_lazy(
            "A picture, a PDF, a text or a CSV file, at most 5 MB. When the story has no name, "
            "the file has none either, and what a picture says about who made it is taken out. "
            "A PDF and a table may still carry the name of who wrote them: look before you add one."
        ),
        required=False,
        allow_empty_file=False,
        max_length=255,
    )

    def clean_file(self) -> UploadedFile[Any] | None:
        """A file that is not larger than is taken, before it is read."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > LARGEST_BYTES:
            raise forms.ValidationError(gettext_lazy("A file may have at most 5 MB."))
        return file

    @property
    def proof(self) -> dict[str, Any]:
        """What `Proof.add` takes."""
        sent, file = self.cleaned_data, self.cleaned_data["file"]
        of_file = {"content": file.read(), "file_name": file.name} if file else {}
        return {"text": sent["text"], "address": sent["address"], **of_file}
