"""What came to the committee: registered through the autumn, one returned, two that wait with their files to be read."""

import io
from datetime import timedelta
from typing import Any

from thonso.core import papers
from thonso.core.access.actors import Actor, actor_of_account
from thonso.core.access.models import Account
from thonso.core.base import clock
from thonso.core.journal.work import transact
from thonso.core.units.models import Unit
from thonso.documents import routing, services
from thonso.documents.models import Incoming

_PROVINCE = "Ủy ban nhân dân tỉnh Lào Cai"
# (days ago, organ of the commune, its sender, number and symbol, kind, subject, who signed, urgency)
_REGISTERED = (
    (
        41,
        "ubnd",
        _PROVINCE,
        "3127/QĐ-UBND",
        "Quyết định",
        "Ban hành Kế hoạch chuyển đổi số tỉnh Lào Cai năm 2027",
        "Lò Quang Thịnh",
        "0",
    ),
    (
        33,
        "ubnd",
        "Sở Nội vụ",
        "2210/SNV-CCHC",
        "Công văn",
        "V/v rà soát, cập nhật thủ tục hành chính tại Trung tâm Phục vụ hành chính công cấp xã",
        "Trần Thu Nga",
        "0",
    ),
    (
        26,
        "hdnd",
        "Thường trực Hội đồng nhân dân tỉnh Lào Cai",
        "98/TB-HĐND",
        "Thông báo",
        "Kết luận phiên giải trình về nước sạch nông thôn",
        "Vũ Minh Đức",
        "0",
    ),
    (
        19,
        "ubnd",
        "Sở Nông nghiệp và Môi trường",
        "118/CĐ-SNNMT",
        "Công điện",
        "Chủ động ứng phó rét đậm, rét hại cho cây trồng, vật nuôi",
        "Hoàng Văn Thái",
        "3",
    ),
    (
        12,
        "ubnd",
        "Bảo hiểm xã hội cơ sở Bát Xát",
        "871/BHXH-TT",
        "Công văn",
        "V/v phối hợp cấp thẻ bảo hiểm y tế cho người dân tộc thiểu số",
        "Đặng Thị Hòa",
        "0",
    ),
    (
        6,
        "ubnd",
        "Ủy ban nhân dân phường Lào Cai",
        "45/GM-UBND",
        "Giấy mời",
        "Dự hội nghị chợ phiên nông sản vùng cao",
        "Phạm Đức Long",
        "1",
    ),
)
# (days ago, number and symbol, in charge, helps, is informed, days from now until when, the chairman's word)
_INSTRUCTIONS: tuple[tuple[int, str, str, tuple[str, ...], tuple[str, ...], int, str], ...] = (
    (
        32,
        "2210/SNV-CCHC",
        "binh",
        ("trung",),
        (),
        -22,
        "Giao đ/c Bình chủ trì rà soát, Trung tâm phối hợp, báo cáo trước hạn.",
    ),
    (
        18,
        "118/CĐ-SNNMT",
        "hoa",
        ("lan",),
        ("pho", "trung"),
        -2,
        "Khẩn trương thông báo đến các thôn, che chắn cho gia súc.",
    ),
    (2, "871/BHXH-TT", "hoa", (), ("lan",), 6, "Đ/c Hòa chủ trì, rà soát người chưa có thẻ theo từng thôn."),
)
_WAITING: tuple[tuple[str, dict[str, Any]], ...] = (
    ("cv-so-khcn.pdf", {
        "parent_organ": _PROVINCE, "organ": "Sở Khoa học và Công nghệ", "place": "Lào Cai", "number": 1206,
        "symbol": "SKHCN-CĐS", "subject_line": "báo cáo kết quả phủ sóng di động và tổ công nghệ số cộng đồng tại các thôn",
        "issued_by": "Sở Khoa học và Công nghệ", "addressees": ["Ủy ban nhân dân các xã, phường"],
        "body": ["Sở Khoa học và Công nghệ đề nghị Ủy ban nhân dân các xã, phường rà soát các thôn chưa có sóng di động, "
                 "kết quả hoạt động của tổ công nghệ số cộng đồng.",
                 "Báo cáo gửi về Sở để tổng hợp, trình Ủy ban nhân dân tỉnh."],
        "recipients": ["Như trên", "Lưu: VT, CĐS"], "signer": {"lines": ["GIÁM ĐỐC"], "name": "Nguyễn Thành Công"},
    }),
    ("cv-van-phong-tinh.pdf", {
        "organ": _PROVINCE, "place": "Lào Cai", "number": 5532, "symbol": "UBND-NC",
        "subject_line": "tổ chức tiếp công dân và giải quyết kiến nghị của cử tri tại cơ sở",
        "issued_by": _PROVINCE, "addressees": ["Các sở, ban, ngành", "Ủy ban nhân dân các xã, phường"],
        "body": ["Ủy ban nhân dân tỉnh yêu cầu các cơ quan, địa phương bố trí lịch tiếp công dân tại nhà văn hóa thôn."],
        "recipients": ["Như trên", "Lưu: VT, NC"],
        "signer": {"lines": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "name": "Lò Quang Thịnh"},
    }),
)  # fmt: skip


def build_documents(commune: Unit, accounts: dict[str, Account]) -> None:
    if Incoming.objects.filter(commune=commune).exists():
        return
    thu, now = actor_of_account(accounts["thu"]), clock.now()
    came = {}
    for ago, *entry in _REGISTERED:
        with clock.at(now - timedelta(days=ago)):
            came[entry[2]] = _registered(commune, thu, *entry)
    _directed(commune, accounts, came)
    with clock.at(now - timedelta(days=3)), transact(commune.pk) as work:
        row = services.begin_on_paper(work, thu, commune, "ubnd")
        typed = services.Typed(
            "Ban Quản lý rừng phòng hộ", "77/BQL", "Công văn", "V/v giao rừng cho cộng đồng thôn Ky Quan San"
        )
        services.register(work, thu, row, typed)
        services.send_back(work, thu, row, "Gửi nhầm, thôn này thuộc xã khác")
    for name, data in _WAITING:
        letter = {**data, "date": clock.local(now - timedelta(days=1)).date(), "demo": True}
        services.arrive(thu, commune, "ubnd", io.BytesIO(papers.render("letter", letter)), name)


def _directed(commune: Unit, accounts: dict[str, Account], came: dict[str, Incoming]) -> None:
    """One is done, one late with its officer, one just given, one waits for the chairman's word."""
    now, hai, thu = clock.now(), actor_of_account(accounts["hai"]), actor_of_account(accounts["thu"])
    for ago, code, lead, helpers, informed, days, words in _INSTRUCTIONS:
        with clock.at(now - timedelta(days=ago)), transact(commune.pk) as work:
            row = came[code]
            routing.present(work, thu, row, hai.account_id)
            due = clock.local(now + timedelta(days=days)).date()
            wanted = routing.Wanted(
                words,
                accounts[lead].pk,
                [accounts[who].pk for who in helpers],
                [accounts[who].pk for who in informed],
                due,
            )
            routing.instruct(work, hai, row, wanted)
    done = came["2210/SNV-CCHC"]
    binh = actor_of_account(accounts["binh"])
    with clock.at(now - timedelta(days=25)), transact(commune.pk) as work:
        task = done.tasks.get(account=accounts["binh"])
        routing.see(work, binh, task)
        routing.finish(work, binh, task, "Đã rà soát 24 thủ tục, báo cáo bằng văn bản số 212/UBND-VP.")
    with transact(commune.pk) as work:
        routing.present(work, thu, came["45/GM-UBND"], hai.account_id)


def _registered(
    commune: Unit, thu: Actor, organ: str, sender: str, code: str, kind: str, subject: str, signer: str, urgency: str
) -> Incoming:
    typed = services.Typed(
        sender, code, kind, subject, signer, dated=clock.today() - timedelta(days=1), urgency=urgency
    )
    with transact(commune.pk) as work:
        row = services.begin_on_paper(work, thu, commune, organ)
        return services.register(work, thu, row, typed)
