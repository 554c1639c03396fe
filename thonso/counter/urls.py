"""Addresses of the counter: the officer's day, numbers, the lobby, visits, what is set up."""

from django.urls import URLPattern, URLResolver, path

from thonso.counter.views import after_entry, bookings, calling, day, lobby, setup, visits

app_name = "counter"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ban/quay/", day.day, name="day"),
    path("ban/quay/ngoi/", calling.sit, name="sit"),
    path("ban/quay/goi/", calling.call, name="call"),
    path("ban/quay/hen/<str:code>/", calling.came, name="came"),
    path("ban/quay/hen-gio/", bookings.coming, name="bookings"),
    path("ban/quay/hen-gio/<uuid:booking_id>/den/", bookings.came, name="booking_came"),
    path("hen-gio/", bookings.book, name="book"),
    path("hen-gio/<uuid:booking_id>/", bookings.booking, name="booking"),
    path("hen-gio/<uuid:booking_id>/huy/", bookings.cancel, name="booking_cancel"),
    path("ban/quay/so/", calling.draw, name="draw"),
    path("ban/quay/so/<uuid:ticket_id>/ve.pdf", calling.ticket_print, name="ticket_print"),
    path("ban/quay/so/<uuid:ticket_id>/chuyen/", calling.send_on, name="send_on"),
    path("ban/quay/so/<uuid:ticket_id>/<str:what>/", calling.act, name="ticket_act"),
    path("ban/quay/nhap-bu/", after_entry.after_entry, name="after_entry"),
    path("ban/quay/nhap-bu/dot/<uuid:outage_id>/", after_entry.decide, name="outage_decide"),
    path("ban/quay/nhap-bu/<uuid:batch_id>/phieu.pdf", after_entry.pad, name="pad"),
    path("goi-so/", lobby.screen, name="screen"),
    path("lay-so/<str:key>/", lobby.draw, name="lobby"),
    path("lay-so/<str:key>/<uuid:ticket_id>/", lobby.drawn, name="drawn"),
    path("lay-so/<str:key>/<uuid:ticket_id>/ve.pdf", lobby.drawn_print, name="drawn_print"),
    path("quan-tri/quay/", setup.setup, name="setup"),
    path("ban/quay/luot/moi/", visits.begin, name="begin_visit"),
    path("ban/quay/luot/<uuid:visit_id>/", visits.visit, name="visit"),
    path("ban/quay/luot/<uuid:visit_id>/them/", visits.add, name="visit_add"),
    path("ban/quay/luot/<uuid:visit_id>/bo/", visits.take_off, name="visit_take_off"),
    path("ban/quay/luot/<uuid:visit_id>/nhan/", visits.take_over, name="visit_take_over"),
    path("ban/quay/luot/<uuid:visit_id>/ket-thuc/", visits.end, name="visit_end"),
    path("ban/quay/luot/<uuid:visit_id>/danh-sach.pdf", visits.receipts, name="visit_list"),
]
