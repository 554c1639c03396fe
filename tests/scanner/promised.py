"""How many of each class must be read, and where the figure comes from."""

from dataclasses import dataclass
from math import ceil

from tests.scanner import cards
from tests.scanner.decoding import Tallies, Tally

# offline §3.4, zxing-wasm with tryHarder and rotation: sharp 25/25, blur of 0.4 module 6/17, blur of 0.7 module 0/20.
# With the fast flags, at 2.2 px a module and more, as the page asks for: 23/25 and 5/17.
ALL, BLURRED, LOST = 1.0, 6 / 17, 0.0
FAST_SHARP, FAST_BLURRED = 23 / 25, 5 / 17


@dataclass(frozen=True)
class Promise:
    share: float
    source: str


def promise(kind: str) -> Promise:
    if kind.startswith("blur 0.4"):
        return Promise(BLURRED, "6/17, offline §3.4")
    if kind.startswith("blur 0.7"):
        return Promise(LOST, "0/20, offline §3.4")
    if kind.startswith(("glare", "strong JPEG")):
        return Promise(11 / 12, "ours: 11/12")
    if kind.startswith("all at once"):
        return Promise(6 / 12, "ours: 6/12")
    return Promise(ALL, "25/25, offline §3.4")


def missed(found: Tallies) -> list[str]:
    """Classes below their figure. Sharp, noisy and unevenly lit ones together were the reference's "sharp"."""
    return [
        f"{kind}: {one.hits}/{one.of}"
        for kind, one in found.items()
        if one.hits < ceil(promise(kind).share * one.of - 1e-9)
    ]


def missed_fast(found: Tallies) -> list[str]:
    near = {"sharp": Tally(), "blur 0.4": Tally()}
    for kind, one in found.items():
        name, _, size = kind.partition(", ")
        if name in near and float(size.split()[0]) >= 2.2:
            near[name].of, near[name].hits = near[name].of + one.of, near[name].hits + one.hits
    wanted = {"sharp": FAST_SHARP, "blur 0.4": FAST_BLURRED}
    return [f"{name}: {one.hits}/{one.of}" for name, one in near.items() if one.hits < wanted[name] * one.of]


def missed_cards(found: Tallies) -> list[str]:
    return [
        f"{row.kind}: {found[row.kind].hits}/{cards.EACH}" for row in cards.ROWS if found[row.kind].hits < row.promised
    ]


def table_of_looks(hard: Tallies, fast: Tallies, server: Tallies) -> str:
    lines = [
        "| class | held to | phone, every third look | phone, the others | server | ms: third, others, server |",
        "|---|---|---|---|---|---|",
    ]
    for kind, one in hard.items():
        three = [one, fast[kind], server[kind]]
        hits = " | ".join(f"{each.hits}/{each.of}" for each in three)
        lines.append(f"| {kind} | {promise(kind).source} | {hits} | {', '.join(_middle(each) for each in three)} |")
    totals = " | ".join(
        f"{sum(o.hits for o in each.values())}/{sum(o.of for o in each.values())}" for each in (hard, fast, server)
    )
    wrong = sum(one.wrong for each in (hard, fast, server) for one in each.values())
    return "\n".join([*lines, f"| all | wrong texts: {wrong} | {totals} | |"])


def table_of_cards(found: Tallies) -> str:
    lines = ["| card on a photo | identity §4 | here | ms: median, slowest |", "|---|---|---|---|"]
    for row in cards.ROWS:
        one = found[row.kind]
        lines.append(f"| {row.kind} | {row.promised}/8 | {one.hits}/{one.of} | {_middle(one)}, {max(one.took):.0f} |")
    return "\n".join(lines)


def _middle(one: Tally) -> str:
    return f"{sorted(one.took)[len(one.took) // 2]:.0f}"


def wrong(*founds: Tallies) -> int:
    return sum(one.wrong for found in founds for one in found.values())
