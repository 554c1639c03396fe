"""Before the first and after the last of them: the cash sheet and the register show what was done, and nothing else."""

import re

from tests.browser.a_day.desk import Day
from tests.browser.days import written
from thonso.core.base.clock import today


def _figures(day: Day) -> dict[str, int]:
    """The sums above today's cash sheet."""
    lan = day.lan.go("/ban/bao-cao/ky/thu-phi/")
    rows = lan.page.locator("main dl.facts > div").all_inner_texts()
    pairs = (row.split("\n", 1) for row in rows)
    return {label.strip(): int(re.sub(r"\D", "", amount)) for label, amount in pairs if re.search(r"\d", amount)}


def _registered(day: Day) -> set[str]:
    """The dossiers that the register says were received today; on one page, or the walk has grown too long."""
    lan = day.lan.go(f"/ban/bao-cao/ky/so/?tu={written(today())}&den={written(today())}")
    assert not lan.page.get_by_role("link", name="Trang sau").count()
    links = lan.page.locator("main tbody a[href*='/ban/ho-so/']").evaluate_all("all => all.map(a => a.pathname)")
    return {path.rstrip("/").rpartition("/")[2] for path in links}


def before(day: Day) -> None:
    day.began_with, day.in_register = _figures(day), _registered(day)


def the_sheets_agree(day: Day) -> None:
    figures, earlier = _figures(day), day.began_with
    day.lan.seen("13-thu-phi")
    for label, amounts in (("Theo biên lai ghi trong ngày", day.paid), ("Trong đó đã hoàn cho người nộp", day.voided)):
        assert figures[label] - earlier.get(label, 0) == sum(amounts), (label, figures, earlier)
    assert _registered(day) - day.in_register == set(day.received)
    day.lan.seen("13-so")
