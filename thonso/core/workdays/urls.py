"""Routes of the calendar; each view names its audience."""

from datetime import date

from django.urls import URLPattern, URLResolver, path, register_converter

from thonso.core.workdays import hours, views

app_name = "workdays"


class IsoDate:
    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(IsoDate, "iso_date")

urlpatterns: list[URLPattern | URLResolver] = [
    path("quan-tri/ngay-nghi/", views.holidays, name="holidays"),
    path("quan-tri/ngay-nghi/them/", views.add, name="add"),
    path("quan-tri/gio-lam-viec/", hours.hours, name="hours"),
    path("quan-tri/gio-lam-viec/doi/", hours.change, name="set_hours"),
    path("quan-tri/ngay-nghi/<iso_date:day>/bo/", views.remove, name="remove"),
]
