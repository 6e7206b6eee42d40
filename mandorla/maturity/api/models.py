"""The maturity models of the installation: read, brought, set aside."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Key, Named
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.maturity.known import known_indicators
from mandorla.maturity.models import ModelVersion
from mandorla.maturity.reading import rubric_of
from mandorla.maturity.rules import brings_models

router = Router(tags=["Profiles"])
BRINGS = _("Program managers keep the maturity models.")


class ModelRow(Answer):
    """One version of a maturity model."""

    key: str
    version: int
    name: str
    is_offered: bool = Field(description="Whether communities are looked at by it.")
    brought_by: Named | None
    brought_at: datetime | None


class ModelFound(ModelRow):
    """One version with the fields of its file."""

    content: dict[str, Any] = Field(description="As the file of a model says it.")

    @staticmethod
    def resolve_content(found: ModelVersion) -> dict[str, Any]:
        """The fields of its file."""
        content: dict[str, Any] = json.loads(found.content)
        return content


class ModelGiven(Given):
    """A model, as the fields of its file."""

    content: dict[str, Any]


class UseGiven(Given):
    """Whether communities are looked at by it."""

    is_offered: bool


@router.get("/maturity-models", response=PageOf[ModelRow])
def list_maturity_models(request: PersonRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List every version of every model."""
    every = ModelVersion.objects.visible_to(request.user).select_related("brought_by")
    return page_of(request, every, order=["key", "-version"], paging=paging)


@router.get("/maturity-models/{key}/{int:version}", response=ModelFound)
def show_maturity_model(request: PersonRequest, key: Key, version: Id) -> ModelVersion:
    """Read one version of a model, whole."""
    every = ModelVersion.objects.visible_to(request.user).select_related("brought_by")
    return one(every, key=key, version=version)


@router.post("/maturity-models", response={201: ModelFound})
def bring_maturity_model(request: PersonRequest, body: ModelGiven) -> ModelVersion:
    """Bring a model, or a new version of one. A mistake is told with its place."""
    must_be_allowed(brings_models(request.user), BRINGS)
    rubric_of(body.content, known=known_indicators())
    return ModelVersion.bring(body.content, by=request.user, at=timezone.now())


@router.post("/maturity-models/{key}/{int:version}/use", response=ModelRow)
def use_maturity_model(
    request: PersonRequest, key: Key, version: Id, body: UseGiven
) -> ModelVersion:
    """Set a model aside, or take it into use again."""
    must_be_allowed(brings_models(request.user), BRINGS)
    found = one(ModelVersion.objects.visible_to(request.user), key=key, version=version)
    verb = found.use_again if body.is_offered else found.set_aside
    verb(by=request.user, at=timezone.now())
    return found
