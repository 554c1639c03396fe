"""The commune of these tests is the one of the dossiers': Hoa writes, Binh looks it through, Hai signs, Thu seals."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from thonso.core.journal.work import transact
from thonso.documents.outgoing import services
from thonso.documents.outgoing.models import Outgoing, OutgoingTask
from thonso.documents.outgoing.services import Round
from thonso.documents.outgoing.typed import Draft
from thonso.documents.tests.conftest import _standing, as_, bat_xat, cast, committed_world, monday, world
from thonso.dossiers.tests.world import World

__all__ = ["_standing", "as_", "bat_xat", "cast", "committed_world", "monday", "world"]

BODY = """Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Điều 1. Thành lập Tổ công nghệ số cộng đồng thôn Suối Chải.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký."""
DRAFT: dict[str, Any] = {
    "kind": "quyet-dinh", "unit": "VHXH", "capacity": "chair", "urgency": "0",
    "subject": "Về việc thành lập Tổ công nghệ số", "body": BODY, "recipients": "Như Điều 2;\n- Lưu: VT, VHXH",
}  # fmt: skip


class Office:
    """Acts of the people of the commune, each in a transaction of its own."""

    def __init__(self, world: World) -> None:
        self.world = world

    def begin(self, who: str = "hoa", **typed: Any) -> Outgoing:
        with transact(self.world.commune_id) as work:
            return services.begin(work, self.world.actor(who), self.world.units.commune, Draft(**DRAFT | typed))

    def save(self, row: Outgoing, who: str = "hoa", *, seen: int | None = None, **typed: Any) -> Outgoing:
        with transact(self.world.commune_id) as work:
            return services.save(work, self.world.actor(who), row, Draft(**DRAFT | typed, seen=seen))

    def submit(self, row: Outgoing, signer: str = "hai", checkers: tuple[str, ...] = (), who: str = "hoa") -> Outgoing:
        wanted = Round(self.id(signer), [self.id(one) for one in checkers], "Kính trình")
        with transact(self.world.commune_id) as work:
            services.submit(work, self.world.actor(who), row, wanted)
        row.refresh_from_db()
        return row

    def act(self, verb: Callable[..., Any], who: str, *args: Any) -> None:
        with transact(self.world.commune_id) as work:
            verb(work, self.world.actor(who), *args)

    def turn(self, row: Outgoing, who: str) -> OutgoingTask:
        return OutgoingTask.objects.select_related("outgoing").get(outgoing=row, account=self.id(who), state="open")

    def id(self, who: str) -> UUID:
        return self.world.cast[who].pk


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)
