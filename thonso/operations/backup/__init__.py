"""One file that holds an installation at one moment, without its keys (docs/decisions/007-backup.md).

A plain tar, in this order: `backup.json` (what it is, and which keys it needs), the database, the stored files, the
anchors of the journal, trusted roots, `SHA256SUMS` over all of these, and its signature by the anchor key of the ring.
"""
