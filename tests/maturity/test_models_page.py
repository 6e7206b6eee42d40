from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mandorla.maturity.models import ModelVersion
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make.person("Ana Marković")


def shown(response) -> str:
    return " ".join(response.content.decode().split())


def changed(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("ours.yaml", text.encode())


def test_models_are_read_and_taken_along_by_everybody(client, ana):
    client.force_login(ana)

    assert "Community profile, version 1" in shown(client.get(reverse("maturity:models")))
    text = shown(client.get(reverse("maturity:model", args=["mandorla", 1])))
    assert "A gathering was held." in text
    assert "people tell" in text
    taken = client.get(reverse("maturity:file", args=["mandorla", 1]))
    assert taken["Content-Disposition"] == 'attachment; filename="mandorla-1.yaml"'


def test_model_is_brought_as_a_changed_file_when_a_program_manager_sends_it(client):
    karin = make.program_manager()
    client.force_login(karin)
    text = client.get(reverse("maturity:file", args=["mandorla", 1])).content.decode()
    sent = changed(text.replace("version: 1", "version: 2").replace("name: Founding", "name: Seed"))

    response = client.post(reverse("maturity:models"), {"file": sent}, follow=True)

    assert "The model is in use." in shown(response)
    main = ModelVersion.objects.offered()[0]
    assert (main.version, main.rubric.stages[0].name, main.brought_by) == (2, "Seed", karin)
    assert ModelVersion.objects.get(version=1).is_offered is False


def test_model_is_refused_with_its_place_when_something_in_it_is_wrong(client):
    client.force_login(make.program_manager())
    text = client.get(reverse("maturity:file", args=["mandorla", 1])).content.decode()
    wrong = text.replace("has_rhythm is true", "has_rythm is true")

    response = client.post(reverse("maturity:models"), {"file": changed(wrong)})

    assert response.status_code == 422
    assert "Dimension 4 (rhythm), level 2, evidence 1: there is no indicator has_rythm." in shown(
        response
    )


def test_model_is_not_brought_when_somebody_is_no_program_manager(client, ana):
    client.force_login(ana)

    client.post(reverse("maturity:models"), {"file": changed("key: x")})

    assert ModelVersion.objects.count() == 1
    assert client.post(reverse("maturity:use", args=["mandorla", 1])).status_code == 404
