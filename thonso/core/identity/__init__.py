"""The citizen card: the text of its QR code, from a scanner or a photo. It saves typing and proves nothing."""

from thonso.core.identity.photo import read_card_image
from thonso.core.identity.rules import Card, CardUnreadable, parse_card_text

__all__ = ["Card", "CardUnreadable", "parse_card_text", "read_card_image"]
