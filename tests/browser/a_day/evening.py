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


def _number(text: str) -> int:
    """The figure that words begin with, as '1.204' or '6 Từ chối tiếp nhận (mẫu 03)'."""
    return int(text.split()[0].replace(".", ""))


def every_figure_of_the_month_opens(day: Day) -> None:
    """The director reads the month up to this evening: behind each figure stand as many dossiers, and the lines add up."""
    trung = day.who("trung").go(f"/ban/bao-cao/ky/?tu=01/{today():%m/%Y}&den={written(today())}").seen("13-thang")
    figures = trung.page.locator("main table a[href*='o='], main .figures a[href*='o=']")
    found = [(_number(text), link) for text, link in figures.evaluate_all("all => all.map(a => [a.innerText, a.href])")]
    assert len(found) > 20, "a month with this day in it has figures"
    for count, link in found:
        rows = re.sub(r"<[^>]+>", "", trung.page.request.get(link).text())
        told = re.search(r"Đang xem [\d.]+ trong ([\d.]+)", rows)
        assert told, link
        assert _number(told[1]) == count, link


def before(day: Day) -> None:
    day.began_with, day.in_register = _figures(day), _registered(day)


def the_sheets_agree(day: Day) -> None:
    figures, earlier = _figures(day), day.began_with
    day.lan.seen("13-thu-phi")
    for label, amounts in (("Theo biên lai ghi trong ngày", day.paid), ("Trong đó đã hoàn cho người nộp", day.voided)):
        assert figures[label] - earlier.get(label, 0) == sum(amounts), (label, figures, earlier)
    assert _registered(day) - day.in_register == set(day.received)
    day.lan.seen("13-so")
    every_figure_of_the_month_opens(day)
