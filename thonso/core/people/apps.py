from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "thonso.core.people"
    label = "people"

    def ready(self) -> None:
        from thonso.core.access.actors import register_household_loader
        from thonso.core.journal.events import subscribe
        from thonso.core.people import access, follow, scopes

        scopes.register()
        register_household_loader(access.household_of)
        subscribe("units.succeeded", follow.units_succeeded)
