"""Every error of the API is RFC 9457 with a Vietnamese sentence that a person can be shown."""

from uuid import uuid4

from tests.api.made import CONFIRMATION, MadeTestCase, bearer, body_of, post_json, put_json, signed_in
from thonso.dossiers.tests.world import sample

VIETNAMESE = set("ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")


class ErrorsOfTheApi(MadeTestCase):
    @classmethod
    def make(cls) -> None:
        super().make()
        cls.done = cls.world.file("lan", sample(CONFIRMATION))

    def is_problem(self, answer, status: int) -> dict:
        assert answer.status_code == status, (answer.status_code, answer.content)
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem = answer.json()
        assert (
            {"type", "title", "status", "detail"}
            <= set(problem)
            <= {"type", "title", "status", "detail", "errors", "reason"}
        )
        assert problem["status"] == status
        assert set(problem["detail"].lower()) & VIETNAMESE, problem["detail"]
        assert "{" not in problem["detail"]
        for name, sentences in problem.get("errors", {}).items():
            assert isinstance(name, str)
            assert sentences
            assert all(isinstance(text, str) and text for text in sentences)
        return problem

    def test_each_kind_of_error_has_the_same_shape(self) -> None:
        lan, mai = bearer(self.world, "lan"), bearer(self.world, "mai")
        path = f"/api/v1/dossiers/{self.done.code}"
        self.is_problem(put_json(mai, f"/api/v1/dossiers/{uuid4()}", "{"), 400)
        self.is_problem(self.client.get(path), 401)
        self.is_problem(self.client.get(path, headers={"Authorization": "Bearer x"}), 401)
        session = signed_in(self.world, "mai", enforce_csrf_checks=True)
        self.is_problem(put_json(session, f"/api/v1/dossiers/{uuid4()}", {}), 403)
        self.is_problem(lan.get("/api/v1/dossiers/TS-000000-0000"), 404)
        self.is_problem(lan.get("/api/v1/nothing-here"), 404)
        self.is_problem(lan.get("/api/v1/procedures/1.999999"), 404)
        self.is_problem(lan.get("/api/v1/blobs/x"), 405)
        self.is_problem(lan.delete(path), 405)
        self.is_problem(post_json(lan, f"{path}/take", {}), 404)
        self.world.check_all("lan", self.done)
        self.world.act("lan", self.done, "receive")
        self.is_problem(post_json(lan, f"{path}/receive", {}), 409)
        problem = self.is_problem(put_json(mai, f"/api/v1/dossiers/{uuid4()}", {}), 422)
        assert {"procedure", "subject"} <= {name.split(".")[-1] for name in problem["errors"]}
        for _try in range(11):
            limited = self.client.get(f"/api/v1/track/{self.done.code}?key=000000")
        self.is_problem(limited, 429)

    def test_an_error_says_nothing_of_the_machine(self) -> None:
        mai = bearer(self.world, "mai")
        for answer in (
            put_json(mai, f"/api/v1/dossiers/{uuid4()}", {"procedure": []}),
            put_json(mai, f"/api/v1/dossiers/{uuid4()}", {**body_of(self.world, sample(CONFIRMATION)), "answers": []}),
            mai.get("/api/v1/dossiers/x/papers/y.pdf"),
        ):
            text = answer.content.decode()
            for word in ("Traceback", "pydantic", "ninja", "django", "/usr", "Error:", "thonso."):
                assert word not in text, text
