"""What a round measured, in a form that pages, files and the API read alike."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandorla.core.measure import Measurement

# In how many equal parts a share of the members is said, and from how many answers on: each part
# stands for two numbers of people or more, so that nobody can count how many it was.
PARTS: Final = ((10, 30), (5, 15), (3, 7), (2, 0))


@dataclass(frozen=True)
class ItemFigures:
    """One expectation as both sides weighed it.

    Attributes:
        item: Its wording.
        organization: The weight the organization gives it, 0 to 1; None when it has not answered.
        members: The weight the members give it, 0 to 1; None when it may not be shown.
        share: The smaller of the two.
        tension: The organization's weight less the members', -1 to 1.
        is_shared: Whether both sides give it at least half of an even share.
        organization_delivery: How well it is delivered so far, 0 to 10, as the organization says.
        member_delivery: The same as the members say.
        organization_quadrant: What importance and delivery together ask for, a code.
        member_quadrant: The same for the members.
    """

    item: str
    organization: float | None = None
    members: float | None = None
    share: float | None = None
    tension: float | None = None
    is_shared: bool = False
    organization_delivery: float | None = None
    member_delivery: float | None = None
    organization_quadrant: str | None = None
    member_quadrant: str | None = None


@dataclass(frozen=True)
class Figures:
    """Everything a round measured. A figure that cannot be said is None, with why in `reasons`.

    Attributes:
        overlap: The share of the weight that both sides give to the same, 0 to 1.
        interval_80: Where it lies in 80 of 100 draws of the respondents.
        interval_95: The same for 95 of 100.
        agreement_w: How much the members agree among themselves, Kendall's W, 0 to 1.
        tau_b: Whether both sides rank alike, Kendall's tau-b, -1 to 1.
        coverage: The share of members who find one of their top three among what is shared.
        ceiling: The overlap of the members with themselves: the most that could be expected.
        respondents: How many members answered.
        organization_answers: How many answered for the organization.
        organization_resampled: Whether the interval counts the organization's side as drawn, too.
        items: One for each expectation, in the catalogue's order.
        reasons: For each figure that is None, a code that says why.
    """

    overlap: float | None
    interval_80: tuple[float, float] | None
    interval_95: tuple[float, float] | None
    agreement_w: float | None
    tau_b: float | None
    coverage: float | None
    ceiling: float | None
    respondents: int
    organization_answers: int
    organization_resampled: bool
    items: tuple[ItemFigures, ...]
    reasons: Mapping[str, str]

    @classmethod
    def of(cls, measurement: Measurement, *, words: Sequence[str]) -> Figures:
        """The figures of a measurement, with the wording of each expectation."""
        return cls(
            overlap=measurement.overlap,
            interval_80=measurement.interval_80,
            interval_95=measurement.interval_95,
            agreement_w=measurement.agreement_w,
            tau_b=measurement.tau_b,
            coverage=measurement.coverage,
            ceiling=measurement.ceiling,
            respondents=measurement.respondents,
            organization_answers=measurement.organization_answers,
            organization_resampled=measurement.organization_resampled,
            items=tuple(
                ItemFigures(
                    item=words[item.index],
                    organization=item.organization,
                    members=item.members,
                    share=item.share,
                    tension=item.tension,
                    is_shared=item.is_shared,
                    organization_delivery=item.organization_delivery,
                    member_delivery=item.member_delivery,
                    organization_quadrant=item.organization_quadrant,
                    member_quadrant=item.member_quadrant,
                )
                for item in measurement.items
            ),
            reasons=dict(measurement.reasons),
        )

    @property
    def coverage_parts(self) -> int:
        """In how many equal parts the coverage may be said without counting single people."""
        return next(parts for parts, least in PARTS if self.respondents >= least)

    def coarse(self) -> Figures:
        """The same without what tells whether it is one person more or less.

        Coverage has few steps, and what the members say of delivery has one digit, because
        nobody knows who rated in a round and who could not say.
        """
        items = tuple(
            item
            if item.member_delivery is None
            else replace(item, member_delivery=round(item.member_delivery, 1))
            for item in self.items
        )
        if self.coverage is None:
            return replace(self, items=items)
        parts = self.coverage_parts
        return replace(self, items=items, coverage=round(self.coverage * parts) / parts)

    def plain(self) -> dict[str, Any]:
        """The same as plain data, for files and JSON."""
        return asdict(self)

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Figures:
        """Figures that were kept as plain data."""
        return cls(
            **{
                **plain,
                "interval_80": _pair(plain["interval_80"]),
                "interval_95": _pair(plain["interval_95"]),
                "items": tuple(ItemFigures(**item) for item in plain["items"]),
            }
        )


def _pair(found: Sequence[float] | None) -> tuple[float, float] | None:
    return (found[0], found[1]) if found else None
