"""Every address of the product, as the router knows it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One URL pattern.

    Attributes:
        name: Its full name, such as `communities:directory`; the route when it has none.
        route: What stands behind the first slash.
        view: The function that answers.
    """

    name: str
    route: str
    view: Callable[..., Any]

    @property
    def module(self) -> str:
        """Where the function that answers was written."""
        return str(getattr(self.view, "view_class", self.view).__module__)

    @property
    def is_plain(self) -> bool:
        """Whether the address has no parts to fill in."""
        return "<" not in self.route and "(" not in self.route


@functools.cache
def addresses() -> tuple[Address, ...]:
    """All of them, in the order of the router."""
    return tuple(_walk(get_resolver(), route="", namespaces=()))


def _walk(resolver: URLResolver, *, route: str, namespaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix(r"\Z")
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, route=here, namespaces=inner)
        elif isinstance(pattern, URLPattern):
            name = ":".join((*namespaces, pattern.name)) if pattern.name else here
            yield Address(name=name, route=here, view=pattern.callback)


def ours() -> list[Address]:
    """The pages of the product itself, without those of packages and of the API."""
    return [address for address in addresses() if address.module.startswith("mandorla.")]
