"""The column of a sealed value. It stores tokens and nothing else, and cannot be searched: `blind` is for that."""

import re
from typing import Any

from django.db import models

_TOKEN = re.compile(r"(?:k[0-9]+(?:\.key)?|d):[A-Za-z0-9+/]+={0,2}")


class SealedField(models.TextField):  # type: ignore[type-arg]
    """Holds a token of `crypto.seal`, `seal_with` or `make_data_key`; "" and None mean that there is no value.

    `label` is the frozen label its values are sealed with, and `row_id` the column whose UUID is in the additional
    data: with them `thonso keys rotate` can renew the column. A column of "d:" tokens or of data keys needs neither.
    """

    def __init__(self, *args: Any, label: str = "", row_id: str = "id", **options: Any) -> None:
        self.label = label
        self.row_id = row_id
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        if self.label:
            options["label"] = self.label
        if self.row_id != "id":
            options["row_id"] = self.row_id
        return name, path, args, options

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        if value and not _TOKEN.fullmatch(value):
            # Without the value: this message may end in a log.
            raise ValueError(f"{self.name}: seal the value first (crypto.seal); plain text is not stored here.")
        return value

    def get_lookup(self, lookup_name: str) -> Any:
        """Only isnull: comparing ciphertext never matches, so any other lookup is a mistake and fails at once."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name: str) -> Any:
        return None
