"""An uploaded roster stays in memory: what it says of pay or birth must not lie on a disk."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from mandorla.base.errors import Refused
from mandorla.people.roster.read import LARGEST_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from mandorla.base.web import PersonRequest, View

FORM_AROUND_FILE = 64 * 1024


class InMemory(MemoryFileUploadHandler):
    """Takes a file of any size a roster may have; Django would write a large one to a disk."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django's own name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Take it, unless it is larger than it said it would be."""
        self.activated = True
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Take one piece more."""
        self.received += len(raw_data)
        if self.received > LARGEST_BYTES + FORM_AROUND_FILE:
            raise StopUpload(connection_reset=True)
        return super().receive_data_chunk(raw_data, start)


def keep_in_memory(request: HttpRequest) -> None:
    """The files of this request are never written to a disk. Call it before its form is read.

    Raises:
        Refused: It is larger than any roster.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BYTES + FORM_AROUND_FILE:
        raise Refused(
            _(
                "The file is larger than {size} MB. Export fewer columns, or one part at a time."
            ).format(size=LARGEST_BYTES // 1024 // 1024)
        )
    request.upload_handlers = [InMemory(request)]


def files_in_memory(view: View) -> Callable[..., HttpResponseBase]:
    """Let a page take files that are never written to a disk. It stands below `allow`.

    Looking for the token reads the form, and with it the files, so that is done here, once the
    files are known to stay in memory.
    """
    checked = csrf_protect(cast("Callable[..., HttpResponseBase]", view))

    @csrf_exempt
    @wraps(checked)
    def receiving(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            keep_in_memory(request)
        return checked(request, *args, **kwargs)

    return receiving
