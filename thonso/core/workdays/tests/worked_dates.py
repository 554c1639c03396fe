"""The worked table, for the tests and the handbook. `python -m thonso.core.workdays.tests.worked_dates` redraws it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from thonso.core.base.clock import HANOI
from thonso.core.workdays.rules import Calendar, Pause, Rule

DATA = Path(__file__).with_name("worked_dates.yaml")
HANDBOOK = Path(__file__).resolve().parents[4] / "docs" / "workdays.md"
BEGIN, END = "<!-- bảng ngày mẫu: bắt đầu -->", "<!-- bảng ngày mẫu: kết thúc -->"
DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
UNITS = {"working_days": "{} ngày làm việc", "calendar_days": "{} ngày", "hours": "{} giờ", "same_day": "trong ngày"}


@dataclass(frozen=True)
class Case:
    group: str
    say: str
    received: datetime
    rule: Rule
    pauses: tuple[Pause, ...]
    due: datetime | None


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=HANOI)


def _case(group: str, row: dict[str, Any]) -> Case:
    kind, amount = row["rule"]
    pauses = tuple(Pause(_moment(a), _moment(b) if b else None) for a, b in row.get("pauses", []))
    due = _moment(row["due"]) if row["due"] else None
    return Case(
        group, row["say"], _moment(row["received"]), Rule(kind, amount, extended=row.get("extended", 0)), pauses, due
    )


def load() -> tuple[Calendar, list[Case]]:
    raw = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    calendar = Calendar(raw["calendar"]["holidays"], raw["calendar"]["make_up_days"])
    return calendar, [_case(group["title"], row) for group in raw["groups"] for row in group["cases"]]


def _show(moment: datetime) -> str:
    return f"{moment:%H:%M} {DAYS[moment.weekday()]} {moment:%d/%m/%Y}"


def _pause(pause: Pause) -> str:
    return f"{pause.start:%H:%M %d/%m} – {pause.end:%H:%M %d/%m}" if pause.end else f"từ {pause.start:%H:%M %d/%m}"


def table() -> str:
    _, cases = load()
    lines, group = [], ""
    for number, case in enumerate(cases, start=1):
        if case.group != group:
            group = case.group
            lines += [
                "",
                f"**{group}**",
                "",
                "| # | Trường hợp | Nhận lúc | Thời hạn | Tạm dừng | Hẹn trả |",
                "|---|---|---|---|---|---|",
            ]
        unit = UNITS[str(case.rule.kind)].format(case.rule.amount)
        unit += f", gia hạn {case.rule.extended}" if case.rule.extended else ""
        pauses = "; ".join(map(_pause, case.pauses)) or "–"
        due = _show(case.due) if case.due else "đang dừng"
        lines.append(f"| {number} | {case.say} | {_show(case.received)} | {unit} | {pauses} | {due} |")
    return "\n".join([*lines, ""])


def redrawn(text: str) -> str:
    head, rest = text.split(BEGIN)
    return head + BEGIN + "\n" + table() + "\n" + END + rest.split(END)[1]


if __name__ == "__main__":
    HANDBOOK.write_text(redrawn(HANDBOOK.read_text(encoding="utf-8")), encoding="utf-8")
