"""Names as meeting programs show them, with what they add to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mandorla.people.names import plain_words

if TYPE_CHECKING:
    from mandorla.gatherings.attendance_files.found import Kind

# What is added to somebody from elsewhere or who did not sign in, in the languages of `headings`.
_ADDED = frozenset(
    """external extern externe externo externa esterno esterna zewnetrzny zewnetrzna unverified
    nicht uberpruft verifiziert non verifie verifiee no verificado comprobado nao verificada
    verificato verificata niet geverifieerd niezweryfikowany niezweryfikowana guest gast invite
    invitee invitado invitada convidado convidada ospite gosc""".split()  # noqa: SIM905 -- readable
)
_END_GROUP = re.compile(r"\s*(\(([^()]*)\)|\[[^\[\]]*\])\s*$")
_ORIGINAL = re.compile(r"(?P<chosen>.+?)\s*\((?P<original>[^()]+)\)")
_PHONE = re.compile(r"[+(]?[\d*x•.][\d*x•.()/\s+-]{5,}", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@\"'(),:;<>\[\]\\]+@[^\s@.,;:<>()]+(\.[^\s@.,;:<>()]+)+")
NOTHING = frozenset({"", "-", "--", "n/a", "na", "none", "null", "unknown", "nan"})


class Name(NamedTuple):
    """A name without what was added to it, another name beside it, and whose name it is."""

    name: str
    also: str
    kind: Kind


def name_of(text: str, *, has_original: bool) -> Name:
    """Take a name apart.

    Args:
        text: The cell.
        has_original: Whether the file writes "Chosen (Original)".

    >>> name_of("Ana Marković (External) [Halden Works]", has_original=False).name
    'Ana Marković'
    >>> name_of("Nina (Ana Marković)", has_original=True)
    Name(name='Ana Marković', also='Nina', kind='person')
    >>> name_of("+49 30 ****12", has_original=False)
    Name(name='', also='', kind='phone')
    """
    bare = _without_additions(text)
    if bare.casefold() in NOTHING:
        return Name("", "", "unnamed")
    if is_phone(bare):
        return Name("", "", "phone")
    both = _ORIGINAL.fullmatch(bare) if has_original else None
    if both and is_phone(both["original"]):
        return Name(both["chosen"], "", "person")
    if both:
        return Name(both["original"], both["chosen"], "person")
    return Name(bare, "", "person")


def _without_additions(text: str) -> str:
    while True:
        found = _END_GROUP.search(text)
        if found is None:
            return text.strip()
        inside = plain_words(found[2] or "")
        if found[1].startswith("(") and not (inside and _ADDED.issuperset(inside)):
            return text.strip()
        text = text[: found.start()]


def is_phone(text: str) -> bool:
    """Whether a name is the number of a telephone, with or without some digits hidden."""
    bare = text.removeprefix("tel:").strip()
    return bool(_PHONE.fullmatch(bare)) and sum(sign.isdigit() for sign in bare) >= 3


def email_of(text: str) -> str:
    """An e-mail address in small letters, or nothing when the cell holds none.

    The name of a guest's account, which holds "#EXT#", is no address of theirs.
    """
    email = text.strip().lower().removeprefix("mailto:")
    return email if _EMAIL.fullmatch(email) and "#ext#" not in email else ""
