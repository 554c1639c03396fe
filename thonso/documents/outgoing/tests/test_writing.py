"""A document from its first line to the leader's desk: versions, opinions, looked through, sent back, taken back."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from thonso.core import papers
from thonso.core.access.models import Assignment
from thonso.core.access.services.posts import delegate
from thonso.core.base.clock import today
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.notices.models import OutboxMessage
from thonso.documents.outgoing import access, services, setting
from thonso.documents.outgoing.models import Outgoing, OutgoingStep, OutgoingTask, Version
from thonso.documents.outgoing.services import Round
from thonso.documents.outgoing.tests.conftest import BODY, DRAFT, Office
from thonso.documents.outgoing.typed import Draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def refused(verb: object, *args: object, **more: object) -> dict[str, list[object]]:
    with pytest.raises(Refused) as caught:
        verb(*args, **more)  # type: ignore[operator]
    return caught.value.fields


def told(row: object) -> list[str]:
    return sorted(OutboxMessage.objects.filter(template__startswith="outgoing").values_list("template", flat=True))


def test_a_draft_is_kept_with_its_first_version(office: Office) -> None:
    row = office.begin()
    assert (row.state, row.version, row.code, row.number) == ("draft", 1, "", None)
    assert row.versions.get().texts()["body"] == BODY
    assert [one.act for one in row.steps.all()] == ["begin"]


def test_everything_that_is_wrong_is_told_together(office: Office) -> None:
    wrong = refused(office.begin, kind="x", capacity="y", urgency="9", subject=" ", body="x" * 200_001)
    assert set(wrong) == {"kind", "capacity", "urgency", "subject", "body"}


def test_a_letter_needs_who_writes_it(office: Office) -> None:
    assert set(refused(office.begin, kind="cong-van", unit="")) == {"unit"}
    assert office.begin(kind="cong-van", unit="VP").unit == "VP"


def test_a_text_with_a_mark_of_secrecy_is_not_kept(office: Office) -> None:
    for typed in ({"body": f"TỐI MẬT\n{BODY}"}, {"subject": "Kế hoạch phòng thủ (Mật)"}):
        assert set(refused(office.begin, **typed)) == set(typed)
    row = office.begin(subject="Về phổ biến Luật Bảo vệ bí mật nhà nước", body="MẬT\nONG RỪNG\nGiá bán.")
    assert set(refused(office.save, row, body="MẬT\nĐiều 1. X.")) == {"body"}
    row.refresh_from_db()
    assert row.version == 1


@pytest.mark.parametrize("kind", ["sao-y", "dang-nghi-quyet"])
def test_copies_and_papers_of_the_party_are_not_written_here(office: Office, kind: str) -> None:
    assert set(refused(office.begin, kind=kind)) == {"kind"}


def test_the_cells_of_a_table_are_kept_apart(office: Office) -> None:
    """As they come from a spreadsheet, an empty first cell and blanks beside the words too."""
    row = office.begin(body="\tThôn\tSố hộ \n1\t Suối  Chải\t86\n")
    assert row.versions.get().body == "\tThôn\tSố hộ\n1\tSuối Chải\t86"


def test_each_change_is_a_version_and_nothing_changed_is_none(office: Office) -> None:
    row = office.begin()
    assert office.save(row, seen=1).version == 1
    assert office.save(row, seen=1, body=BODY + "\nĐiều 3. Thi hành.").version == 2
    assert office.save(row, seen=2, body=BODY + "\nĐiều 3. Thi hành.", urgency="1").version == 3
    assert [one.number for one in row.versions.order_by("number")] == [1, 2, 3]
    assert row.versions.get(number=1).body == BODY


def test_a_version_that_was_seen_no_more_is_not_written_over(office: Office) -> None:
    row = office.begin()
    office.save(row, seen=1, body="Của người khác")
    with pytest.raises(Stale):
        office.save(row, seen=1, body="Của tôi")
    row.refresh_from_db()
    assert row.versions.get(number=row.version).body == "Của người khác"


def test_a_version_and_a_step_are_never_changed(office: Office) -> None:
    office.begin()
    for model, values in ((Version, {"body": "khác"}), (OutgoingStep, {"words": "khác"})):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**values)  # type: ignore[attr-defined]
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()  # type: ignore[attr-defined]


def test_only_whoever_has_it_in_hand_changes_it(office: Office) -> None:
    row = office.begin()
    for who in ("binh", "thu", "hai", "lan"):
        with pytest.raises(Absent):
            office.save(row, who, body="x")
    office.submit(row, checkers=("binh",))
    with pytest.raises(Stale):  # hers no more until it comes back
        office.save(row, "hoa", body="x")
    assert office.save(row, "binh", body=BODY + "\nĐiều 3. Của Bình.").version == 2
    assert not services.may_write(office.world.actor("hai"), row)


def test_it_goes_from_hand_to_hand_and_back_with_the_reason(office: Office) -> None:
    row = office.submit(office.begin(), checkers=("binh", "lan"))
    assert row.state == "review"
    office.act(services.pass_on, "binh", office.turn(row, "binh"), "Đã sửa thể thức")
    row.refresh_from_db()
    assert row.state == "review"
    office.act(services.pass_on, "lan", office.turn(row, "lan"), "")
    row.refresh_from_db()
    assert row.state == "presented"
    assert office.turn(row, "hai").part == "sign"
    office.act(services.send_back, "hai", office.turn(row, "hai"), "Bổ sung thành phần")
    row.refresh_from_db()
    assert row.state == "draft"
    assert not row.tasks.filter(state__in=["open", "waiting"]).exists()
    assert services.may_write(office.world.actor("hoa"), row)
    assert [one.act for one in row.steps.order_by("at", "id")] == ["begin", "submit", "pass", "pass", "send_back"]
    assert told(row) == ["outgoing_back", "outgoing_to_check", "outgoing_to_check", "outgoing_to_sign"]
    office.submit(row)  # a second round begins anew
    assert office.turn(row, "hai").part == "sign"


def test_the_leader_is_one_and_nobody_looks_twice(office: Office) -> None:
    row = office.begin()
    world, hoa = office.world, office.world.actor("hoa")

    def submitting(signer: str, *checkers: str) -> dict[str, list[object]]:
        wanted = Round(office.id(signer), [office.id(one) for one in checkers])
        return refused(office.act, services.submit, "hoa", row, wanted)

    assert set(submitting("binh")) == {"signer"}
    assert set(submitting("hai", "hai")) == {"checkers"}
    assert set(submitting("hai", "binh", "binh")) == {"checkers"}
    assert set(submitting("hai", "hoa")) == {"checkers"}
    assert set(submitting("hai", "mai")) == {"checkers"}  # nobody of the office
    assert hoa.account_id == world.cast["hoa"].pk
    assert OutgoingTask.objects.count() == 0


def test_an_empty_text_is_not_submitted(office: Office) -> None:
    row = office.begin(body="")
    assert set(refused(office.submit, row)) == {"body"}
    assert set(refused(office.submit, office.begin(recipients="Như Điều ...\nLưu: VT"))) == {"body"}


def test_its_drafter_takes_it_back_before_it_is_signed(office: Office) -> None:
    row = office.submit(office.begin(), checkers=("binh",))
    turn = office.turn(row, "binh")
    office.act(services.take_back, "hoa", row)
    row.refresh_from_db()
    assert row.state == "draft"
    with pytest.raises(Stale):  # looked at in the meantime
        office.act(services.pass_on, "binh", turn, "")
    with pytest.raises(Stale):
        office.act(services.take_back, "hoa", row)


def test_opinions_are_asked_beside_whoever_has_it(office: Office) -> None:
    row = office.begin()
    whom = [office.id("binh"), office.id("lan")]
    office.act(services.ask, "hoa", row, whom, "Thể thức đúng chưa?")
    office.act(services.ask, "hoa", row, whom[:1], "")  # asked already: not twice
    assert OutgoingTask.objects.filter(part="opine", state="open").count() == 2
    turn = office.turn(row, "binh")
    assert set(refused(office.act, services.opine, "binh", turn, " ")) == {"words"}
    office.act(services.opine, "binh", turn, "Nên thêm Điều 3.")
    with pytest.raises(Stale):
        office.act(services.opine, "binh", turn, "Lần nữa")
    assert "outgoing_opinion" in told(row)
    with pytest.raises(Absent):
        office.act(services.opine, "lan", turn, "Của người khác")


def test_an_opinion_is_neither_passed_on_nor_sent_back(office: Office) -> None:
    row = office.begin()
    office.act(services.ask, "hoa", row, [office.id("binh")], "")
    turn = office.turn(row, "binh")
    for verb in (services.pass_on, services.send_back):
        with pytest.raises(Stale):
            office.act(verb, "binh", turn, "Không được")


def test_a_draft_that_is_not_needed_is_given_up_and_stays_to_be_read(office: Office) -> None:
    row = office.begin()
    assert set(refused(office.act, services.drop, "hoa", row, "")) == {"why"}
    office.act(services.drop, "hoa", row, "Đã có văn bản của tỉnh")
    with pytest.raises(Stale):
        office.save(row, seen=1, body="x")
    assert access.outgoing(office.world.actor("hoa"), row.pk).state == "dropped"


def test_a_draft_is_seen_by_those_whose_turn_has_come(office: Office) -> None:
    row = office.begin()

    def see(who: str) -> bool:
        return access.listed(office.world.actor(who)).filter(pk=row.pk).exists()

    assert [who for who in office.world.cast if see(who)] == ["hoa"]
    office.submit(row, checkers=("binh",))
    assert {who for who in ("hoa", "binh", "hai", "thu", "lan") if see(who)} == {"hoa", "binh"}
    office.act(services.pass_on, "binh", office.turn(row, "binh"), "")
    assert {who for who in ("hoa", "binh", "hai", "pho", "thu", "lan", "xuan", "mai") if see(who)} == {
        "hoa", "binh", "hai", "pho", "thu",
    }  # fmt: skip


def test_whose_turn_never_came_reads_nothing_after_it_was_sent_back(office: Office) -> None:
    row = office.submit(office.begin(), checkers=("binh", "lan"))
    office.act(services.send_back, "binh", office.turn(row, "binh"), "Sửa thể thức")
    seen = [who for who in ("hoa", "binh", "lan", "hai", "thu") if _sees(office, who, row)]
    assert seen == ["hoa", "binh"]  # who had it has read it


def _sees(office: Office, who: str, row: Outgoing) -> bool:
    return access.listed(office.world.actor(who)).filter(pk=row.pk).exists()


def test_a_lent_post_changes_only_what_was_lent(office: Office) -> None:
    """Binh lends Hoa his post for dossiers only; what he looks through is not hers to change."""
    row = office.submit(office.begin(), checkers=("binh",))
    post, day = Assignment.objects.filter(account=office.id("binh")).first(), today()
    assert post is not None
    binh, hoa = office.world.actor("binh"), office.world.cast["hoa"]
    delegate(binh, post, hoa, valid_from=day, valid_to=day, reason="Đi công tác.", actions=["dossier.process"])
    assert not services.may_write(office.world.actor("hoa"), row)


@pytest.mark.parametrize("text", ["x" * 501, "dài " + "y" * 20_000])
def test_a_word_that_no_line_holds_is_told(office: Office, text: str) -> None:
    row = office.begin()
    assert set(refused(office.save, row, seen=1, body=text)) == {"body"}


def test_a_text_that_no_page_can_be_made_of_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    row = office.begin()

    def never(*_any: object) -> bytes:
        raise papers.CannotBeSet("document")

    monkeypatch.setattr(setting, "pages", never)
    assert set(refused(office.save, row, seen=1, body="Khác")) == {"body"}


def test_a_letter_to_nobody_is_not_submitted(office: Office) -> None:
    row = office.begin(kind="cong-van", capacity="body")
    assert set(refused(office.submit, row)) == {"body"}
    assert office.submit(office.begin(kind="cong-van", capacity="body", addressees="Sở Y tế")).state == "presented"


def test_a_table_that_is_too_wide_is_not_submitted(office: Office) -> None:
    row = office.begin(body="Danh sách:\n" + "\t".join(map(str, range(20))))
    assert set(refused(office.submit, row)) == {"body"}


def test_one_has_it_at_a_time(office: Office) -> None:
    row = office.submit(office.begin(), checkers=("binh",))
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingTask.objects.filter(outgoing=row, part="sign").update(state="open")


def test_a_reply_names_what_it_answers_if_its_writer_may_read_that(office: Office) -> None:
    from thonso.core.journal.work import transact
    from thonso.documents import services as incoming

    world = office.world
    with transact(world.commune_id) as work:
        thu = world.actor("thu")
        came = incoming.begin_on_paper(work, thu, world.units.commune, "ubnd")
        came = incoming.register(work, thu, came, incoming.Typed("Sở Y tế", "9/SYT", "Công văn", "Tiêm phòng"))
    with transact(world.commune_id) as work, pytest.raises(Absent):
        services.begin(work, world.actor("hoa"), world.units.commune, Draft(**DRAFT), came)
    with transact(world.commune_id) as work:
        row = services.begin(work, world.actor("thu"), world.units.commune, Draft(**DRAFT), came)
    assert row.answers == came
