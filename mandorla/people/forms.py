"""What people type about themselves and others, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy

from mandorla.base.lines import validate_line
from mandorla.base.widgets import QuickSelect
from mandorla.people.models import Person, Unit
from mandorla.people.models.mail_wish import RHYTHMS
from mandorla.people.models.person import ROLES
from mandorla.people.models.token import LONGEST_DAYS, SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_ROLE = gettext_lazy("no role for the whole organization")


class NameField(forms.CharField):
    """A person's name."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "name"})
        super().__init__(
            **{"max_length": 150, "widget": widget, "validators": [validate_line], **kwargs}
        )


class AddressField(forms.EmailField):
    """An e-mail address; addresses are kept in small letters."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email"})
        super().__init__(**{"max_length": 254, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        """In small letters."""
        return str(super().clean(value)).lower()


class PasswordField(forms.CharField):
    """A new password; the form checks that it is not easy to guess."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("A password"),
            strip=False,
            max_length=1024,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
            help_text=gettext_lazy("At least ten characters, and not a common one."),
        )


class WithPassword(forms.Form):
    """A form in which somebody chooses a password."""

    def clean(self) -> dict[str, Any]:
        """A password that is easy to guess, also from the name or address, is refused."""
        data = super().clean() or self.cleaned_data
        password = data.get("password")
        if password:
            person = Person(name=data.get("name", ""), email=self.address())
            try:
                validate_password(password, person)
            except forms.ValidationError as problem:
                self.add_error("password", problem)
        return data

    def address(self) -> str:
        """The address the password goes with."""
        return str(self.cleaned_data.get("email", ""))


class FirstRunForm(WithPassword):
    """Whose instance it is, and who keeps it."""

    organization = forms.CharField(
        label=gettext_lazy("What is your organization called?"),
        max_length=120,
        validators=[validate_line],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    name = NameField(label=gettext_lazy("Your name"))
    email = AddressField(label=gettext_lazy("Your e-mail address"))
    password = PasswordField()


class AcceptForm(WithPassword):
    """How the invited person is called, and their password."""

    name = NameField(label=gettext_lazy("Your name"))
    password = PasswordField()

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def address(self) -> str:
        """The one that was invited."""
        return self._email


class InvitationForm(forms.Form):
    """Whom to invite."""

    name = NameField(label=gettext_lazy("Name"), required=False)
    email = AddressField(label=gettext_lazy("E-mail address"))
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        required=False,
        choices=[("", NO_ROLE), *ROLES.items()],
        help_text=gettext_lazy(
            "A program manager may do everything that you may. An auditor reads all events."
        ),
    )


class DescriptionForm(forms.Form):
    """How somebody is called and what they do."""

    name = NameField(label=gettext_lazy("Name"))
    job_title = forms.CharField(
        label=gettext_lazy("Job title"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )


class CorrectionForm(DescriptionForm):
    """What a program manager corrects about somebody."""

    email = AddressField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("They sign in with it."),
    )


class TokenForm(forms.Form):
    """A new access token."""

    name = forms.CharField(
        label=gettext_lazy("What is it for?"),
        max_length=80,
        help_text=gettext_lazy("Such as the program or machine that will use it."),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("What may it do?"),
        choices=list(SCOPES.items()),
        widget=forms.RadioSelect,
        initial="read",
    )
    days = forms.IntegerField(
        label=gettext_lazy("For how many days?"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=90,
        help_text=gettext_lazy("At most a year."),
    )


class PeopleFilterForm(forms.Form):
    """Whom somebody looks for. Anything that makes no sense is left out."""

    q = forms.CharField(max_length=150, required=False)
    unit = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    inactive = forms.BooleanField(required=False)

    def asked(self) -> dict[str, Any]:
        """What can be looked for."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "words": data.get("q", ""),
            "unit": data.get("unit"),
            "inactive": bool(data.get("inactive")),
        }


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit, chosen by its path."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), widget=QuickSelect, **kwargs)

    def offer(self, paths: dict[int, str], *, without: Iterable[int] = ()) -> None:
        """Offer these units, by path, except some.

        The paths are read once for all fields of a page; only the chosen unit is looked up.
        """
        left_out = set(without)
        self.queryset = Unit.objects.exclude(pk__in=left_out)
        offered = [(pk, path) for pk, path in paths.items() if pk not in left_out]
        first = [("", self.empty_label or "")]
        self.widget.choices = first + sorted(offered, key=lambda choice: choice[1].casefold())


class PlacementForm(forms.Form):
    """Where somebody belongs from today on."""

    unit = UnitField(label=gettext_lazy("Unit"), empty_label=gettext_lazy("Choose a unit"))

    def __init__(self, *args: Any, paths: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "unit", paths)


class UnitNameForm(forms.Form):
    """What a unit is called."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150, validators=[validate_line])


class NewUnitForm(UnitNameForm):
    """A new unit, and where it belongs."""

    parent = UnitField(
        label=gettext_lazy("Part of"), required=False, empty_label=gettext_lazy("the organization")
    )

    def __init__(self, *args: Any, paths: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "parent", paths)


class UnitParentForm(forms.Form):
    """What a unit is a part of."""

    parent = UnitField(
        label=gettext_lazy("Part of"), required=False, empty_label=gettext_lazy("the organization")
    )

    def __init__(
        self, *args: Any, paths: dict[int, str], without: Iterable[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "parent", paths, without)


class UnitMergerForm(forms.Form):
    """Which unit takes over another one."""

    into = UnitField(label=gettext_lazy("Merge into"), empty_label=gettext_lazy("Choose a unit"))

    def __init__(
        self, *args: Any, paths: dict[int, str], without: Iterable[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "into", paths, without)


def _offer(form: forms.Form, name: str, paths: dict[int, str], without: Iterable[int] = ()) -> None:
    field = form.fields[name]
    if isinstance(field, UnitField):
        field.offer(paths, without=without)


class MailForm(forms.Form):
    """How often somebody wants a mail."""

    rhythm = forms.ChoiceField(
        label=gettext_lazy("A mail with what is new and what waits"),
        choices=list(RHYTHMS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how often.")},
    )
