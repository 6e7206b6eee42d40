"""What somebody sends about an import, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.communities.models import Community
from mandorla.conversations.kept_export import LARGEST_BYTES
from mandorla.conversations.sources.readers import READERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandorla.communities.models.community import CommunityQuerySet

MOST_CHANNELS = 300  # on one page; more by the API or the command
MOST_NAMES = 200


class CommunityField(forms.CharField):
    """A community, by its name or the end of its address; None when none is named."""

    def __init__(self, **kwargs: Any) -> None:
        hint = forms.TextInput(attrs={"list": "communities", "autocomplete": "off"})
        super().__init__(required=False, max_length=120, widget=hint, **kwargs)
        self.communities = Community.objects.none()

    def clean(self, value: Any) -> Community | None:
        """The community that is called so."""
        said = super().clean(value).strip()
        if not said:
            return None
        rows = self.communities.filter(Q(slug=said.lower()) | Q(name__iexact=said))
        found = rows.order_by("pk").first()
        if found is None:
            raise forms.ValidationError(
                _("You run no community called “{name}”.").format(name=said)
            )
        return found


class UploadForm(forms.Form):
    """An export of conversations."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Comes from"),
        choices=[("", gettext_lazy("choose")), *((one.kind, one.name) for one in READERS.values())],
    )
    file = forms.FileField(
        label=gettext_lazy("Export"),
        help_text=gettext_lazy("The file as it was exported; it need not be unpacked."),
    )
    community = CommunityField(
        label=gettext_lazy("For"),
        help_text=gettext_lazy(
            "A community you run. Where each channel goes is asked once the file has been read."
        ),
    )

    def __init__(self, data: Any = None, files: Any = None, **given: Any) -> None:
        communities = given.pop("communities")
        super().__init__(data, files, **given)
        cast("CommunityField", self.fields["community"]).communities = communities

    def clean_file(self) -> Any:
        """Refuse what is too large to be sent by a page."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than {size} GB: import it by the command.").format(
                    size=LARGEST_BYTES // 1024**3
                )
            )
        return file


class TargetForm(forms.Form):
    """Where the posts of each channel go, and who some of the authors are."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        channels: Sequence[Mapping[str, Any]],
        suggested: Mapping[str, str],
        namesakes: Mapping[str, Sequence[tuple[int, str]]],
        names: Mapping[str, str],
        communities: CommunityQuerySet,
    ) -> None:
        super().__init__(data)
        self._channels = [str(one["name"]) for one in channels[:MOST_CHANNELS]]
        self._people = list(namesakes)[:MOST_NAMES]
        for place, one in enumerate(channels[:MOST_CHANNELS]):
            field = CommunityField(
                label=one["name"] or _("without a channel"),
                initial=suggested.get(one["name"], ""),
            )
            field.communities = communities
            self.fields[f"channel-{place}"] = field
        for place, identity in enumerate(self._people):
            people = [(str(pk), said) for pk, said in namesakes[identity]]
            self.fields[f"person-{place}"] = forms.ChoiceField(
                required=False,
                label=names[identity],
                choices=[("", _("somebody else, or not known")), *people],
            )

    def channel_fields(self) -> list[forms.BoundField]:
        """The fields that say where each channel goes."""
        return [self[name] for name in self.fields if name.startswith("channel-")]

    def people_fields(self) -> list[forms.BoundField]:
        """The fields that say who an author is."""
        return [self[name] for name in self.fields if name.startswith("person-")]

    def clean(self) -> dict[str, Any]:
        """Where each channel goes, and who was confirmed."""
        cleaned = super().clean() or {}
        cleaned["channels"] = {
            name: cleaned.get(f"channel-{place}") for place, name in enumerate(self._channels)
        }
        cleaned["confirmed"] = {
            identity: int(cleaned[f"person-{place}"])
            for place, identity in enumerate(self._people)
            if cleaned.get(f"person-{place}")
        }
        return cleaned
