"""The seventeen invented people of the demo and of every test (contract: sample accounts). Password: thonso-demo.

They have the same ids on every installation, so making them twice changes nothing. They cannot exist outside the demo:
a system check refuses to start with them (`access.E002`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.contrib.auth.hashers import make_password

from thonso.core.access import phone as phones
from thonso.core.access.actors import system_actor
from thonso.core.access.models import Account, Assignment, Post
from thonso.core.access.roles import tree_of
from thonso.core.base.ids import stable_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import transact
from thonso.core.units.models import Unit

PASSWORD: Final = "thonso-demo"  # noqa: S105 (printed on the demo's sign-in page)
SINCE: Final = date(2025, 7, 1)
STRANGER_COMMUNE: Final = "02686"
PROVINCE, COMMUNE, STRANGER = "province", "commune", "stranger"


@dataclass(frozen=True, slots=True)
class Held:
    role: str
    where: str  # province, commune, stranger (the other commune), or the code of a hamlet
    title: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    username: str
    full_name: str
    held: tuple[Held, ...] = ()


PEOPLE: Final = (
    Person("mai", "Lý Thị Mai"),
    Person("tu", "Tẩn Văn Tú", (Held("helper", "suoi-chai", "Thành viên tổ công nghệ số cộng đồng thôn Suối Chải"),)),
    Person("dung", "Lý A Dũng", (Held("village_head", "suoi-chai", "Trưởng thôn Suối Chải"),)),
    Person(
        "lan",
        "Nguyễn Thị Lan",
        (Held("one_stop", COMMUNE, "Chuyên viên tiếp nhận, Trung tâm Phục vụ hành chính công"),),
    ),
    Person(
        "trung", "Trần Quốc Trung", (Held("centre_director", COMMUNE, "Giám đốc Trung tâm Phục vụ hành chính công xã"),)
    ),
    # One person with two posts has one queue (practice.md 21).
    Person(
        "binh",
        "Phạm Thanh Bình",
        (
            Held("officer_justice", COMMUNE, "Công chức Tư pháp – Hộ tịch"),
            Held("officer_economy", COMMUNE, "Công chức phụ trách kinh tế hợp tác"),
        ),
    ),
    Person("hoa", "Hoàng Thị Hoa", (Held("officer_social", COMMUNE, "Chuyên viên Phòng Văn hóa – Xã hội"),)),
    Person("thu", "Đỗ Hoài Thu", (Held("clerk", COMMUNE, "Văn thư"),)),
    Person("hai", "Nguyễn Văn Hải", (Held("chairman", COMMUNE, "Chủ tịch UBND xã"),)),
    Person("pho", "Sùng Seo Phong", (Held("deputy_chairman", COMMUNE, "Phó Chủ tịch UBND xã"),)),
    Person("son", "Lê Hồng Sơn", (Held("party_secretary_commune", COMMUNE, "Bí thư Đảng ủy xã"),)),
    Person("pao", "Giàng A Páo", (Held("party_secretary_cell", "suoi-chai", "Bí thư chi bộ thôn Suối Chải"),)),
    Person("sen", "Tẩn Thị Sen", (Held("party_member", "suoi-chai", "Đảng viên chi bộ thôn Suối Chải"),)),
    Person("phung", "Chảo Láo Phúng"),
    Person("quantri", "Bùi Đức Quân", (Held("administrator", COMMUNE, "Quản trị hệ thống"),)),
    Person("tinh", "Đặng Minh Tính", (Held("observer", PROVINCE, "Theo dõi của tỉnh"),)),
    # The stranger works at the desk of another commune: nothing of this one may show there.
    Person("xuan", "Lương Thị Xuân", (Held("one_stop", STRANGER, "Chuyên viên tiếp nhận xã A Mú Sung"),)),
)


def account_id(username: str) -> UUID:
    return stable_id("sample-account", username)


def create_sample_accounts(commune: Unit, hamlets: dict[str, Unit]) -> dict[str, Account]:
    """All seventeen, by user name. `hamlets` by code; a role in a hamlet that is not given is left out."""
    there = {a.username: a for a in Account.objects.filter(pk__in=[account_id(p.username) for p in PEOPLE])}
    places: dict[str, Unit] = {COMMUNE: commune, **hamlets}
    if commune.parent is not None:
        places[PROVINCE] = commune.parent
    stranger = Unit.objects.filter(pk=stable_id("commune", STRANGER_COMMUNE)).first()
    if stranger is not None:
        places[STRANGER] = stranger
    missing = [person for person in PEOPLE if person.username not in there]
    if not missing:
        return {person.username: there[person.username] for person in PEOPLE}
    hashed = make_password(PASSWORD)  # one hash for all: the password is public
    by = system_actor("sample")
    accounts, posts, assignments = [], [], []
    for person in missing:
        account = Account(
            id=account_id(person.username),
            username=person.username,
            full_name=person.full_name,
            password=hashed,
            is_sample=True,
        )
        phones.put(account, sample_phone(person.username), verified=True)
        accounts.append(account)
        for held in person.held:
            unit = places.get(held.where)
            if unit is None:
                continue
            post = None
            if unit.commune_id is not None:
                post = Post(commune_id=unit.commune_id, unit=unit, role=held.role, title=held.title)
                posts.append(post)
            assignments.append(
                Assignment(
                    id=stable_id("sample-assignment", f"{person.username}:{held.role}"),
                    account=account,
                    commune_id=unit.commune_id,
                    unit=unit,
                    post=post,
                    role=held.role,
                    tree=tree_of(held.role),
                    valid_from=SINCE,
                    granted_by=by.id,
                    reason="dữ liệu mẫu",
                    seen_by=by.id,
                )
            )
    with transact(commune.pk) as work:
        Account.objects.bulk_create(accounts)
        Post.objects.bulk_create(posts)
        Assignment.objects.bulk_create(assignments)
        for account in accounts:
            work.note("account.created", by.ref, account.ref, facts={"sample": True})
        for row in assignments:
            facts = {"account": str(row.account_id), "role": row.role, "unit": str(row.unit_id)}
            work.note("assignment.granted", by.ref, Ref("assignment", row.pk), facts=facts)
    there |= {account.username: account for account in accounts}
    return {person.username: there[person.username] for person in PEOPLE}


def sample_phone(username: str) -> str:
    """+84 900 0000 nn: numbers that the numbering plan gives to nobody."""
    place = [person.username for person in PEOPLE].index(username) + 1
    return f"+849000000{place:02d}"
