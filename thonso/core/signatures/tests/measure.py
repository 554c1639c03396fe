"""What signing and checking cost: `python -m thonso.core.signatures.tests.measure [TIMES]`, in one thread.

A decision of two pages, the demo's keys (ECDSA P-256), pictures of signature and seal, no time-stamp.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable


def costs(times: int = 40) -> dict[str, tuple[float, float]]:
    """Name → median wall and processor milliseconds."""
    from thonso.core import papers
    from thonso.core.papers.tests.samples import SHORT
    from thonso.core.signatures import demo_ca, sign, verify

    person = demo_ca.DemoSigner("pho", "Nguyễn Văn Phó", "Phó Chủ tịch", "Ủy ban nhân dân xã Bát Xát")
    office = demo_ca.DemoSigner("ubnd", "Ủy ban nhân dân xã Bát Xát", "", "Ủy ban nhân dân xã Bát Xát", "organisation")
    keys = demo_ca.issue_all([person, office])
    pdf, boxes = papers.render_with_box("decision", SHORT["decision"])
    pho, ubnd = keys["pho"], keys["ubnd"]

    def signing() -> bytes:
        return sign(
            pdf, key=pho.key, role="person", name=person.name, title=person.title, image=pho.image, box=boxes.signer
        )

    once = signing()

    def sealing() -> bytes:
        return sign(
            once, key=ubnd.key, role="organisation", name=office.name, title="", image=ubnd.image, box=boxes.seal
        )

    twice = sealing()
    return {
        "sign": _median(signing, times),
        "seal": _median(sealing, times),
        "verify one signature": _median(lambda: verify(once), times),
        "verify two signatures": _median(lambda: verify(twice), times),
    }


def _median(act: Callable[[], object], times: int) -> tuple[float, float]:
    wall, processor = [], []
    for _ in range(times):
        start, start_processor = time.perf_counter(), time.process_time()
        act()
        wall.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - start_processor) * 1000)
    return statistics.median(wall), statistics.median(processor)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"THONSO_MODE": "test", "THONSO_DATA": folder}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thonso.config.settings")
        import django

        django.setup()
        for name, (wall, processor) in costs(int(sys.argv[1]) if len(sys.argv) > 1 else 40).items():
            sys.stdout.write(f"{name}: median {wall:.0f} ms, of which computing {processor:.0f} ms\n")


if __name__ == "__main__":
    main()
