"""What a worker does for files: try waiting ones again every half minute, sweep once a day.

`notices` stands above and registers these with the durable jobs; they may also be run by `thonso files`.
"""

from thonso.core.files import services

RECHECK_SECONDS = 30
SWEEP_SECONDS = 86_400


def recheck() -> int:
    return services.recheck_waiting()


def sweep() -> int:
    return services.sweep()
