"""The one filter that pages of dossiers need and Django has not."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def get(mapping: Mapping[str, Any], key: str) -> Any:
    """`{{ errors|get:"paper.to_khai" }}`: the value, or nothing."""
    return mapping.get(key, "") if mapping else ""
