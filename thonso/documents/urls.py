"""Addresses of this wing."""

from django.urls import URLPattern, URLResolver, path

from thonso.documents.views import behind, drafting, incoming, outgoing, register, signing, work

app_name = "documents"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ban/van-ban/", register.page, name="incoming"),
    path("ban/van-ban/den/moi/", incoming.drop, name="drop"),
    path("ban/van-ban/den/so.<slug:kind>", register.export, name="export"),
    path("ban/van-ban/den/cap-so/<slug:organ>/", register.numbering, name="numbering"),
    path("ban/van-ban/den/<uuid:incoming_id>/", incoming.one, name="one"),
    path("ban/van-ban/den/<uuid:incoming_id>/vao-so/", incoming.register, name="register"),
    path("ban/van-ban/den/<uuid:incoming_id>/tra-lai/", incoming.send_back, name="send_back"),
    path("ban/van-ban/han/", behind.page, name="behind"),
    path("ban/van-ban/viec/", work.listed, name="work"),
    path("ban/van-ban/viec/<uuid:task_id>/<slug:act>/", work.act, name="act"),
    path("ban/van-ban/den/<uuid:incoming_id>/trinh/", work.present, name="present"),
    path("ban/van-ban/den/<uuid:incoming_id>/but-phe/", work.instruct, name="instruct"),
    path("ban/van-ban/den/<uuid:incoming_id>/rut/", incoming.withdraw, name="withdraw"),
    path("ban/van-ban/den/<uuid:incoming_id>/bo/", incoming.throw_away, name="throw_away"),
    path("ban/van-ban/den/<uuid:incoming_id>/trang-<int:page>.jpg", incoming.picture, name="picture"),
    path("ban/van-ban/di/", outgoing.listed, name="outgoing"),
    path("ban/van-ban/di/moi/", drafting.begin, name="begin"),
    path("ban/van-ban/di/<uuid:outgoing_id>/", outgoing.one, name="outgoing_one"),
    path("ban/van-ban/di/<uuid:outgoing_id>/soan/", drafting.edit, name="draft"),
    path("ban/van-ban/di/<uuid:outgoing_id>/xem-trang/", drafting.preview, name="preview"),
    path("ban/van-ban/di/<uuid:outgoing_id>/ban-<int:number>.pdf", drafting.pdf, name="version"),
    path("ban/van-ban/di/<uuid:outgoing_id>/ban-<int:number>/khac/", drafting.compare, name="compare"),
    path("ban/van-ban/di/<uuid:outgoing_id>/trang-<int:page>.png", outgoing.picture, name="outgoing_picture"),
    path("ban/van-ban/di/<uuid:outgoing_id>/trinh/", outgoing.present, name="outgoing_present"),
    path("ban/van-ban/di/<uuid:outgoing_id>/hoi/", outgoing.ask, name="ask"),
    path("ban/van-ban/di/<uuid:outgoing_id>/phat-hanh/", signing.issue, name="issue"),
    path("ban/van-ban/di/<uuid:outgoing_id>/tra-lai/", outgoing.give_back, name="outgoing_give_back"),
    path("ban/van-ban/di/<uuid:outgoing_id>/viec/<slug:act>/", outgoing.own, name="outgoing_own"),
    path("ban/van-ban/di/luot/<uuid:task_id>/ky/", signing.sign, name="sign"),
    path("ban/van-ban/di/luot/<uuid:task_id>/<slug:act>/", outgoing.act, name="outgoing_act"),
]
