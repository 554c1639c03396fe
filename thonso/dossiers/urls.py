"""Addresses of dossiers: filing, following, the helper's pages, the desk, checking a paper."""

from django.urls import URLPattern, URLResolver, path

from thonso.dossiers.views import (
    checking,
    complaints,
    desk,
    export,
    finding,
    hamlet,
    mine,
    papers,
    signing,
    tracking,
)
from thonso.dossiers.views.filing import answering, sending, sheet, start
from thonso.dossiers.views.filing import papers as paper_pages

app_name = "dossiers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("thu-tuc/<str:code>/nop/", start.start, name="start"),
    path("nop/<uuid:draft_id>/", start.fill, name="fill"),
    path("nop/<uuid:draft_id>/tat-ca/", answering.fill_all, name="fill_all"),
    path("nop/<uuid:draft_id>/giay-to/", paper_pages.papers, name="papers"),
    path("nop/<uuid:draft_id>/in-de-ky/", sheet.sheet, name="sheet"),
    path("nop/<uuid:draft_id>/kiem-tra/", sending.check, name="check_answers"),
    path("nop/<uuid:draft_id>/cau/<str:key>/", answering.question, name="question"),
    path("nop/xong/<str:code>/", sending.filed, name="filed"),
    path("nop/xong/<str:code>/phieu.pdf", papers.filed_slip, name="filed_slip"),
    path("tra-cuu/", tracking.track, name="track"),
    path("tra-cuu/<str:code>/", tracking.tracked, name="tracked"),
    path("tra-cuu/<str:code>/danh-gia/", tracking.rate, name="rate"),
    path("tra-cuu/<str:code>/phan-anh/", tracking.complain, name="complain"),
    path("tra-cuu/<str:code>/bo-sung/", mine.supply, name="supply"),
    path("tra-cuu/<str:code>/rut/", mine.withdraw, name="withdraw"),
    path("tra-cuu/<str:code>/phieu.pdf", papers.tracked_slip, name="tracked_slip"),
    path("tra-cuu/<str:code>/ket-qua/<uuid:result_id>.pdf", papers.tracked_result, name="tracked_result"),
    path("tai-khoan/ho-so/", mine.mine, name="mine"),
    path("xac-minh/", checking.ask, name="check_paper"),
    path("xac-minh/<str:code>/", checking.check, name="check"),
    path("thon/", hamlet.home, name="hamlet_home"),
    path("thon/giup/", hamlet.begin, name="helper_begin"),
    path("thon/giup/chon/", hamlet.choose, name="helper_choose"),
    path("thon/giup/tiep/", hamlet.resume, name="helper_resume"),
    path("thon/giup/them-gio/", hamlet.more_time, name="helper_more_time"),
    path("thon/giup/ket-thuc/", hamlet.end, name="helper_end"),
    path("thon/viec/<uuid:task_id>/", hamlet.task, name="hamlet_task"),
    path("ban/", desk.home, name="desk"),
    path("ban/tim/", finding.find, name="find"),
    path("ban/ho-so/", desk.queue, name="queue"),
    path("ban/ho-so/xuat.<str:kind>", export.export, name="export"),
    path("ban/ho-so/moi/", start.desk_choose, name="desk_choose"),
    path("ban/phan-anh/", complaints.complaints, name="complaints"),
    path("ban/phan-anh/<uuid:complaint_id>/tra-loi/", complaints.answer, name="complaint_answer"),
    path("ban/ky/", signing.waiting, name="signing"),
    path("ban/ky/ky/", signing.sign, name="sign"),
    path("ban/quyet-dinh/", signing.recognition, name="recognition"),
    path("ban/ho-so/<str:code>/", desk.detail, name="detail"),
    path("ban/ho-so/<str:code>/xem/", desk.reveal, name="reveal"),
    path("ban/ho-so/<str:code>/lam/<str:name>/", desk.act, name="act"),
    path("ban/ho-so/<str:code>/giay/<str:kind>/<uuid:event_id>.pdf", papers.slip, name="slip"),
    path("ban/ho-so/<str:code>/ket-qua/<uuid:result_id>.pdf", papers.result, name="result"),
]
