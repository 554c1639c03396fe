"""The commune of these tests is the one of the dossiers'."""

from thonso.dossiers.tests.conftest import _standing, bat_xat, cast, committed_world, monday, world

__all__ = ["_standing", "bat_xat", "cast", "committed_world", "monday", "world"]
