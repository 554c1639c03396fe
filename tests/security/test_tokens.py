"""A token works for programs, on the API; no page opens to it, whatever its owner may see in a browser."""

from django.urls import reverse

from tests.api.made import MadeTestCase, bearer, signed_in
from tests.security.people import CONFIRMATION
from thonso.dossiers.models import Draft


class TokensAndPages(MadeTestCase):
    def setUp(self) -> None:
        self.browser = signed_in(self.world, "mai")
        begun = self.browser.post(f"/thu-tuc/{CONFIRMATION}/nop/", {"representation": "self"})
        self.fill = begun.headers["Location"]
        assert Draft.objects.filter(pk=self.fill.split("/")[2]).exists()

    def test_a_narrow_token_of_the_owner_opens_neither_her_draft_nor_her_list(self) -> None:
        token = bearer(self.world, "mai", "procedure.read")
        for path in (
            self.fill,
            f"{self.fill}tat-ca/",
            f"{self.fill}giay-to/",
            f"{self.fill}kiem-tra/",
            reverse("dossiers:mine"),
        ):
            assert self.browser.get(path).status_code in (200, 302), path
            assert token.get(path).status_code == 404, path

    def test_a_wide_token_opens_no_page_of_the_desk(self) -> None:
        desk = reverse("dossiers:queue")
        assert signed_in(self.world, "lan").get(desk).status_code == 200
        assert bearer(self.world, "lan").get(desk).status_code == 404

    def test_what_is_public_and_the_api_take_the_token(self) -> None:
        token = bearer(self.world, "mai")
        assert token.get("/tra-cuu/").status_code == 200
        assert token.get("/api/v1/mine").status_code == 200

    def test_no_page_tells_a_token_whose_it_is(self) -> None:
        token, name = bearer(self.world, "mai", "procedure.read"), self.world.cast["mai"].full_name
        for path in ("/", "/tra-cuu/", "/ban/", "/khong-co/"):
            assert name in self.browser.get(path).content.decode(), path
            assert name not in token.get(path).content.decode(), path
