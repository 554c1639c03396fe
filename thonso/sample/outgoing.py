"""What the commune writes itself: a plan that is issued, a report that waits for the seal, a reply before the deputy chairman,
a decision still being written, of which a colleague's opinion is asked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from thonso.core.access.actors import actor_of_account
from thonso.core.access.models import Account
from thonso.core.base import clock
from thonso.core.journal.work import transact
from thonso.core.signatures import services as keys
from thonso.core.units.models import Unit
from thonso.documents.models import Incoming
from thonso.documents.outgoing import services, signing
from thonso.documents.outgoing.models import Outgoing
from thonso.documents.outgoing.services import Round
from thonso.documents.outgoing.typed import Draft

_PLAN = Draft(
    kind="ke-hoach", capacity="body", subject="Ra quân hướng dẫn dịch vụ công trực tuyến tại các thôn",
    recipients="Thường trực HĐND xã (b/c);\nCác phòng, Trung tâm;\nTrưởng các thôn;\nLưu: VT, VHXH (15 bản)",
    body="""I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Mỗi hộ có ít nhất một người tự nộp được hồ sơ, tra cứu được kết quả bằng điện thoại.
2. Yêu cầu
Hướng dẫn tại nhà, bằng tiếng của bà con; không làm thay, không giữ giấy tờ.
II. NỘI DUNG
1. Rà soát từng hộ: có điện thoại thông minh không, có sóng không, ai cần người phiên dịch.
2. Lịch hướng dẫn:
STT	Thôn	Buổi	Người phụ trách
1	Suối Chải	Tối thứ Ba hằng tuần	Tổ công nghệ số cộng đồng
2	Các thôn còn lại	Theo lịch tiếp nhận lưu động	Trung tâm Phục vụ hành chính công
III. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội chủ trì, tổng hợp kết quả trước ngày 25 hằng tháng.
2. Trưởng các thôn thông báo đến từng hộ, mở nhà văn hóa thôn theo lịch.
Trong quá trình thực hiện có vướng mắc, các đơn vị báo về Phòng Văn hóa - Xã hội để được hướng dẫn.""",
)  # fmt: skip
_REPORT = Draft(
    kind="bao-cao", capacity="body", subject="Kết quả tiếp nhận hồ sơ lưu động tại thôn quý IV",
    addressees="Ủy ban nhân dân tỉnh", recipients="Như trên;\nLưu: VT, TTPVHCC",
    body="""Ủy ban nhân dân xã báo cáo kết quả tiếp nhận hồ sơ lưu động tại thôn như sau:
1. Kết quả
Các buổi tiếp nhận diễn ra đúng lịch; hồ sơ của bà con được trả kết quả tại thôn.
2. Khó khăn
- Đường vào một số thôn sạt lở sau mưa;
- Sóng di động yếu, phải ghi trước, gửi sau.
3. Kiến nghị
Đề nghị tỉnh quan tâm phủ sóng di động tại các thôn vùng cao.""",
)  # fmt: skip
_REPLY = Draft(
    kind="cong-van", unit="VHXH", capacity="body",
    subject="phối hợp rà soát người dân tộc thiểu số chưa có thẻ bảo hiểm y tế",
    addressees="Bảo hiểm xã hội cơ sở Bát Xát", recipients="Như trên;\nLưu: VT, VHXH",
    body="""Về việc phối hợp cấp thẻ bảo hiểm y tế, Ủy ban nhân dân xã Bát Xát có ý kiến như sau:
1. Xã giao Phòng Văn hóa - Xã hội cùng trưởng các thôn rà soát người chưa có thẻ theo từng hộ.
2. Danh sách gửi về Bảo hiểm xã hội cơ sở trước ngày 15 hằng tháng.
Đề nghị Bảo hiểm xã hội cơ sở phối hợp thực hiện.""",
)  # fmt: skip
_DECISION = Draft(
    kind="quyet-dinh", unit="VHXH", capacity="chair", subject="Về việc kiện toàn Tổ công nghệ số cộng đồng thôn Suối Chải",
    recipients="Như Điều 3;\nLưu: VT, VHXH",
    body="""Căn cứ Luật Tổ chức chính quyền địa phương;
Theo đề nghị của Trưởng phòng Văn hóa - Xã hội.
Điều 1. Kiện toàn Tổ công nghệ số cộng đồng thôn Suối Chải gồm các thành viên có tên trong danh sách kèm theo.
Điều 2. Tổ công nghệ số cộng đồng hướng dẫn từng hộ dùng dịch vụ công trực tuyến, báo cáo kết quả hằng tháng.
Điều 3. Quyết định này có hiệu lực kể từ ngày ký.
Phòng Văn hóa - Xã hội, Trưởng thôn Suối Chải và các thành viên có tên tại Điều 1 thi hành Quyết định này.""",
)  # fmt: skip


def build_outgoing(commune: Unit, accounts: dict[str, Account]) -> None:
    if Outgoing.objects.filter(commune=commune).exists():
        return
    made = _Writing(commune, accounts)
    plan = made.submitted(9, "hoa", _PLAN, "hai", ("binh",))
    made.signed(8, plan, "hai")
    made.issued(8, plan)
    made.signed(1, made.submitted(2, "trung", _REPORT, "pho"), "pho")
    came = Incoming.objects.filter(commune=commune, code="871/BHXH-TT").first()
    made.submitted(1, "hoa", _REPLY, "pho", answers=came)
    decision = made.begun(1, "hoa", _DECISION)
    made.at(1, "hoa", services.ask, decision, [accounts["binh"].pk], "Thể thức và căn cứ đã đủ chưa?")


class _Writing:
    """Acts of people of the commune, each on its day."""

    def __init__(self, commune: Unit, accounts: dict[str, Account]) -> None:
        self.commune, self.accounts, self.now = commune, accounts, clock.now()

    def at(self, ago: int, who: str, verb: Callable[..., Any], *args: Any) -> Any:
        with clock.at(self.now - timedelta(days=ago)), transact(self.commune.pk) as work:
            return verb(work, actor_of_account(self.accounts[who]), *args)

    def begun(self, ago: int, who: str, draft: Draft, answers: Incoming | None = None) -> Outgoing:
        row: Outgoing = self.at(ago, who, services.begin, self.commune, draft, answers)
        return row

    def submitted(
        self, ago: int, who: str, draft: Draft, signer: str, checkers: tuple[str, ...] = (), *,
        answers: Incoming | None = None,
    ) -> Outgoing:  # fmt: skip
        row = self.begun(ago, who, draft, answers)
        wanted = Round(self.accounts[signer].pk, [self.accounts[one].pk for one in checkers])
        self.at(ago, who, services.submit, row, wanted)
        for one in checkers:
            turn = row.tasks.select_related("outgoing").get(account=self.accounts[one])
            self.at(ago, one, services.pass_on, turn, "Đã xem thể thức.")
        return row

    def signed(self, ago: int, row: Outgoing, who: str) -> None:
        account = self.accounts[who]
        key = keys.key_of_account(self.commune.pk, account.pk)
        with clock.at(self.now - timedelta(days=ago)), keys.in_hand(key) as hand:
            signing.sign(actor_of_account(account), row.tasks.get(part="sign"), hand)

    def issued(self, ago: int, row: Outgoing) -> None:
        row.refresh_from_db()
        with clock.at(self.now - timedelta(days=ago)):
            signing.issue(actor_of_account(self.accounts["thu"]), row)
