"""A good document and a good status, with everything in them that may stand there. All people and offices are invented."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from thonso.core.base.clock import HANOI
from thonso.documents.exchange.messages import (
    NEW,
    RECALL,
    REPLACEMENT,
    UPDATE,
    Answered,
    Attachment,
    Business,
    ChangedReceiver,
    Changes,
    Code,
    Document,
    DocumentType,
    Organ,
    OtherInfo,
    Promulgation,
    Receiver,
    Replaced,
    Signer,
    Staff,
    Status,
    Trace,
    document_id,
)

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 3
COMMUNE = Organ(
    organ_id="001.22.H17",
    in_charge="UBND tỉnh Ví Dụ",
    name="UBND xã Thôn Số",
    address="Thôn 1, xã Thôn Số",
    email="ubnd@thonso.example",
    telephone="(0214) 300 0000",
    fax="02143000001",
    website="https://thonso.example",
)
THERE = Receiver(organ_id="000.00.22.H17", name="Sở Nội vụ tỉnh Ví Dụ")
ANSWERED = Answered("000.00.22.H17", "12/SNV-VP", date(2026, 1, 20), "000.00.22.H17,2026/01/20,12/SNV-VP")
STAFF = Staff("Văn phòng", "Đặng Văn Thư", "thu@thonso.example", "0900000000")

DOCUMENT = Document(
    sender=COMMUNE,
    receivers=(THERE, Receiver(organ_id="G12", name="Bộ Ví dụ")),
    document_id=document_id("001.22.H17", date(2026, 2, 5), "125", "QĐ-UBND"),
    code=Code("125", "QĐ-UBND"),
    promulgation=Promulgation("Thôn Số", date(2026, 2, 5)),
    type=DocumentType(2, 0, "Quyết định"),
    subject="Về việc công bố công khai dự toán A & B <năm 2026>",
    content="Nội dung\nDòng hai",
    signer=Signer("TM. ỦY BAN NHÂN DÂN", "Chủ tịch", "Nguyễn Thị Ước Mơ"),
    due=date(2026, 2, 28),
    other=OtherInfo(1, "Liên thông", "TVC", 2, 22, False, ("Phụ lục I", "Phụ lục II")),
    response_for=(ANSWERED,),
    steering_type=1,
    to_places=("Như Điều 3", "Lưu: VT"),
    trace=(Trace("001.22.H17", datetime(2026, 2, 5, 8, 0, tzinfo=HANOI)),),
    business=Business(type=NEW, reason="Văn bản điện tử mới", paper=False, staff=STAFF),
    attachments=(
        Attachment("125-QĐ-UBND.signed.pdf", PDF, "application/pdf", "Bản ký", content_id="209"),
        Attachment(
            "phu luc.doc", b"\xd0\xcf\x11\xe0" + b"doc" * 500, "application/msword", content_id="210", zipped=True
        ),
    ),
)
RECALLED = replace(DOCUMENT, business=Business(type=RECALL, reason="Sai số"), attachments=())
UPDATED = replace(
    DOCUMENT,
    business=Business(
        type=UPDATE, changes=Changes(False, True, (ChangedReceiver(0, "H17"), ChangedReceiver(1, "G12")))
    ),
)
REPLACED = replace(
    DOCUMENT,
    business=Business(
        document_id="001.22.H17,2026/01/05,3/QĐ-UBND",
        type=REPLACEMENT,
        paper=True,
        replaced=(Replaced("001.22.H17,2026/01/05,3/QĐ-UBND", ("22.H17", "G12")), Replaced("một", ())),
    ),
)
STATUS = Status(
    response_for=ANSWERED,
    sender=COMMUNE,
    code="03",
    description="Đã tiếp nhận",
    at=datetime(2026, 2, 5, 9, 30, 15, tzinfo=HANOI),
    staff=STAFF,
)
EVERY = [DOCUMENT, RECALLED, UPDATED, REPLACED, STATUS]


def zip_of(*files: tuple[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return packed.getvalue()
