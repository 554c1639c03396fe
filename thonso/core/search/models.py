"""What can be found by words: one row a thing, its words folded (no diacritics), its tags to narrow a search.

The index over it is the database's own: FTS5 kept by triggers on SQLite, GIN on PostgreSQL (`engines`). It may be
thrown away and made again at any time: `services.rebuild`.
"""

from django.db import models

from thonso.core.base.models import length_check


class SearchDoc(models.Model):
    # An integer, because FTS5 joins on the row id; the thing itself is named by (kind, object_id).
    id = models.BigAutoField(primary_key=True)
    commune_id = models.UUIDField()
    kind = models.CharField(max_length=30)
    object_id = models.UUIDField()
    text_folded = models.CharField(max_length=2000, help_text="words without diacritics, one blank between them")
    tags = models.CharField(max_length=500, blank=True, help_text="exact marks such as y1968, one blank between them")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune_id", "kind", "object_id"], name="search_doc_once"),
            length_check("text_folded", high=2000, name="search_text_length"),
            length_check("tags", high=500, name="search_tags_length"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
