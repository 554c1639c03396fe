"""Registers what other parts call: the sender of sign-in codes, the meaning of policy scopes, append-only attempts."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "thonso.core.notices"
    label = "notices"

    def ready(self) -> None:
        from thonso.core.base.append_only import protect
        from thonso.core.journal.events import subscribe
        from thonso.core.notices import access, checks, periodic, phone_codes, posts  # noqa: F401

        protect("notices.DeliveryAttempt")
        access.register()
        phone_codes.register()
        subscribe("post.lent", posts.lent)
