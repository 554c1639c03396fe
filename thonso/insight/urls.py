"""Addresses of the reports: the periodic table, the register, the sheets of a day."""

from django.urls import path

from thonso.insight.views import books, cash, handovers, helping, months, register, table

app_name = "insight"
urlpatterns = [
    path("ban/so-so/", books.index, name="books"),
    path("ban/so-so/<int:year>/<slug:organ>/<slug:key>/", books.page, name="book"),
    path("ban/so-so/<int:year>/<slug:organ>/<slug:key>.<str:kind>", books.export, name="book_export"),
    path("ban/bao-cao/ho-tro/", helping.commune, name="helping"),
    path("thon/da-giup/", helping.own, name="helping_own"),
    path("ban/bao-cao/ky/", table.page, name="table"),
    path("ban/bao-cao/ky/ho-so/", table.rows, name="rows"),
    path("ban/bao-cao/ky.<str:kind>", table.export, name="table_export"),
    path("ban/bao-cao/ky/so/", register.page, name="register"),
    path("ban/bao-cao/ky/so.<str:kind>", register.export, name="register_export"),
    path("ban/bao-cao/ky/thu-phi/", cash.page, name="cash"),
    path("ban/bao-cao/ky/thu-phi.<str:kind>", cash.export, name="cash_export"),
    path("ban/bao-cao/ky/thu-phi/khoa/", cash.close, name="cash_close"),
    path("ban/bao-cao/ky/thu-phi/<uuid:sheet_id>/ky/", cash.countersign, name="cash_countersign"),
    path("ban/bao-cao/ky/ban-giao/", handovers.page, name="handovers"),
    path("ban/bao-cao/ky/ban-giao/<str:way>.pdf", handovers.paper, name="handover"),
    path("ban/bao-cao/ky/thang/", months.index, name="months"),
    path("ban/bao-cao/ky/thang/<str:name>/", months.page, name="month"),
    path("ban/bao-cao/ky/thang/<str:name>/dong/", months.close, name="month_close"),
    path("ban/bao-cao/ky/thang/ban-dong/<uuid:book_id>/mo-lai/", months.reopen, name="month_reopen"),
    path("ban/bao-cao/ky/thang/ban-dong/<uuid:book_id>/<str:what>.<str:kind>", months.export, name="month_export"),
]
