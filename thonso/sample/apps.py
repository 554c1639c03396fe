from django.apps import AppConfig


class SampleConfig(AppConfig):
    """The invented commune of the demo, the tests and the benchmarks."""

    name = "thonso.sample"
    label = "sample"
