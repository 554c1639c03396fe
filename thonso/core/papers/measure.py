"""How long a paper takes: `python -m thonso.core.papers.measure [KIND] [TIMES]`.

One thread, compiler warm, every copy different. Uses the sample data of the tests; `thonso bench` calls `median_ms`.
"""

import statistics
import sys
import time


def median_ms(kind: str = "form01", times: int = 200) -> tuple[float, float, float]:
    """Median and 95th percentile of the clock, and median of the processor, in milliseconds for one paper of `kind`."""
    from thonso.core.papers import render
    from thonso.core.papers.tests.samples import SHORT

    data = dict(SHORT[kind])
    render(kind, data)
    spent, computed = [], []
    for n in range(times):
        # Another name each time, so that nothing is answered from the compiler's memory.
        if "submitter" in data:
            data["submitter"] = {**data["submitter"], "name": f"Lý Thị Mai {n}"}
        else:
            data["place"] = f"Bát Xát {n}"
        start, processor = time.perf_counter(), time.process_time()
        render(kind, data)
        spent.append((time.perf_counter() - start) * 1000)
        computed.append((time.process_time() - processor) * 1000)
    spent.sort()
    return statistics.median(spent), spent[int(0.95 * len(spent))], statistics.median(computed)


if __name__ == "__main__":
    asked = sys.argv[1] if len(sys.argv) > 1 else "form01"
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    middle, high, own = median_ms(asked, count)
    sys.stdout.write(
        f"{asked}: median {middle:.1f} ms, p95 {high:.1f} ms, of which computing {own:.1f} ms, over {count}\n"
    )
