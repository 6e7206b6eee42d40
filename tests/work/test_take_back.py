"""What everybody takes back from a gathering to their unit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.gatherings.models import Gathering
from mandorla.people.models import Person
from mandorla.work.insights import carried_from
from mandorla.work.models import TakeBack
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(hours=1)


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member")


@pytest.fixture
def gathering(ana: Person, mia: Person) -> Gathering:
    return make.gathering(make.series(make.community("Coffee", leader=ana, members=(mia,))))


@pytest.fixture
def page(gathering: Gathering) -> str:
    return f"/communities/coffee/gatherings/{gathering.series_id}/{gathering.planned_on}/take-back/"


def write(gathering: Gathering, by: Person, text="Ask at home", edits=0) -> TakeBack:
    return TakeBack.write(gathering=gathering, text=text, edits=edits, by=by, at=LATER)


def test_second_of_two_who_write_at_once_is_told(gathering, ana):
    write(gathering, ana)
    with pytest.raises(Stale, match="Somebody else wrote"):
        write(gathering, ana, "Mine")
    assert write(gathering, ana, "Both", edits=1).text == "Both"
    assert TakeBack.objects.count() == 1


@pytest.mark.parametrize("text", ["  ", "x" * 601])
def test_text_is_refused_when_it_is_empty_or_too_long_to_carry(gathering, ana, text):
    with pytest.raises(Refused, match="one to 600 characters"):
        write(gathering, ana, text)


def test_talking_about_it_counts_once_and_tells_nobody_who(gathering, ana, mia):
    take_back = write(gathering, ana)
    for _time in range(2):
        take_back.talk(by=mia, at=LATER)
    others = carried_from(gathering, reader=ana, roles={"leader"})
    assert (others.talked, others.i_did) == (1, False)
    assert carried_from(gathering, reader=mia, roles={"member"}).i_did
    event = Event.objects.get(verb="take_back.talked_about")
    assert event.by is None
    assert "Mia" not in event.sentence
    take_back.untalk(by=mia, at=LATER)
    assert carried_from(gathering, reader=mia, roles={"member"}).talked == 0


def test_stranger_finds_nothing_to_take_back(client, gathering, ana, page):
    write(gathering, ana)
    otto = make.person("Otto Outside")
    assert carried_from(gathering, reader=otto, roles=set()).take_back is None
    client.force_login(otto)
    assert [client.get(page).status_code, client.post(f"{page}talk/").status_code] == [404, 404]


def test_leader_writes_it_on_the_page_and_is_told_when_somebody_was_first(
    client, gathering, ana, page
):
    client.force_login(ana)
    assert client.get(page).status_code == 200
    write(gathering, ana, "Theirs")
    answer = client.post(page, {"text": "Mine", "edits": "0"})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert ("Theirs" in told, "Mine" in told, "Somebody else wrote" in told) == (True,) * 3


def test_member_writes_nothing_and_says_that_they_talked(client, gathering, ana, mia, page):
    client.force_login(mia)
    assert client.get(page).status_code == 404
    assert client.post(f"{page}talk/").status_code == 404
    write(gathering, ana)
    assert client.post(f"{page}talk/", {"next": "today"}).headers["Location"] == "/today/"
    assert carried_from(gathering, reader=mia, roles={"member"}).i_did
    client.post(f"{page}talk/", {"undo": "1", "next": "today"})
    assert not carried_from(gathering, reader=mia, roles={"member"}).i_did
