"""The mail with what is new and what waits: at most twenty lines, and nothing twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from mandorla.base.models import Notification, Organization
from mandorla.communities.models import Membership
from mandorla.dashboards.today import read_today
from mandorla.people.letters import delivered, sends_letters
from mandorla.people.models import MailWish, Person
from mandorla.people.models.mail_wish import FROM_HOUR, MONDAY, unsubscribing_token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mandorla.dashboards.mine import Task

MOST_LINES: Final = 20
AT_ONCE: Final = 500  # people in one go


@dataclass(frozen=True)
class NewsMail:
    """What one mail tells.

    Attributes:
        news: What is new and was not mailed.
        tasks: What waits and was not mailed.
        more: How much more there is on the pages.
        told: The keys of what waits and is told now or was told before.
    """

    news: tuple[Notification, ...]
    tasks: tuple[Task, ...]
    more: int
    told: tuple[str, ...]

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return len(self.news) + len(self.tasks)


def write_news_mails(*, at: datetime) -> int:
    """Everybody whose time has come gets their mail, if there is anything to tell.

    Args:
        at: The moment.

    Returns:
        How many mails went out.
    """
    if not sends_letters():
        return 0
    sent = 0
    for person, wish in _due(at=at):
        if not wish.claim(at=at):
            continue  # somebody else writes it
        mail = compose(person, told=wish.told, at=at)
        if mail.lines and not sum(delivered([_letter(person, mail)])):
            wish.give_back()
            continue
        sent += bool(mail.lines)
        Notification.objects.filter(pk__in=[one.pk for one in mail.news]).update(mailed_at=at)
        wish.note(told=mail.told)
    return sent


def compose(person: Person, *, told: Sequence[str], at: datetime) -> NewsMail:
    """What a mail to somebody tells now.

    Args:
        person: Who gets it.
        told: The keys of what waited and was mailed before.
        at: The moment.
    """
    fresh = Notification.objects.told_to(person).unseen().filter(mailed_at=None)
    news = list(fresh.newest_first()[: MOST_LINES + 1])
    waiting = {_key(task): task for task in read_today(person, at=at)}
    tasks = [task for key, task in waiting.items() if key not in told]
    shown_news = news[:MOST_LINES]
    shown_tasks = tasks[: MOST_LINES - len(shown_news)]
    listed = {_key(task) for task in shown_tasks}
    return NewsMail(
        news=tuple(shown_news),
        tasks=tuple(shown_tasks),
        more=len(news) + len(tasks) - len(shown_news) - len(shown_tasks),
        told=tuple(key for key in waiting if key in listed or key in told),
    )


def _due(*, at: datetime) -> list[tuple[Person, MailWish]]:
    """Who may get a mail now: with an address, and with something that could be told."""
    now = timezone.localtime(at)
    if now.hour < FROM_HOUR:
        return []
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    here = Membership.objects.current().filter(person=OuterRef("pk"))
    news = Notification.objects.unseen().filter(person=OuterRef("pk"), mailed_at=None)
    people = Person.objects.filter(~Q(email=None), is_active=True)
    people = people.exclude(mail_wish__rhythm="never").exclude(mail_wish__sent_at__gte=today)
    if now.weekday() != MONDAY:  # few of those who get it on Mondays
        week_ago = today - timedelta(days=6)
        people = people.filter(Q(mail_wish__rhythm="daily") | Q(mail_wish__sent_at__lt=week_ago))
    found = people.filter(Exists(here) | Exists(news)).select_related("mail_wish").order_by("pk")
    wishes = ((one, getattr(one, "mail_wish", None) or MailWish(person=one)) for one in found)
    due = ((person, wish) for person, wish in wishes if wish.is_due(at=at))
    return list(islice(due, AT_ONCE))


def _key(task: Task) -> str:
    """What a task is known by: where it leads, whatever the number in its sentence."""
    return sha256(task.address.encode()).hexdigest()[:12]


def _letter(person: Person, mail: NewsMail) -> EmailMessage:
    """The first line of the template is the subject."""
    path = reverse("people:unsubscribe", args=[unsubscribing_token(person)])
    address = f"{settings.BASE_URL}{path}"
    context = {
        "person": person,
        "mail": mail,
        "organization": Organization.current(),
        "base": settings.BASE_URL,
        "unsubscribe": address,
    }
    text = render_to_string("dashboards/letters/news.txt", context).strip()
    subject, _line, body = text.partition("\n")
    headers = (
        {
            "List-Unsubscribe": f"<{address}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        if settings.BASE_URL
        else {}
    )
    to = [str(person.email)]
    return EmailMessage(subject.strip(), body.lstrip(), None, to, headers=headers)
