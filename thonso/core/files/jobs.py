"""What a worker does for files: try waiting ones again every half minute, sweep once a day.

`notices` stands above and registers these with the durable jobs; they may also be run by `thonso files`.
"""

from thonso.core.files import services, storage

RECHECK_SECONDS = 30
SWEEP_SECONDS = 86_400


def recheck() -> int:
    with storage.unless_kept_still() as free:
        return services.recheck_waiting() if free else 0


def sweep() -> int:
    with storage.unless_kept_still() as free:
        return services.sweep() if free else 0
