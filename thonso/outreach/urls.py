"""Addresses of this wing."""

from django.urls import URLPattern, URLResolver, path

from thonso.outreach.views import mobile, own, pads, public

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
    path("ban/phieu-in-san/", pads.slip_pads, name="slip_pads"),
    path("ban/phieu-in-san/<uuid:pad_id>.pdf", pads.print_pad, name="print_pad"),
    path("ban/ho-so/<str:code>/phieu-in-san/", pads.for_dossier, name="slip_for_dossier"),
    path("nop/<uuid:draft_id>/phieu-in-san/", pads.for_draft, name="slip_for_draft"),
]
