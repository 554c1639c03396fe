"""What every visitor of the day goes through: called, served, filed, received; and the people who work there."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from tests.browser.a_day.answers import answer
from tests.browser.days import next_working_day, written
from tests.browser.house import House, Visitor
from tests.browser.story import Filed, filed_on, find_valid
from thonso.core.base import clock

SAMPLES = Path(__file__).resolve().parents[3] / "catalogue" / "procedures" / "samples"
UNIT = "H38.99.01"  # of the sample commune
ENLARGED = (683, 384)  # a common screen at 200 %


@dataclass
class Day:
    """One working day. `filed` and `paid` are what the register and the cash sheet must show in the evening."""

    house: House
    visit: Callable[..., Visitor]
    filed: list[Filed] = field(default_factory=list)
    paid: list[int] = field(default_factory=list)
    voided: list[int] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    in_register: set[str] = field(default_factory=set)
    began_with: dict[str, int] = field(default_factory=dict)
    how: dict[str, Any] = field(default_factory=dict)
    _there: dict[str, Visitor] = field(default_factory=dict)
    _codes: Iterator[int] = field(default_factory=lambda: count(7101))

    def served(self, **how: Any) -> "Day":
        """The same day, for a visitor whose desk is worked in another way: `mouse=False`, `size=ENLARGED`."""
        return replace(self, how=how)

    def who(self, name: str, **more: Any) -> Visitor:
        """Each signs in once and stays the whole day."""
        more = {**self.how, **more}
        key = f"{name} {more}"
        if key not in self._there:
            self._there[key] = self.visit(name, **more)
        return self._there[key]

    @property
    def lan(self) -> Visitor:
        return self.who("lan")

    def official(self) -> str:
        """The next code of the province's system."""
        return f"{UNIT}-{clock.today():%y%m%d}-{next(self._codes)}"

    def now_is_the_hour(self, code: str) -> None:
        """The hands of the clock move on to the hour of the appointment."""
        at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
        self.house.sql("update dossiers_dossier set appointed_at = ? where code = ?", at, code)


@cache
def _sample(code: str) -> Any:
    return yaml.safe_load((SAMPLES / f"{code}.yaml").read_text())


def told(code: str, kind: str = "valid", **instead: Any) -> dict[str, Any]:
    """The answers of the catalogue's own sample, with what is different today; signatures are set on paper at the desk."""
    found = {**_sample(code)[kind]["answers"], **instead}
    return {key: value for key, value in found.items() if key != "signature" and value is not None}


def wrong(who: Visitor) -> str:
    """What the page says is wrong."""
    return who.page.locator("[data-errors]").inner_text()


def begin(who: Visitor, code: str, capacity: str = "", came: str = "") -> None:
    """From the list of procedures to the form. `came`: the number of whoever came, when it is not the owner."""
    who.go("/ban/ho-so/moi/")
    who.activate(who.page.locator("tr", has_text=code).get_by_role("link", name="Tại quầy"))
    if not who.page.url.split("?")[0].endswith("/nop/"):
        return
    if capacity:
        who.choose(capacity)
    if came:
        who.fill(came_id_number=came)
    who.press("Bắt đầu")


def send(day: Day, who: Visitor, answers: dict[str, Any], *, name: str = "") -> Filed:
    """The form filled in until nothing more is asked, looked over and sent."""
    for _more in range(3):
        answer(who, answers)
        if name:
            who.seen(f"{name}-to-khai")
        who.press("Tiếp tục")
        if not who.page.url.endswith("/tat-ca/"):
            break
    assert "/kiem-tra/" in who.page.url, who.text
    send_words = "Gửi yêu cầu hẹn" if who.page.get_by_role("button", name="Gửi yêu cầu hẹn").count() else "Gửi hồ sơ"
    if name:
        who.seen(f"{name}-kiem-tra-lai")
    who.press(send_words)
    if name:
        who.seen(f"{name}-da-gui")
    filed = filed_on(who)
    day.filed.append(filed)
    return filed


def received(day: Day, who: Visitor, code: str, *, official: str | None = None) -> None:
    """Every paper found valid, and received, with the province's code where there is one."""
    who.go(f"/ban/ho-so/{code}/lam/check_paper/")
    find_valid(who)
    if number := day.official() if official is None else official:
        who.fill(official_code=number)
    who.press("Tiếp nhận", within="main")
    assert "Đã tiếp nhận, hẹn trả" in who.text, who.text
    day.received.append(code)


def do(who: Visitor, code: str, words: str, **boxes: str) -> Visitor:
    """An act on a dossier: its button, its boxes, its button again."""
    if not who.page.url.endswith(f"/ban/ho-so/{code}/"):
        who.go(f"/ban/ho-so/{code}/")
    who.unfold("Việc khác").press(words, within="main").fill(**boxes)
    return who.press(words, within="main form")


def appointed(day: Day, who: Visitor, code: str, hour: str = "09:30") -> None:
    """An hour of the next working day, which has then come: the papers are looked at."""
    who.go(f"/ban/ho-so/{code}/").press("Tiếp nhận").fill(day=written(next_working_day()), hour=hour)
    who.press("Tiếp nhận", within="main")
    day.received.append(code)
    day.now_is_the_hour(code)
    who.go(f"/ban/ho-so/{code}/lam/check_paper/")
    find_valid(who)


def at_once(day: Day, who: Visitor, code: str) -> None:
    """Whoever has to be there stands there: received now, the papers looked at."""
    who.go(f"/ban/ho-so/{code}/lam/receive/").press("Người yêu cầu đang ở đây: làm ngay")
    day.received.append(code)
    find_valid(who)


def printed(who: Visitor, words: str, name: str = "") -> bytes:
    """The PDF behind a link of this page."""
    href = who.page.get_by_role("link", name=words).first.get_attribute("href")
    assert href, who.text
    content = who.page.request.get(href).body()
    assert content.startswith(b"%PDF"), content[:200]
    if (folder := os.environ.get("THONSO_PICTURES")) and name:
        (Path(folder) / f"ngay-{name}.pdf").write_bytes(content)
    return content
