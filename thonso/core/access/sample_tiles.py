"""The tiles of the demo's sign-in page: one sample account each, in the order of the story."""

from dataclasses import dataclass

from thonso.core.access.models import Account, Assignment
from thonso.core.access.roles import ROLES

ORDER = (
    "mai", "tu", "dung", "lan", "trung", "binh", "hoa", "thu", "hai", "pho", "son", "pao", "sen", "phung", "quantri",
    "tinh", "xuan",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tile:
    username: str
    full_name: str
    what: str


def tiles() -> list[Tile]:
    accounts = list(Account.objects.filter(is_sample=True, is_active=True))
    titles: dict[object, list[str]] = {}
    for row in Assignment.objects.filter(account__in=accounts).select_related("post", "unit").order_by("role"):
        title = row.post.title if row.post else f"{ROLES[row.role]}, {row.unit.full_name}"
        titles.setdefault(row.account_id, []).insert(0, title)
    made = [Tile(a.username, a.full_name, "; ".join(titles.get(a.pk, [str(ROLES["citizen"])]))) for a in accounts]
    rank = {name: place for place, name in enumerate(ORDER)}
    return sorted(made, key=lambda tile: (rank.get(tile.username, len(rank)), tile.username))
