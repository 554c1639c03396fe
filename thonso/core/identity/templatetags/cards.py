"""`{% card_reader %}`: scan or photograph the QR code of an ID card, in a form with the boxes name, id_number, birth …"""

import json
from typing import Any

from django import template

from thonso.core.identity.scanning import scanner

register = template.Library()


@register.inclusion_tag("identity/parts/card_reader.html")
def card_reader(css: str = "", prefix: str = "") -> dict[str, Any]:
    """`css`: further classes of the buttons; `prefix`: of the names of the boxes. Nothing of it is shown without scripts: the
    boxes are typed."""
    words = json.dumps(scanner(), ensure_ascii=False, separators=(",", ":"))
    return {"scanner": words, "css": css, "prefix": prefix}
