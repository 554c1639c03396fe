"""Papers as PDF, and following by code and key: what is shown, to whom, and how often one may guess."""

from uuid import uuid4

from tests.api.made import CONFIRMATION, MadeTestCase, bearer
from thonso.dossiers.models import Result
from thonso.dossiers.tests.world import sample


class PapersOverTheApi(MadeTestCase):
    @classmethod
    def make(cls) -> None:
        super().make()
        world = cls.world
        cls.filed = world.file("mai", sample(CONFIRMATION), channel="online")
        cls.done = world.file("mai", sample(CONFIRMATION), channel="online")
        world.receive(cls.done)
        for name in ("take", "draft_result"):
            world.act("hoa", cls.done, name)

    def test_the_papers_of_a_dossier_are_listed_and_each_is_a_pdf(self) -> None:
        mai = bearer(self.world, "mai")
        papers = mai.get(f"/api/v1/dossiers/{self.filed.code}/papers").json()
        assert [paper["kind"] for paper in papers] == ["filing_note"]
        for paper in papers:
            answer = mai.get(paper["url"])
            assert answer.status_code == 200
            assert answer.headers["Content-Type"] == "application/pdf"
            assert answer.content.startswith(b"%PDF-")
            assert "no-store" in answer.headers["Cache-Control"]

    def test_a_draft_is_for_those_at_work_on_it_and_the_signed_paper_for_its_owner(self) -> None:
        path = f"/api/v1/dossiers/{self.done.code}/papers"
        result = Result.objects.get(stands_for__dossier_id=self.done.dossier_id)
        mai, hoa = bearer(self.world, "mai"), bearer(self.world, "hoa")
        self._shown(hoa, path, result, True)
        self._shown(mai, path, result, False)
        self.world.act("hoa", self.done, "propose")
        self.world.sign("pho", self.done)
        self._shown(mai, path, result, False)  # signed, but without the seal: not in force yet
        self.world.act("thu", self.done, "seal")
        self._shown(mai, path, result, True)

    def _shown(self, client, path: str, result: Result, wanted: bool) -> None:
        listed = str(result.pk) in {paper["id"] for paper in client.get(path).json()}
        answer = client.get(f"{path}/{result.pk}.pdf")
        assert (listed, answer.status_code) == (wanted, 200 if wanted else 404)
        if wanted:
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert content.startswith(b"%PDF-")

    def test_a_paper_of_another_dossier_or_of_none_is_not_there(self) -> None:
        hoa, result = bearer(self.world, "hoa"), Result.objects.get(stands_for__dossier_id=self.done.dossier_id)
        note = self.world.dossier(self.filed).events.get(kind="filed").pk
        for path in (
            f"{self.filed.code}/papers/{result.pk}.pdf",
            f"{self.done.code}/papers/{note}.pdf?kind=filing_note",
            f"{self.filed.code}/papers/{note}.pdf?kind=form01",
            f"{self.filed.code}/papers/{note}.pdf?kind=..%2f..%2fetc",
            f"{self.filed.code}/papers/{note}.pdf",
            f"{self.filed.code}/papers/{uuid4()}.pdf",
        ):
            assert hoa.get(f"/api/v1/dossiers/{path}").status_code == 404, path
        for who in ("xuan", "quantri", "tu", "phung"):
            answer = bearer(self.world, who).get(
                f"/api/v1/dossiers/{self.filed.code}/papers/{note}.pdf?kind=filing_note"
            )
            assert answer.status_code == 404, who


class FollowingOverTheApi(MadeTestCase):
    @classmethod
    def make(cls) -> None:
        super().make()
        cls.one = cls.world.file("mai", sample(CONFIRMATION), channel="online")
        cls.two = cls.world.file("lan", sample(CONFIRMATION))

    def follow(self, filed, key: str, **more: str):
        return self.client.get(f"/api/v1/track/{filed.code}", {"key": key}, **more)

    def wrong(self, filed) -> str:
        return f"{(int(filed.key) + 1) % 1_000_000:06d}"

    def test_code_and_key_show_where_it_stands_and_nothing_of_the_person(self) -> None:
        answer = self.follow(self.one, self.one.key)
        assert answer.status_code == 200
        shown = answer.json()
        assert (shown["code"], shown["state"]) == (self.one.code, "submitted")
        assert shown["words"]
        for private in ("Lý Thị Mai", "015168990001", "0912", self.one.key):
            assert private not in answer.content.decode()

    def test_a_wrong_key_a_wrong_code_and_the_key_of_another_look_the_same(self) -> None:
        answers = [
            self.follow(self.one, self.wrong(self.one)),
            self.follow(self.one, "" if self.two.key == self.one.key else self.two.key),
            self.client.get("/api/v1/track/TS-000000-0000", {"key": "123456"}),
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1

    def test_keys_that_are_none_are_refused(self) -> None:
        for key in ("", "x", "０００００００", "1" * 13, "-1", "1e5"):
            assert self.follow(self.one, key).status_code in {404, 422}, key
        assert self.client.get(f"/api/v1/track/{self.one.code}").status_code == 422

    def test_guessing_ends_after_ten_tries_and_only_for_that_code(self) -> None:
        tries = [self.follow(self.one, self.wrong(self.one)).status_code for _try in range(12)]
        assert tries == [404] * 10 + [429] * 2
        limited = self.follow(self.one, self.one.key)
        assert limited.status_code == 429
        assert 0 < int(limited.headers["Retry-After"]) <= 600
        assert limited.headers["Content-Type"] == "application/problem+json"
        assert self.follow(self.two, self.two.key).status_code == 200
        # However it is written, it is the same code.
        assert self.client.get(f"/api/v1/track/{self.one.code.lower()}", {"key": self.one.key}).status_code == 429

    def test_those_who_have_the_key_may_look_as_often_as_they_like(self) -> None:
        assert {self.follow(self.one, self.one.key).status_code for _try in range(25)} == {200}

    def test_an_address_that_is_claimed_is_not_believed(self) -> None:
        for number in range(12):
            self.follow(self.one, self.wrong(self.one), headers={"X-Forwarded-For": f"10.0.0.{number}"})
        assert self.follow(self.one, self.one.key).status_code == 429
