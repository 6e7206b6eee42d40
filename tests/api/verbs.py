"""What the tables of who may call which verb are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KINDS = ("nobody", "member", "core", "leader", "sponsor", "auditor", "manager")
RUN = frozenset({"core", "leader", "manager"})
APPOINT = frozenset({"leader", "manager"})
MANAGE = frozenset({"manager"})
ANYBODY = frozenset(KINDS) - {"nobody"}
IN_IT = frozenset({"member", "core", "leader", "sponsor"})
HERE = IN_IT | MANAGE
COMMUNITY = "/communities/welders"


@dataclass(frozen=True)
class Verb:
    """A call, and what each kind of person is answered; `apart` names those who get another."""

    method: str
    path: str
    body: Any
    done: int
    may: frozenset[str]
    others: int = 403
    apart: Mapping[str, int] = field(default_factory=dict)

    def answer_to(self, kind: str) -> int:
        """The status that somebody of this kind is answered with."""
        if kind == "nobody":
            return 401
        return self.apart.get(kind, self.done if kind in self.may else self.others)
