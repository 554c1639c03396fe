"""Fixtures every test may use: the mode is set before Django is imported."""

import os

os.environ.setdefault("THONSO_MODE", "test")
pytest_plugins = ["tests.cast"]
