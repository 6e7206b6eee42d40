"""What each light of the health card says, as a sentence one would defend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

if TYPE_CHECKING:
    from mandorla.core.health import Light, Shown

ABOUT: Final = {
    "participation": gettext_lazy("Who takes part"),
    "answers": gettext_lazy("Answers"),
    "newcomers": gettext_lazy("Newcomers"),
    "load": gettext_lazy("On whom it rests"),
    "units": gettext_lazy("Across units"),
}
STATES: Final = {
    "good": gettext_lazy("good"),
    "watch": gettext_lazy("worth a look"),
    "act": gettext_lazy("worth acting on"),
    "unknown": gettext_lazy("not known"),
}
FIGURES: Final = {
    "people": gettext_lazy("people who wrote"),
    "newcomers": gettext_lazy("of them for the first time"),
    "threads": gettext_lazy("threads that began in three months"),
    "unanswered_share": gettext_lazy("threads without an answer within a week, of three months"),
    "response_median": gettext_lazy("hours until the first answer, in the middle"),
    "newcomer_reply_share": gettext_lazy("first posts that were answered, of three months"),
    "retained_share": gettext_lazy("newcomers who still wrote two quarters later"),
    "absence_factor": gettext_lazy("people who made half of the posts"),
    "leader_share": gettext_lazy("posts of those who lead"),
    "gini": gettext_lazy("how unevenly people wrote, 0 to 1 (Gini)"),
    "ei_index": gettext_lazy("ties across units, −1 to 1 (E-I index), of three months"),
    "blau": gettext_lazy("mix of units, 0 to 1 (Blau)"),
}
COUNTS: Final = {"people", "newcomers", "absence_factor", "threads"}
SHARES: Final = {"unanswered_share", "newcomer_reply_share", "retained_share", "leader_share"}
SENTENCES: Final = {
    "fell": gettext_lazy(
        "{people} people wrote in the month, {change} fewer than usual ({people_usual})."
    ),
    "grew": gettext_lazy(
        "{people} people wrote in the month, {change} more than usual ({people_usual})."
    ),
    "steady": gettext_lazy(
        "{people} people wrote in the month, not far from what is usual ({people_usual})."
    ),
    "varies": gettext_lazy(
        "{people} people wrote in the month, usually it is {people_usual}; but months here differ "
        "by as much."
    ),
    "young": gettext_lazy(
        "{people} people wrote in the month. There are too few earlier months to hold it against."
    ),
    "nothing": gettext_lazy("Nobody wrote in the month."),
    "too_few": gettext_lazy("Fewer than five people wrote in the month, so nothing is told."),
    "unanswered": gettext_lazy(
        "{unanswered_share} of the threads of the last three months had no answer from anybody "
        "else within a week."
    ),
    "slow": gettext_lazy(
        "Of the threads that were answered, half waited for {response_median} hours or longer."
    ),
    "few_threads": gettext_lazy(
        "Fewer than ten threads began in the last three months, too few to tell of their answers."
    ),
    "no_threads": gettext_lazy(
        "Hardly any thread here is ever answered, so people probably talk without threads, and "
        "nothing can be said of answers."
    ),
    "leave": gettext_lazy(
        "Of those who first wrote two quarters earlier, {retained_share} still wrote; below 40% it "
        "is worth asking which payoff stopped."
    ),
    "ignored": gettext_lazy(
        "{newcomer_reply_share} of first posts in the last three months were answered within a "
        "week; in a study of newsgroups 61% were, and who was answered wrote again more often."
    ),
    "stay": gettext_lazy(
        "Of those who first wrote two quarters earlier, {retained_share} still wrote."
    ),
    "heard": gettext_lazy(
        "{newcomer_reply_share} of first posts in the last three months were answered within a "
        "week."
    ),
    "few_newcomers": gettext_lazy(
        "Fewer than five people wrote here for the first time in the last three months."
    ),
    "all_new": gettext_lazy(
        "What was imported begins so lately that everybody would seem to be new."
    ),
    "few_carry": gettext_lazy("Half of the posts of a month came from a single person."),
    "leaders_carry": gettext_lazy(
        "Those who lead wrote more than 60% of the posts, in the middle of three months."
    ),
    "few_people": gettext_lazy("Too few people wrote in the last three months."),
    "no_units": gettext_lazy("Of nobody who wrote it is known which unit they are of."),
    "one_unit": gettext_lazy("Everybody who wrote and whose unit is known is of the same one."),
    "few_units": gettext_lazy(
        "Too few people wrote from each unit to say how mixed they are, or how units talk."
    ),
    "no_ties": gettext_lazy(
        "Too few people whose unit is known answered each other to say more than how mixed they "
        "are."
    ),
    "narrowed": gettext_lazy(
        "Those who wrote came from fewer units, or less evenly, than usual: the mix is {blau}, "
        "usually {blau_usual}."
    ),
    "closed": gettext_lazy(
        "People answered within their own units more than chance explains: the E-I index is "
        "{ei_index}, chance would give {ei_index_bound}."
    ),
    "closed_and_narrowed": gettext_lazy(
        "Those who wrote came from fewer units than usual, and answered within their own more than "
        "chance explains."
    ),
    "open": gettext_lazy(
        "People answered across units at least about as much as chance would have it: the E-I "
        "index is {ei_index}, chance would give {ei_index_bound}."
    ),
}


def sentence(light: Light) -> str:
    """Why a light is as it is."""
    if light.reason == "answered":
        return _answered(light)
    if light.reason == "spread":
        return _spread(light)
    told: dict[str, str] = {}
    for one in light.figures:
        told[one.name] = shown(one.name, one.value)
        told[f"{one.name}_usual"] = shown(one.name, one.usual)
        told[f"{one.name}_bound"] = shown(one.name, one.bound)
    told["change"] = _change(light)
    return str(SENTENCES[light.reason]).format(**told)


def _change(light: Light) -> str:
    """By how much the first figure differs from what it usually was."""
    first = light.figures[0] if light.figures else None
    if first is None or not first.usual or first.value is None:
        return ""
    return f"{round(abs(first.value / first.usual - 1) * 100)}%"


def _answered(light: Light) -> str:
    wait, vain = light.figures
    if wait.value is None:
        said = _("{share} of the threads of the last three months had no answer within a week.")
        return said.format(share=shown(vain.name, vain.value))
    if wait.value < 1:
        soon = _("Half of the threads that were answered were so within an hour")
    else:
        count = round(wait.value)
        soon = ngettext(
            "Half of the threads that were answered were so within about {count} hour",
            "Half of the threads that were answered were so within about {count} hours",
            count,
        ).format(count=count)
    rest = _("{share} of all had no answer within a week.")
    return f"{soon}; {rest.format(share=shown(vain.name, vain.value))}"


def _spread(light: Light) -> str:
    factor, leaders, _gini = light.figures
    if factor.value is None:
        return _("Those who lead wrote at most 60% of the posts.")
    count = int(factor.value + 0.5)
    spread = ngettext(
        "It took {count} person to make half of the posts.",
        "It took {count} people to make half of the posts.",
        count,
    ).format(count=count)
    if leaders.value is None:  # of few leaders it is not told how much they wrote
        return spread
    led = _("Those who lead wrote {share} of the posts.")
    return f"{spread} {led.format(share=shown(leaders.name, leaders.value))}"


def shown(name: str, value: Any) -> str:
    """A figure as people read it."""
    if value is None:
        return "–"
    if name in COUNTS:  # between two months in the middle of a year there may be half a person
        return str(number_format(int(value + 0.5)))
    if name in SHARES:
        return f"{round(value * 100)}%"
    if name in {"gini", "ei_index", "blau"}:
        return str(number_format(round(value, 2), decimal_pos=2))
    return str(number_format(round(value, 1) if value % 1 else int(value)))


def row(one: Shown) -> dict[str, str]:
    """A figure behind a light, with what it is held against."""
    bound = shown(one.name, one.bound) if one.bound is not None else ""
    usual = shown(one.name, one.usual) if one.usual is not None else ""
    return {
        "name": str(FIGURES[one.name]),
        "value": shown(one.name, one.value),
        "usual": usual,
        "bound": bound,
    }
