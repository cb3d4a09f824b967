"""A link as a picture that a phone reads."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

import qrcode
from qrcode.image.svg import SvgPathFillImage

__all__ = ["qr_image"]


def qr_image(link: str) -> str:
    """Return the address of a picture that holds the link itself: dark on white, whatever the screen."""
    file = BytesIO()
    qrcode.make(link, image_factory=SvgPathFillImage, border=3).save(file)
    return f"data:image/svg+xml;base64,{b64encode(file.getvalue()).decode()}"
