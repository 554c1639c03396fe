"""The child bounds itself before it touches the file."""

import resource

MEMORY = 1536 * 1024 * 1024
WRITTEN = 32 * 1024 * 1024


def bound(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    wanted = WRITTEN if hard == resource.RLIM_INFINITY else min(WRITTEN, hard)
    # A smaller limit that we were started with stays (the tests play a full disk with it).
    resource.setrlimit(resource.RLIMIT_FSIZE, (min(wanted, _soft) if _soft != resource.RLIM_INFINITY else wanted, hard))
