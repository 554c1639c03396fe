"""Form fields of signing in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thonso.core.access import phone as phones
from thonso.core.base.errors import Refused


class PhoneField(forms.CharField):
    """Takes '0912 345 678' as people write it; gives E.164."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Phone number"))
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not value:
            return value
        try:
            return phones.normalise(value)
        except Refused as error:
            raise forms.ValidationError(str(error.message)) from None
