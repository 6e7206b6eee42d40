"""The data-use pack, to be downloaded."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.reports.addresses import organization_of
from mandorla.reports.data_use import typeset


@allow(signed_in)
def data_use_pack(request: PersonRequest) -> HttpResponse:
    """The pack as a PDF."""
    made = typeset(organization=organization_of(request).name, at=timezone.now())
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="data-use.pdf"'
    return response
