"""The property tests count examples, not milliseconds: a busy machine must not fail them."""

from hypothesis import settings

settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")
