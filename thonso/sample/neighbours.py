"""Received for other communes, one in each state, one of ours that came in elsewhere, and bundles filed on the portal."""

from datetime import timedelta

from thonso.core.access.actors import Actor, actor_of_account
from thonso.core.access.models import Account
from thonso.core.base import clock
from thonso.core.journal.work import transact
from thonso.core.units.models import Unit
from thonso.dossiers.models import Dossier
from thonso.neighbours import services
from thonso.neighbours.models import Outward
from thonso.portal import bundles

# (days ago, code of the commune, what for, whose, address, what happened: act, what was typed)
_SENT = ("pass_on", {"way": "post", "to": "RL482915307VN"})
_BY_HAND = ("pass_on", {"way": "hand", "to": "Vàng Thị Chở"})
_RECEIVED: tuple[tuple[int, str, str, str, str, tuple[tuple[str, dict[str, str]], ...]], ...] = (
    (1, "02686", "Đăng ký khai sinh", "Vàng A Páo", "Thôn Tùng Sáng", ()),
    (6, "02701", "Cấp Giấy xác nhận tình trạng hôn nhân", "Giàng Thị Dế", "", (_SENT,)),
    (14, "02686", "Xác nhận thuộc hộ nghèo, cận nghèo", "Sùng A Lử", "Thôn Lao Chải", (
        _BY_HAND, ("told_code", {"their_code": "TS-261112-0004", "their_due": "-3"}),
    )),
    (20, "02701", "Cấp bản sao trích lục hộ tịch", "Lồ Thị Mỷ", "", (
        _SENT, ("answered", {"kind": "result", "number": "Trích lục khai sinh (bản sao) số 118/2026"}),
    )),
)  # fmt: skip


def build_neighbours(commune: Unit, accounts: dict[str, Account]) -> None:
    if Outward.objects.filter(commune=commune).exists():
        return
    lan = actor_of_account(accounts["lan"])
    for ago, there, what, name, address, acts in reversed(_RECEIVED):
        _received(commune, lan, ago, services.Wanted(
            there, ("", what), name, "", "", address, "Tờ khai (01 bản chính)\nBản sao giấy tờ kèm theo (01 bản)",
        ), acts)  # fmt: skip
    came = (
        Dossier.objects.filter(commune=commune, channel__in=["desk", "post"])
        .exclude(holder_role="")
        .order_by("-filed_at")
        .first()
    )
    if came is not None:
        typed = {"receiver": "02686", "their_code": "NH-26-0041", "back": "there"}
        on = clock.local(came.filed_at - timedelta(days=2)).strftime("%d/%m/%Y")
        with transact(commune.pk) as work:
            services.enter_inward(work, lan, came, {**typed, "received_on": on})
    build_bundles(commune, accounts)


def _received(
    commune: Unit, lan: Actor, ago: int, wanted: services.Wanted, acts: tuple[tuple[str, dict[str, str]], ...]
) -> None:
    now = clock.now()
    with clock.at(now - timedelta(days=ago)), transact(commune.pk) as work:
        row = services.receive(work, lan, commune, wanted)
    for place, (act, typed) in enumerate(acts, start=1):
        told = dict(typed)
        if told.get("their_due", "").startswith("-"):
            told["their_due"] = clock.local(now + timedelta(days=int(told["their_due"]))).strftime("%d/%m/%Y")
        with clock.at(now - timedelta(days=max(0, ago - 2 * place))), transact(commune.pk) as work:
            services.DOING[act](work, lan, row, told)


def build_bundles(commune: Unit, accounts: dict[str, Account]) -> None:
    """One bundle with an office that asks for papers, and one that is over."""
    lan, today = actor_of_account(accounts["lan"]), clock.today()
    with transact(commune.pk) as work:
        for ago, key, code, name, said in (
            (
                4,
                "khai-sinh",
                "G22.99.02683-0112",
                "Tẩn A Sán",
                (("birth", "done", "Số 45/2026"), ("residence", "missing", "Thiếu giấy tờ về chỗ ở")),
            ),
            (
                25,
                "khai-tu",
                "G22.99.02683-0087",
                "Chảo Láo Tả",
                (("death", "done", ""), ("residence", "done", ""), ("funeral", "done", "")),
            ),
        ):
            on = (today - timedelta(days=ago)).strftime("%d/%m/%Y")
            row = bundles.begin(work, lan, commune, None, {"key": key, "code": code, "name": name, "filed_on": on})
            for part, state, note in said:
                bundles.told(work, lan, row, {"part": part, "state": state, "note": note})
