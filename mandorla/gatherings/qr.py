"""A picture of an address, for the camera of a phone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Qr:
    """A QR code as one path of squares.

    Attributes:
        size: How many squares wide and high it is, with the white around it.
        path: The dark squares, in the language of SVG paths.
    """

    size: int
    path: str


def qr_path(text: str) -> Qr:
    """Draw a text as a QR code.

    >>> qr_path("https://mandorla.example/here/AB2CD/").size
    37
    """
    import qrcode  # slow import

    code = qrcode.QRCode(border=4)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    squares = (
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return Qr(len(rows), "".join(squares))
