"""The bar that every page begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from mandorla.base.frames import filled

if TYPE_CHECKING:
    from django.template import Context
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def top_bar(context: Context) -> SafeString:
    """Where one can go, and the menu of who is signed in."""
    user: Any = context.get("user")
    request, header = context.get("request"), context.get("header")
    is_in = bool(user and user.is_authenticated)
    texts = {"organization": getattr(context.get("organization"), "name", "")}
    if is_in:
        texts |= {
            "name": user.name,
            "initials": user.initials,
            "email": user.email or "",
            "community": header.community.slug if header else "",
            "path": request.get_full_path() if request else "",
            "csrf_token": context.get("csrf_token", ""),
        }
    return filled(
        "base/_topbar.html",
        texts,
        is_in=is_in,
        is_program_manager=is_in and user.is_program_manager,
        is_auditor=is_in and user.is_auditor,
        sees_portfolio=is_in and (user.is_program_manager or getattr(user, "is_sponsor", False)),
        nav=context.get("nav", ""),
        scheme=context.get("scheme", ""),
    )
