"""Pages of hamlets and people. Those of hamlets stand here too: `units` is below `access` and has no pages."""
