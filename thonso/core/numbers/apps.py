from django.apps import AppConfig


class NumbersConfig(AppConfig):
    name = "thonso.core.numbers"
    label = "numbers"

    def ready(self) -> None:
        from thonso.core.base.append_only import protect

        # What a number was given to stays for good; only its state moves on, once, when it is cancelled.
        protect("numbers.Issued", changeable=("state", "cancelled_at", "reason"))
        protect("numbers.Outside", changeable=("withdrawn_at",))
