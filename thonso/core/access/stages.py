"""Steps between the first proof and being signed in."""

from typing import Any

from allauth.account.stages import PhoneVerificationStage


class PhoneAtSignup(PhoneVerificationStage):  # type: ignore[misc]
    def handle(self) -> Any:
        if not self.login.signup:
            return None, True
        return super().handle()
