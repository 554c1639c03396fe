"""Loaded by pytest before Django's settings are read (`-p tests.mode`)."""

import os

os.environ["THONSO_MODE"] = "test"
