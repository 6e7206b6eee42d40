"""A community as one YAML file: what was found as plain data, and that as stable text.

The same community gives the same bytes on every machine: keys in a fixed order, what is empty
left out, long texts as blocks, no aliases.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mandorla.register.found import FoundPerson

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mandorla.register.found import (
        FoundCharter,
        FoundCommunity,
        FoundExpectation,
        FoundFit,
        FoundFormer,
        FoundSeat,
        FoundSeries,
        FoundSignature,
        FoundStatement,
    )

FORMAT = 1
FIRST_KEYS = ("name", "kind", "heading", "label", "address", "description", "text")
WIDTH = 100


def document(found: FoundCommunity) -> dict[str, Any]:
    """The community as the plain data of its file, without what is empty."""
    return _kept(
        mandorla=FORMAT,
        name=found.name,
        slug=found.slug,
        archetype=found.archetype,
        kind=found.kind,
        status=found.status,
        joining=found.joining,
        unit=list(found.unit),
        parent=found.parent,
        founded_on=found.founded_on,
        closed_on=found.closed_on,
        closing_reason=found.closing_reason,
        source=found.source,
        source_key=found.source_key,
        purpose=found.purpose,
        channels=[ordered(channel) for channel in found.channels],
        subgroups=[ordered(group) for group in found.subgroups],
        found=ordered(found.found),
        members=[_seat(seat) for seat in found.seats],
        series=[_series(series) for series in found.series],
        charters=[_charter(charter) for charter in found.charters],
        expectations=[_expectation(expectation) for expectation in found.expectations],
        statements=[_statement(statement) for statement in found.statements],
        licenses=_plain(found.licenses),
        investments=_plain(found.investments),
        measures=_plain(found.measures),
        stories=_plain(found.stories),
    )


def _kept(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", [], {}, False)}


def ordered(value: Any) -> Any:
    """Plain data with tidy texts and keys in a fixed order, whatever the database did to them."""
    if isinstance(value, dict):
        first = [key for key in FIRST_KEYS if key in value]
        keys = [*first, *sorted(set(value) - set(first))]
        return {key: ordered(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [ordered(item) for item in value]
    return tidy(value) if isinstance(value, str) else value


def tidy(text: str) -> str:
    """Text with one kind of line end, and no white space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _person(person: FoundPerson) -> dict[str, Any]:
    return _kept(
        name=person.name,
        email=person.email,
        employee_number=person.employee_number,
        handle=person.handle,
    )


def _seat(seat: FoundSeat) -> dict[str, Any]:
    return _person(seat.person) | _kept(
        role=seat.role,
        title=seat.title,
        employer=seat.employer,
        since_on=seat.since_on,
        until_on=seat.until_on,
        former=seat.former,
    )


def _series(series: FoundSeries) -> dict[str, Any]:
    return _kept(
        name=series.name,
        rule=series.rule,
        timezone=series.timezone,
        starts_on=series.starts_on,
        starts_time=_clock(series.starts_time),
        minutes=series.minutes,
        place=series.place,
        links=[ordered(link) for link in series.links],
        found_text=series.found_text,
        ends_on=series.ends_on,
        template=[ordered(step) for step in series.template],
        former=[_former(former) for former in series.former],
    )


def _former(former: FoundFormer) -> dict[str, Any]:
    return _kept(
        rule=former.rule,
        timezone=former.timezone,
        starts_on=former.starts_on,
        starts_time=_clock(former.starts_time),
        minutes=former.minutes,
        place=former.place,
        until_on=former.until_on,
    )


def _clock(clock: time | None) -> str:
    if clock is None:
        return ""
    return clock.isoformat("minutes" if not (clock.second or clock.microsecond) else "auto")


def _stage(signed: FoundCharter | FoundStatement) -> dict[str, Any]:
    """How far a version of what two sides sign has come, and who brought it there."""
    return {
        "version": signed.version,
        "state": signed.state,
        "drafted_by": _person(signed.drafted_by) if signed.drafted_by else None,
        "drafted_at": _moment(signed.drafted_at),
        "published_by": _person(signed.published_by) if signed.published_by else None,
        "published_at": _moment(signed.published_at),
        "agreed_at": _moment(signed.agreed_at),
    }


def _charter(charter: FoundCharter) -> dict[str, Any]:
    return _kept(
        **_stage(charter),
        review_on=charter.review_on,
        texts=dict(charter.texts),
        forces={kind: list(texts) for kind, texts in charter.forces.items() if texts},
        extra=[ordered(text) for text in charter.extra],
        fits=[_fit(fit) for fit in charter.fits],
        signatures=[_signature(signature) for signature in charter.signatures],
    )


def _fit(fit: FoundFit) -> dict[str, Any]:
    by = _person(fit.by) if fit.by else None
    return {"pair": fit.pair, "score": fit.score} | _kept(
        reason=fit.reason, by=by, at=_moment(fit.at)
    )


def _signature(signature: FoundSignature) -> dict[str, Any]:
    return _kept(
        side=signature.side,
        name=signature.name,
        role=signature.role,
        by=_person(signature.by) if signature.by else None,
        at=_moment(signature.at),
    )


def _expectation(expectation: FoundExpectation) -> dict[str, Any]:
    return _kept(
        text=expectation.text,
        level=expectation.level,
        horizon=expectation.horizon,
        key=expectation.key,
        measure=expectation.measure,
        begun_as=expectation.begun_as,
        objectives=[list(path) for path in expectation.objectives],
    )


def _statement(statement: FoundStatement) -> dict[str, Any]:
    return _kept(
        **_stage(statement),
        round=statement.round,
        shared=list(statement.shared),
        organization_name=statement.organization_name,
        texts=dict(statement.texts),
        known_on=statement.known_on,
        valid_until=statement.valid_until,
        signatures=[_signature(signature) for signature in statement.signatures],
    )


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else ""


def _plain(value: Any) -> Any:
    if isinstance(value, FoundPerson):
        return _person(value)
    if is_dataclass(value):
        return _kept(**{field.name: _plain(getattr(value, field.name)) for field in fields(value)})
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, Decimal):
        return str(value)
    return [_plain(one) for one in value] if isinstance(value, tuple) else ordered(value)


def written(documents: Iterable[Mapping[str, Any]]) -> list[str]:
    """Each document as the text of its file."""
    import yaml  # slow import

    class Writer(yaml.SafeDumper):
        """Writes no aliases, and texts in the form that reads best."""

        def ignore_aliases(self, _data: Any) -> bool:
            return True

    def text(writer: yaml.SafeDumper, value: str) -> yaml.Node:
        return writer.represent_scalar("tag:yaml.org,2002:str", value, style=_style(value))

    Writer.add_representer(str, text)
    Writer.add_representer(
        date, lambda writer, day: writer.represent_scalar("tag:yaml.org,2002:timestamp", str(day))
    )
    return [
        yaml.dump(dict(data), Dumper=Writer, sort_keys=False, allow_unicode=True, width=WIDTH)
        for data in documents
    ]


def _style(value: str) -> str | None:
    """Block for lines that read back the same, quotes for odd signs, or the default."""
    lines = value.split("\n")
    if not all(line.replace("\t", " ").isprintable() for line in lines):
        return '"'
    if len(lines) == 1:
        return None
    first = lines[0]
    plain = first and not first.startswith((" ", "\t")) and all(x == x.rstrip() for x in lines)
    return "|" if plain else '"'
