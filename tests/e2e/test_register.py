from __future__ import annotations

import io
import zipfile

import pytest

from mandorla.communities.models import Community
from mandorla.register import jobs
from mandorla.register.models import RegisterImport
from tests import make
from tests.e2e.browser import in_both_schemes, on_a_phone, without_javascript

pytestmark = pytest.mark.django_db(transaction=True)
FILES = {
    "kettles.yaml": "mandorla: 1\nname: Kettles\nslug: kettles\nseries:\n- {name: Tea, found_text: at times}\n",
    "bad.yaml": "mandorla: 1\nname: Bad\nslug: bad\nstatus: brewing\n",
}


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in FILES.items():
            archive.writestr(name, text)
    return out.getvalue()


def look_at(page) -> None:
    page.goto("/register/")
    file = {"name": "r.zip", "mimeType": "application/zip", "buffer": packed()}
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="See what would change").click()


@in_both_schemes
def test_register_is_looked_at_imported_and_taken_out(page, signed_in, axe):
    signed_in(page, make.program_manager()).goto("/register/")
    axe(page)
    look_at(page)
    page.get_by_text("Waiting for its turn").wait_for()
    axe(page)
    jobs.work_on_register_now(RegisterImport.objects.get().pk)
    page.get_by_text("has to be one of forming, active, closing, closed").wait_for()
    axe(page)
    page.get_by_role("button", name="Import it").click()
    page.get_by_text("Waiting for its turn").wait_for()
    jobs.work_on_register_now(RegisterImport.objects.get().pk)
    page.get_by_text("Imported on").wait_for()
    axe(page)
    page.goto("/register/")
    page.get_by_text("at times").wait_for()
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the register").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert archive.namelist() == ["kettles.yaml"]


@on_a_phone
@without_javascript
def test_register_is_imported_on_a_phone_without_scripts(page, signed_in):
    signed_in(page, make.program_manager())
    look_at(page)
    jobs.work_on_register_now(RegisterImport.objects.get().pk)
    page.get_by_role("link", name="How far is it now?").click()
    page.get_by_role("button", name="Import it").click()
    jobs.work_on_register_now(RegisterImport.objects.get().pk)
    page.get_by_role("link", name="How far is it now?").click()

    assert page.locator(".lede").inner_text().startswith("Imported on")
    assert Community.objects.get().name == "Kettles"
