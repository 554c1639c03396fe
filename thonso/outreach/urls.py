"""Addresses of this wing."""

from django.urls import URLPattern, URLResolver, path

from thonso.outreach.views import mobile, own, pads, pouch, public, telling

app_name = "outreach"
urlpatterns: list[URLPattern | URLResolver] = [
    path("luu-dong/", public.days, name="public_days"),
    path("thon/luu-dong/", own.days, name="own_days"),
    path("thon/luu-dong/<uuid:day_id>/ghi/", own.enrol, name="own_enrol"),
    path("thon/luu-dong/bo/<uuid:enrolment_id>/", own.drop, name="own_drop"),
    path("ban/luu-dong/", mobile.days, name="days"),
    path("ban/luu-dong/moi/", mobile.announce, name="announce"),
    path("ban/luu-dong/<uuid:day_id>/", mobile.day, name="day"),
    path("ban/luu-dong/<uuid:day_id>/bat-dau/", mobile.begin, name="begin"),
    path("ban/luu-dong/<uuid:day_id>/ket-thuc/", mobile.close, name="close"),
    path("ban/luu-dong/<uuid:day_id>/hoan/", mobile.call_off, name="call_off"),
    path("ban/luu-dong/bo/<uuid:enrolment_id>/", mobile.drop, name="drop"),
    path("thon/giay-to/", pouch.own, name="own_pouch"),
    path("thon/giay-to/nhan/", pouch.own_take, name="own_take"),
    path("thon/giay-to/giao/", pouch.own_send, name="own_send"),
    path("ban/giay-to/", pouch.desk, name="pouch"),
    path("ban/giay-to/gom/", pouch.gather, name="gather"),
    path("ban/giay-to/giao/<slug:way>/", pouch.send, name="send"),
    path("giay-to/<uuid:paper_id>/tra/", pouch.give_back, name="give_back"),
    path("giay-to/danh-sach/<uuid:list_id>/", pouch.hand_over, name="hand_over"),
    path("giay-to/danh-sach/<uuid:list_id>.pdf", pouch.hand_over_pdf, name="hand_over_pdf"),
    path("giay-to/bien-nhan/<str:code>.pdf", pouch.receipt, name="receipt"),
    path("ban/bao-tin/", telling.to_tell, name="to_tell"),
    path("ban/bao-tin/<str:code>/", telling.called, name="called"),
    path("ban/phieu-in-san/", pads.slip_pads, name="slip_pads"),
    path("ban/phieu-in-san/<uuid:pad_id>.pdf", pads.print_pad, name="print_pad"),
    path("ban/ho-so/<str:code>/phieu-in-san/", pads.for_dossier, name="slip_for_dossier"),
    path("nop/<uuid:draft_id>/phieu-in-san/", pads.for_draft, name="slip_for_draft"),
]
