"""What issues, problems and solutions refuse in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.lines import line_of
from mandorla.communities.models.closed import refuse_closed
from mandorla.core.lifecycle import Lifecycle, after

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from mandorla.people.models import Person
    from mandorla.work.models.ask import Ask
    from mandorla.work.models.issue import Issue
    from mandorla.work.models.lesson import Lesson
    from mandorla.work.models.problem import Problem
    from mandorla.work.models.question import Question

LONGEST_DETAIL: Final = 4_000  # of what is said below the line of an issue, an ask and so on


def one_line(text: str, *, longest: int, asked: str) -> str:
    """The words with one space between them.

    Args:
        text: What was written.
        longest: How many characters it may have.
        asked: What to say when nothing was written.

    Raises:
        Refused: Nothing was written, too much, or what cannot be seen.
    """
    text = line_of(text)
    if not text:
        raise Refused(asked)
    if len(text) > longest:
        raise Refused(_("Say it in at most {number} characters.").format(number=longest))
    return text


def refuse_inactive(person: Person | None) -> None:
    """Whoever is to look after something can sign in.

    Raises:
        Refused: They have no active account.
    """
    if person and not person.is_active:
        raise Refused(_("{name} has no active account.").format(name=person.name))


def refuse_settled(
    thing: Issue | Problem, *, states: Mapping[str, object], waiting: Set[str]
) -> None:
    """Only what waits can be changed.

    Args:
        thing: What somebody wants to change.
        states: Each of its states in words.
        waiting: The states in which something can still become of it.

    Raises:
        Refused: It is settled, or the community has closed.
    """
    refuse_closed(thing.community)
    if thing.state not in waiting:
        raise Refused(_("This is {state} by now.").format(state=states[thing.state]))


def step(
    thing: Issue | Problem | Question | Ask | Lesson,
    verb: str,
    *,
    life: Lifecycle,
    states: Mapping[str, object],
    **also: Any,
) -> None:
    """Move on in a life, when nobody was first.

    Args:
        thing: What moves on.
        verb: What is done with it, as its lifecycle calls it.
        life: Its lifecycle.
        states: Each of its states in words.
        also: Fields that change with the state.

    Raises:
        Refused: The community has closed, or this cannot be done in its state.
        Stale: Somebody else was first.
    """
    refuse_closed(thing.community)
    to = after(life, state=thing.state, verb=verb)
    if to is None:
        raise Refused(
            _("This is {state} by now, so it cannot be done.").format(state=states[thing.state])
        )
    sentence = _("Somebody else has changed this in the meantime. Look again.")
    thing.move("state", before=thing.state, after=to, sentence=sentence, **also)
