"""Routes of hamlets (for the administrator) and of people (for the officers); each view names its audience."""

from django.urls import URLPattern, URLResolver, path

from thonso.core.people.views import contacts, duplicates, hamlets, imports, moving, residents

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("quan-tri/don-vi/", hamlets.hamlets, name="hamlets"),
    path("quan-tri/don-vi/them/", hamlets.add, name="hamlet-add"),
    path("quan-tri/don-vi/gop/", hamlets.merge, name="hamlet-merge"),
    path("quan-tri/don-vi/tai-ve.<str:form>", hamlets.export, name="hamlet-export"),
    path("quan-tri/don-vi/nhap/", imports.hamlets, name="hamlet-import"),
    path("quan-tri/don-vi/nhap/mau.xlsx", imports.hamlets_template, name="hamlet-import-template"),
    path("quan-tri/don-vi/nhap/<uuid:batch_id>/", imports.hamlets_preview, name="hamlet-import-preview"),
    path("quan-tri/don-vi/nhap/<uuid:batch_id>/loi.xlsx", imports.hamlets_rejects, name="hamlet-import-rejects"),
    path("quan-tri/don-vi/<uuid:hamlet_id>/", hamlets.edit, name="hamlet"),
    path("quan-tri/don-vi/<uuid:hamlet_id>/doi-ten/", hamlets.rename, name="hamlet-rename"),
    path("quan-tri/don-vi/<uuid:hamlet_id>/tach/", hamlets.split, name="hamlet-split"),
    path("ban/dan-cu/nhap/", imports.people, name="import"),
    path("ban/dan-cu/nhap/mau.xlsx", imports.people_template, name="import-template"),
    path("ban/dan-cu/nhap/<uuid:batch_id>/", imports.people_preview, name="import-preview"),
    path("ban/dan-cu/nhap/<uuid:batch_id>/loi.xlsx", imports.people_rejects, name="import-rejects"),
    path("ban/dan-cu/nguoi/<uuid:resident_id>/sua/", residents.edit, name="resident-edit"),
    path("ban/dan-cu/ho/<uuid:household_id>/them/", residents.add, name="resident-add"),
    path("ban/dan-cu/ho/them/", residents.add_household, name="household-add"),
    path("ban/dan-cu/ho/<uuid:household_id>/tach/", moving.split, name="household-split"),
    path("ban/dan-cu/ho/<uuid:household_id>/sang-ho-khac/", moving.to_household, name="household-join"),
    path("ban/dan-cu/ho/<uuid:household_id>/chuyen-di/", moving.away, name="household-away"),
    path("ban/dan-cu/ho/<uuid:household_id>/doi-thon/", moving.to_hamlet, name="household-hamlet"),
    path("ban/dan-cu/nguoi/<uuid:resident_id>/da-mat/", moving.died, name="resident-died"),
    path("ban/dan-cu/nguoi/<uuid:resident_id>/tro-ve/", moving.returned, name="resident-returned"),
    path("ban/dan-cu/nguoi/<uuid:resident_id>/ghi-nham/", moving.undo, name="resident-undo"),
    path("ban/dan-cu/nguoi/<uuid:resident_id>/dien-thoai/", contacts.contacts, name="contacts"),
    path("ban/dan-cu/nguoi/<uuid:resident_id>/dien-thoai/<uuid:contact_id>/", contacts.contact, name="contact"),
    path("ban/dan-cu/trung/", duplicates.pairs, name="duplicates"),
    path("ban/dan-cu/trung/<uuid:proposal_id>/", duplicates.pair, name="duplicate"),
]
