"""The product's own settings, with two empty views to compare pages with (`bench.urls`)."""

from thonso.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
