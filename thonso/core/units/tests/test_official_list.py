"""The shipped list of provinces and communes loads whole, fast, and once."""

import json
import time

import pytest
from django.core.management import call_command

from thonso.core.base.errors import Refused
from thonso.core.base.ids import stable_id
from thonso.core.units import services
from thonso.core.units.models import Unit

HEADER = "code,parent_code,level,kind,name,full_name,name_en,full_name_en\n"


def write(tmp_path, text):
    path = tmp_path / "units.csv"
    path.write_text(HEADER + text, encoding="utf-8")
    return path


def test_the_shipped_list_has_34_provinces_and_3321_communes_and_loads_in_5_seconds(db):
    start = time.process_time()
    report = services.load_official()
    assert time.process_time() - start < 5
    assert (report.provinces, report.communes, report.created) == (34, 3321, 3355)
    assert Unit.objects.filter(kind="province").count() == 34
    assert Unit.objects.filter(kind="commune").count() == 3321


def test_loading_twice_changes_nothing(db):
    services.load_official()
    before = list(Unit.objects.order_by("path").values())
    report = services.load_official()
    assert (report.created, report.updated, report.unchanged) == (0, 0, 3355)
    assert list(Unit.objects.order_by("path").values()) == before


def test_bat_xat_is_in_lao_cai_with_the_same_id_everywhere(commune):
    assert commune.id == stable_id("commune", "02683")
    assert commune.full_name == "Xã Bát Xát"
    assert commune.parent.full_name == "Tỉnh Lào Cai"
    assert commune.parent_id == stable_id("province", "15")
    assert (commune.commune_id, commune.path, commune.folded) == (commune.id, "15.02683", "bat xat")


def test_a_commune_that_got_another_name_is_updated_in_place(db, tmp_path):
    services.load_official()
    path = write(
        tmp_path, "15,,province,Tỉnh,Lào Cai,Tỉnh Lào Cai,,\n02683,15,commune,Phường,Bát Xát,Phường Bát Xát,,\n"
    )
    report = services.load_official(path)
    assert report.updated == 1
    assert services.commune_by_code("02683").full_name == "Phường Bát Xát"
    assert len(report.not_in_file) == 3353


def test_bad_rows_are_named_by_line_and_the_good_ones_stay(db, tmp_path):
    path = write(
        tmp_path,
        "15,,province,Tỉnh,Lào Cai,Tỉnh Lào Cai,,\n"
        "02683,15,commune,Xã,Bát Xát,Xã Bát Xát,,\n"
        "02683,15,commune,Xã,Hai lần,Xã Hai lần,,\n"
        "2686,15,commune,Xã,Thiếu số,Xã Thiếu số,,\n"
        "02695,99,commune,Xã,Không tỉnh,Xã Không tỉnh,,\n"
        "02701,15,village,Thôn,Sai cấp,Thôn Sai cấp,,\n"
        "02707,15,commune,Xã,,,,\n",
    )
    report = services.load_official(path)
    assert [reject.line for reject in report.rejects] == [4, 5, 6, 7, 8]
    assert Unit.objects.count() == 2


def test_a_file_of_another_kind_is_refused_whole(db, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(Refused):
        services.load_official(path)
    with pytest.raises(Refused):
        services.load_official(tmp_path / "absent.csv")
    assert not Unit.objects.exists()


def test_the_command_prints_json_and_exits_3_with_rejects(db, tmp_path, capsys):
    call_command("import_units", "--json")
    assert json.loads(capsys.readouterr().out)["communes"] == 3321
    path = write(tmp_path, "15,,province,Tỉnh,Lào Cai,Tỉnh Lào Cai,,\nx,15,commune,Xã,A,Xã A,,\n")
    with pytest.raises(SystemExit) as stop:
        call_command("import_units", str(path))
    assert stop.value.code == 3
    assert "3:" in capsys.readouterr().err.replace("line ", "")
