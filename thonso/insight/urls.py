"""Addresses of the reports: the periodic table, the register, the sheets of a day."""

from django.urls import path

from thonso.insight.views import register, table

app_name = "insight"
urlpatterns = [
    path("ban/bao-cao/ky/", table.page, name="table"),
    path("ban/bao-cao/ky/ho-so/", table.rows, name="rows"),
    path("ban/bao-cao/ky.<str:kind>", table.export, name="table_export"),
    path("ban/bao-cao/ky/so/", register.page, name="register"),
    path("ban/bao-cao/ky/so.<str:kind>", register.export, name="register_export"),
]
