"""What shows that a story is so: files by their first bytes, served to be kept and not run."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.base.models.event import day_of
from mandorla.communities.models import Community
from mandorla.ledger.models import Proof, ProofFile, Story
from mandorla.people.models import Person
from tests import make
from tests.ledger import pictures
from tests.ledger.telling import story

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member")


@pytest.fixture
def guild(mia: Person) -> Community:
    return make.community("Guild", members=(mia,))


def added(guild: Community, mia: Person, **facts: object) -> Proof:
    told = story(guild, mia, seen_by="sponsor")
    sent = {"story": told, "text": "The new list", "by": mia, "at": make.AT, **facts}
    return Proof.add(**sent)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "name", "kind", "called"),
    [
        (PNG, "list.html", "image/png", "list.png"),
        (b"\xff\xd8\xff\xe0rest", "../../etc/list.JPEG", "image/jpeg", "list.jpg"),
        (b"%PDF-1.7 rest", "C:\\x\\list", "application/pdf", "list.pdf"),
        ("price;1 €".encode(), "prices.CSV", "text/csv", "prices.csv"),
        (b"<script>alert(1)</script>", "page.html", "text/plain", "page.txt"),
        (b"words", '"\r\nSet-Cookie: a', "text/plain", "Set-Cookie: a.txt"),
    ],
)
def test_file_is_what_its_first_bytes_say(guild, mia, content, name, kind, called):
    proof = added(guild, mia, content=content, file_name=name)

    assert (proof.file_type, proof.file_name) == (kind, called)
    assert bytes(ProofFile.objects.get().content) == content


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"content": b"GIF89a\x00\x01"}, "Take a picture"),
        ({"content": b"PK\x03\x04rest"}, "Take a picture"),
        ({"content": b"\xff\xfea\x00"}, "Take a picture"),
        ({"content": b" \n "}, "Take a picture"),
        ({"content": b"%PDF-" + b"x" * 5 * 1024 * 1024}, "at most 5 MB"),
        ({"address": "javascript:alert(1)"}, "not an address"),
        ({"address": "ftp://halden.example/x"}, "not an address"),
        ({"address": "https://halden.example", "content": PNG}, "one after the other"),
        ({"text": " "}, "what it shows"),
    ],
)
def test_proof_is_refused_with_a_sentence_when_it_cannot_be_taken(guild, mia, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        added(guild, mia, **{"file_name": "x", **facts})
    assert not Proof.objects.exists()


def test_story_has_ten_at_most_and_only_from_who_told_it(guild, mia):
    told = story(guild, mia)
    for number in range(10):
        Proof.add(story=told, text=f"Note {number}", by=mia, at=make.AT)

    with pytest.raises(Refused, match="Ten are enough"):
        Proof.add(story=told, text="One more", by=mia, at=make.AT)
    with pytest.raises(Refused, match="by who told it"):
        Proof.add(story=told, text="Mine", by=make.program_manager(), at=make.AT)


def test_file_is_served_to_be_kept_and_to_nobody_who_may_not_read_the_story(client, guild, mia):
    proof = added(guild, mia, content=b"<script>alert(1)</script>", file_name="ä.html")
    page = f"{proof.story.get_absolute_url()}proofs/{proof.pk}/"
    client.force_login(make.program_manager())
    assert client.get(page).status_code == 404
    client.force_login(mia)

    answer = client.get(page)

    assert answer.content == b"<script>alert(1)</script>"
    assert {
        name: answer[name]
        for name in (
            "Content-Type",
            "Content-Disposition",
            "X-Content-Type-Options",
            "Content-Security-Policy",
        )
    } == {
        "Content-Type": "text/plain",
        "Content-Disposition": "attachment; filename*=utf-8''%C3%A4.txt",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }


def test_proofs_are_added_and_taken_out_on_the_page(client, guild, mia):
    told = story(guild, mia)
    page = told.get_absolute_url()
    client.force_login(mia)
    file = SimpleUploadedFile("list.png", PNG, content_type="text/html")
    assert client.post(f"{page}proofs/", {"text": "A list", "file": file}).status_code == 302
    assert client.post(f"{page}proofs/", {"text": ""}).status_code == 422
    bad = SimpleUploadedFile("a.gif", b"GIF89a\0")
    assert client.post(f"{page}proofs/", {"text": "A list", "file": bad}).status_code == 422
    assert "list.png" in client.get(page).content.decode()
    proof = Proof.objects.get()
    client.force_login(make.program_manager())
    assert client.post(f"{page}proofs/{proof.pk}/removal/").status_code == 404
    client.force_login(mia)
    assert client.post(f"{page}proofs/{proof.pk}/removal/").status_code == 302
    assert (Proof.objects.count(), ProofFile.objects.count()) == (0, 0)


def test_proof_of_a_story_without_a_name_is_not_in_the_trail(guild, mia):
    told = story(guild, mia, is_nameless=True)
    before = Event.objects.count()

    Proof.add(story=told, text="Note", by=mia, at=make.AT).remove(by=mia, at=make.AT)

    assert Event.objects.count() == before


def became_nameless(told: Story, mia: Person) -> None:
    said = {"title": told.title, "steps": told.steps, "seen_by": told.seen_by}
    told.change(**said, is_nameless=True, edits=told.edits, by=mia, at=make.AT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "kept", "name", "called"),
    [
        (pictures.jpeg(), pictures.bare_jpeg(), "Mia Member.JPG", "file-1.jpg"),
        (pictures.png(), pictures.bare_png(), "by Mia.png", "file-1.png"),
        (b"%PDF-1.7 rest", b"%PDF-1.7 rest", "Mia's report.pdf", "file-1.pdf"),
    ],
    ids=["photograph", "drawing", "other"],
)
@pytest.mark.parametrize("is_late", [False, True])
def test_file_says_nothing_of_who_told_a_story_without_a_name(
    client, guild, mia, content, kept, name, called, is_late
):
    told = story(guild, mia, is_nameless=not is_late)
    shows = {"story": told, "text": "The list", "by": mia, "at": make.AT}
    proof = Proof.add(content=content, file_name=name, **shows)
    if is_late:
        assert (proof.file_name, proof.added_at) != (called, day_of(make.AT))
        became_nameless(told, mia)

    found = Proof.objects.select_related("file").get()
    assert (found.file_name, found.file_size, found.added_at) == (
        called,
        len(kept),
        day_of(make.AT),
    )
    client.force_login(make.program_manager())
    answer = client.get(f"{told.get_absolute_url()}proofs/{proof.pk}/")
    assert (answer.content, answer["Content-Disposition"]) == (
        kept,
        f'attachment; filename="{called}"',
    )


def test_files_of_a_story_without_a_name_differ_by_number(guild, mia):
    told = story(guild, mia)
    for name in ("file-1.png", "Mia.png", "Mia.txt"):
        content = b"words" if name.endswith("txt") else pictures.png()
        Proof.add(story=told, text=name, content=content, file_name=name, by=mia, at=make.AT)
    became_nameless(told, mia)
    Proof.objects.get(text="Mia.png").remove(by=mia, at=make.AT)

    Proof.add(story=told, text="New", content=pictures.png(), file_name="x", by=mia, at=make.AT)

    rows = Proof.objects.order_by("pk").values_list("text", "file_name")
    assert list(rows) == [
        ("file-1.png", "file-1.png"),
        ("Mia.txt", "file-1.txt"),
        ("New", "file-2.png"),
    ]


def test_story_keeps_its_name_while_a_damaged_picture_shows_it(guild, mia):
    told = story(guild, mia)
    shows = {"text": "The list", "content": PNG, "file_name": "list.png", "by": mia, "at": make.AT}
    Proof.add(story=told, **shows)

    with pytest.raises(Refused, match="“The list”: This picture is damaged"):
        became_nameless(told, mia)
    assert not Story.objects.get().is_nameless
    with pytest.raises(Refused, match="This picture is damaged"):
        Proof.add(story=story(guild, mia, is_nameless=True), **shows)
    assert Proof.objects.count() == 1


def test_file_says_nothing_of_who_told_a_story_that_lost_its_name_on_another_page(guild, mia):
    told = story(guild, mia)
    became_nameless(Story.objects.get(), mia)

    Proof.add(
        story=told, text="It", content=pictures.png(), file_name="Mia.png", by=mia, at=make.AT
    )

    assert Proof.objects.get().file_name == "file-1.png"
    assert bytes(ProofFile.objects.get().content) == pictures.bare_png()


def test_form_says_which_files_may_still_carry_a_name(client, guild, mia):
    client.force_login(mia)

    text = client.get(story(guild, mia).get_absolute_url()).content.decode()

    assert "A PDF and a table may still carry the name of who wrote them" in text
