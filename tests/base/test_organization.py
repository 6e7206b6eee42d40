"""Whose instance it is: one organization, named once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from mandorla.base.errors import Refused
from mandorla.base.models import Organization
from tests import make

pytestmark = pytest.mark.django_db


def test_instance_belongs_to_nobody_before_it_is_founded():
    assert Organization.current() is None


def test_instance_belongs_to_whoever_founded_it():
    founded = Organization.found(name="Halden Works", at=make.AT)
    assert Organization.current() == founded
    assert (str(founded), founded.is_demo) == ("Halden Works", False)


def test_second_founding_is_refused_in_a_sentence():
    Organization.found(name="Halden Works", at=make.AT)
    with pytest.raises(Refused, match="has been set up already"):
        Organization.found(name="Another", at=make.AT)
    assert str(Organization.current()) == "Halden Works"


def test_database_keeps_one_organization():
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.create(pk=2, name="Another", founded_at=make.AT)
