"""The figures: what is measured, with which data, and what was promised."""

import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any
from urllib.parse import quote

from bench.figure import WARMUP, Figure, Settings, load, loaded, page, pages, small, take_turns
from bench.house import House, house


def filing(how: Settings) -> Iterator[Figure]:
    """A dossier with two uploads already there: HTTP, validation, encryption, journal, code and outbox, committed."""
    for communes in (50, 1) if how.alone else (50,):
        for engine, url in how.engines():
            with house(url) as home:
                yield _filing(home, how, engine, communes)


def _filing(home: House, how: Settings, engine: str, communes: int) -> Figure:
    seconds, filings = (8, 4000) if how.quick else (20, 12_000)
    plan = home.data / "plan.jsonl"
    home.build()
    home.python(
        "bench.prepare", "filing", "--communes", str(communes), "--accounts", "400",
        "--filings", str(filings), "--plan", str(plan),
    )  # fmt: skip
    server = home.serve("--workers", str(how.workers))
    before = server.cpu_seconds()
    found = load(server, plan, clients=16, seconds=seconds)
    cpu = server.cpu_seconds() - before
    wrong = {status: number for status, number in found["statuses"].items() if status != "201"}
    if wrong:
        raise RuntimeError(f"not every filing was accepted: {wrong} {found['samples']}")
    details = {
        "p50": f"{found['p50_ms']} ms",
        "p95": f"{found['p95_ms']} ms",
        # Warm-up included on both sides, by the share of time it took.
        "server CPU": f"{1000 * cpu / max(1, found['answers'] * (seconds + WARMUP) / seconds):.1f} ms each",
    }
    server.stop()
    home.thonso("verify")
    return Figure(
        f"filing, {engine}, {communes} commune{'s' if communes > 1 else ''}",
        found["rate"], "/s", 200 if communes == 50 else None, True,
        f"{found['answers']} filings by 16 clients in {found['seconds']} s, {how.workers} workers, verified after", details,
    )  # fmt: skip


QUEUES = {
    "one-stop, to do": ("lan", "/ban/ho-so/"),
    "one-stop, all": ("lan", "/ban/ho-so/?hang=tat-ca"),
    "officer, to do": ("hoa", "/ban/ho-so/"),
    "officer, all": ("hoa", "/ban/ho-so/?hang=tat-ca"),
}


def queue(how: Settings) -> Iterator[Figure]:
    """The queue page of the desk (50 rows, filters, open counts): its p95 may hardly grow with a hundredfold of data."""
    sizes = 10_000, 100_000 if how.quick else 1_000_000
    with ExitStack() as houses, ThreadPoolExecutor() as hands:
        homes = {(engine, total): houses.enter_context(house(url)) for engine, url in how.engines() for total in sizes}
        # Loading a million takes minutes and one core: both databases at once.
        facts = dict(zip(homes, hands.map(loaded, homes.values(), [total for _engine, total in homes]), strict=True))
        for engine, _url in how.engines():
            yield from _queue(how, engine, {total: (homes[engine, total], facts[engine, total]) for total in sizes})


def _queue(how: Settings, engine: str, homes: dict[int, tuple[House, dict[str, Any]]]) -> Iterator[Figure]:
    small, large = homes
    servers = {total: home.serve() for total, (home, _facts) in homes.items()}
    facts = {total: facts for total, (_home, facts) in homes.items()}
    volume = f"{facts[small]['dossiers']:,} ({facts[small]['open']} open) against {facts[large]['dossiers']:,}"
    for name, (who, path) in QUEUES.items():
        calls = {str(total): page(servers[total], path, facts[total]["cookies"][who]) for total in homes}
        found = take_turns(calls, 60 if how.quick else 150)
        low, high = found[str(small)], found[str(large)]
        yield Figure(
            f"queue page p95 growth, {name}, {engine}", high["p95_ms"] / low["p95_ms"], "×", 1.3, False,
            f"{volume} ({facts[large]['open']} open) in one commune",
            {"p95": f"{low['p95_ms']} → {high['p95_ms']} ms", "p50": f"{low['p50_ms']} → {high['p50_ms']} ms"},
        )  # fmt: skip
    for server in servers.values():
        server.stop()


def tracking(how: Settings) -> Iterator[Figure]:
    """The tracking page against an empty Django view of the same server: a dossier that somebody looks at again, as people
    do while they wait, and each of many dossiers for the first time."""
    for engine, url in how.engines():
        with house(url) as home:
            facts = small(home)
            server = home.serve()
            cookie = facts["tracking"]
            again = f"/tra-cuu/{facts['code']}/"
            calls = {
                "again": page(server, again, cookie),
                "first look": pages(server, [(path, cookie) for path, cookie in facts["followed"]]),
                "API with the key": page(server, f"/api/v1/track/{facts['code']}?key={facts['key']}"),
                "empty view": page(server, "/bench/empty/", cookie),
                "empty page": page(server, "/bench/shell/", cookie),
            }
            # As many as the limit of tries from one address lets through in ten minutes.
            found = take_turns(calls, 100 if how.quick else 250)
            shown = {name: f"{values['p50_ms']} / {values['p95_ms']} ms" for name, values in found.items()}
            volume = f"{facts['dossiers']:,} dossiers; p50 / p95"
            empty = found["empty view"]["p95_ms"]
            for name, limit in (("again", 1.5), ("first look", None), ("API with the key", None)):
                yield Figure(
                    f"tracking, {name}, p95 against an empty view, {engine}",
                    found[name]["p95_ms"] / empty, "×", limit, False, volume, shown,
                )  # fmt: skip


def receipt(how: Settings) -> Iterator[Figure]:
    """Form 01 of a received dossier: drawn in the process, and through HTTP with sign-in, policy and journal."""
    for engine, url in how.engines():
        with house(url) as home:
            facts = small(home)
            found = json.loads(home.python("bench.inside", "receipt", "30" if how.quick else "100"))
            volume = f"{facts['dossiers']:,} dossiers, {found['bytes']:,} bytes of PDF/A"
            shown = {"p95": f"{found['p95_ms']} ms", "CPU": f"{found['cpu_ms']:.1f} ms"}
            yield Figure(f"receipt drawn, median, {engine}", found["p50_ms"], "ms", 25, False, volume, shown)
            server = home.serve()
            calls = {"slip": page(server, facts["slip"], facts["cookies"]["lan"])}
            over = take_turns(calls, 30 if how.quick else 100)["slip"]
            shown = {"p95": f"{over['p95_ms']} ms"}
            yield Figure(f"receipt over HTTP, median, {engine}", over["p50_ms"], "ms", None, False, volume, shown)


def month(how: Settings) -> Iterator[Figure]:
    """Last month's table, a figure of it opened, the register, the spreadsheet, a year: of a commune with years behind it."""
    paths = {"month": "ky/", "figure opened": "ky/ho-so/?o=resolved&ky=thang-truoc", "register": "ky/so/",
             "spreadsheet": "ky.xlsx?ky=thang-truoc", "year": "ky/?ky=nam-nay"}  # fmt: skip
    for engine, url in how.engines():
        with house(url) as home:
            facts = loaded(home, 20_000 if how.quick else 100_000)
            server = home.serve()
            calls = {
                name: page(server, f"/ban/bao-cao/{path}", facts["cookies"]["lan"]) for name, path in paths.items()
            }
            found = take_turns(calls, 10 if how.quick else 20)
            shown = {name: f"{values['p50_ms']:.0f} / {values['p95_ms']:.0f} ms" for name, values in found.items()}
            yield Figure(
                f"the month's table, median, {engine}", found["month"]["p50_ms"], "ms", 1000, False,
                f"{facts['dossiers']:,} dossiers of one commune; p50 / p95", shown,
            )  # fmt: skip


def search(how: Settings) -> Iterator[Figure]:
    """Residents of one commune by name, without diacritics, unfinished, by family name, by year."""
    people = 20_000 if how.quick else 100_000
    for engine, url in how.engines():
        with house(url) as home:
            home.build()
            found = json.loads(home.python("bench.inside", "search", str(people)))
            yield Figure(
                f"people search p95, {engine}", found["p95_ms"], "ms", 50, False,
                f"{people:,} residents of one commune, {found['searches']} searches of {len(found['worst'])} kinds",
                {"p50": f"{found['p50_ms']} ms", "worst kind p95": f"{max(found['worst'].values())} ms"},
            )  # fmt: skip


# As people ask at home, at the desk and on a phone without diacritics.
ASKED = (
    "làm giấy khai sinh", "lam giay khai sinh", "xin xác nhận nghèo", "xin xac nhan ngheo", "đăng ký kết hôn", "ket hon",
    "khai tử", "giấy chứng tử", "sao y", "chứng thực chữ ký", "độc thân", "hộ nghèo", "ho ngheo", "trợ cấp", "người già",
    "khuyết tật", "đất đai", "sổ đỏ", "mở quán", "đăng ký hộ kinh doanh", "hòa giải", "tiền điện", "thuế", "hải quan", "zzz",
)  # fmt: skip


def catalogue(how: Settings) -> Iterator[Figure]:
    """The national catalogue brought in by the command, then again; the public's search over it and what is filed here."""
    if not how.national:
        raise RuntimeError("name the file of national procedures with --national")
    for engine, url in how.engines():
        with house(url) as home:
            small(home)
            took, reports = [], []
            for _turn in range(2):
                began = time.perf_counter()
                reports.append(json.loads(home.thonso("import-procedures", os.path.abspath(how.national), "--json")))
                took.append(time.perf_counter() - began)
            first, again = reports
            if again["unchanged"] != first["imported"]:
                raise RuntimeError(f"a second import changed something: {again}")
            volume = f"{first['imported']} procedures"
            yield Figure(
                f"catalogue brought in, {engine}", took[0], "s", 20, False, volume, {"again": f"{took[1]:.2f} s"}
            )
            server = home.serve()
            asked = [(f"/thu-tuc/?q={quote(words)}", "") for words in ASKED]
            calls = {
                "search": pages(server, asked),
                "all": page(server, "/thu-tuc/"),
                "empty page": page(server, "/bench/shell/"),
            }
            found = take_turns(calls, len(ASKED) * (2 if how.quick else 8))
            shown = {name: f"{values['p50_ms']} / {values['p95_ms']} ms" for name, values in found.items()}
            yield Figure(
                f"catalogue searched, p95, {engine}", found["search"]["p95_ms"], "ms", 150, False,
                f"{volume}, {len(ASKED)} questions in turn; p50 / p95", shown,
            )  # fmt: skip


MANY_PAGES = ("/", "/thu-tuc/", "/tra-cuu/", "/dang-nhap/", "/tro-giup/")


STAFF_PAGES = ("/ban/ho-so/", "/ban/ho-so/?hang=tat-ca")


def size(how: Settings) -> Iterator[Figure]:
    """From the command to the first answer; and what a worker holds after it has served every kind of page."""
    for engine, url in how.engines():
        with house(url) as home:
            yield from _size(home, how, engine)


def _size(home: House, how: Settings, engine: str) -> Iterator[Figure]:
    facts = small(home)
    plan = home.data / "plan.jsonl"
    home.python(
        "bench.prepare", "filing", "--communes", "1", "--accounts", "50", "--filings", "400", "--plan", str(plan)
    )
    starts = []
    for _turn in range(3 if how.quick else 5):
        server = home.serve(wait=False)
        starts.append(server.wait())
        server.stop()
    volume = f"{facts['dossiers']:,} dossiers, one worker"
    shown = {"of": f"{len(starts)} starts", "slowest": f"{max(starts):.2f} s"}
    yield Figure(f"cold start, median, {engine}", sorted(starts)[len(starts) // 2], "s", 3, False, volume, shown)
    server = home.serve()
    fresh = max(server.memory_mb())
    for _turn in range(5):
        for path in MANY_PAGES:
            server.get(path)
        for path in (*STAFF_PAGES, f"/ban/ho-so/{facts['code']}/", facts["slip"]):
            server.get(path, {"Cookie": facts["cookies"]["lan"]})
    for path, cookie in facts["followed"]:  # as many drawings as a process keeps
        server.get(path, {"Cookie": cookie})
    load(server, plan, clients=4, seconds=4)
    shown = {"at start": f"{fresh:.0f} MB"}
    volume += f", after pages, PDFs, filings and {len(facts['followed'])} dossiers followed"
    yield Figure(f"memory of a worker, {engine}", max(server.memory_mb()), "MB", 160, False, volume, shown)


# The longest last: what comes before it is printed already, whatever happens.
FIGURES: dict[str, Callable[[Settings], Iterator[Figure]]] = {
    "filing": filing,
    "tracking": tracking,
    "receipt": receipt,
    "size": size,
    "search": search,
    "month": month,
    "catalogue": catalogue,
    "queue": queue,
}
