"""Routes that take none of her things: what stands in them, and why that is no thing of hers."""

NOBODY = "00000000-0000-4000-8000-0000000000ff"
Values = dict[str, str]

_POST, _KEY, _HAMLET, _CREDENTIAL, _PROCEDURE = (
    ({"assignment_id": NOBODY, "delegation_id": NOBODY}, "posts and their lending are of people who hold one; she holds none"),
    ({"key_id": NOBODY}, "signing keys are of those who sign"),
    ({"hamlet_id": "@hamlet"}, "a hamlet, not a person: its page counts people"),
    ({"pk": "1"}, "a device of whoever asks; she has none"),
    ({"code": "TS.000001"}, "a procedure of the catalogue"),
)  # fmt: skip
NOT_HERS: dict[str, tuple[Values, str]] = {
    "access_sample_sign_in": ({"username": "lan"}, "the tiles of the demo; production has none (test_settings)"),
    **dict.fromkeys(("access_end_post", "access_seen", "access_undo", "access_lending_end"), _POST),
    **dict.fromkeys(("mfa_remove_webauthn", "mfa_edit_webauthn"), _CREDENTIAL),
    **dict.fromkeys(("people:hamlet", "people:hamlet-rename", "people:hamlet-split"), _HAMLET),
    **dict.fromkeys(
        ("procedures:version", "procedures:confirm", "procedures:publish", "procedures:stop"),
        ({"version_id": NOBODY, "key": "x"}, "a version of a procedure of the catalogue"),
    ),
    **dict.fromkeys(
        ("procedures:national_detail", "procedures:national_checklist", "procedures:review_one"),
        ({"code": "1.001193"}, "a procedure of the national list"),
    ),
    "procedures:review_section": ({"code": "1.001193", "section": "ways"}, "a part of such a procedure"),
    **dict.fromkeys(
        ("procedures:copy_start", "procedures:version_export"),
        ({"version_id": NOBODY}, "a version of a procedure of the catalogue"),
    ),
    **dict.fromkeys(
        ("procedures:copy", "procedures:copy_history", "procedures:copy_back", "procedures:copy_drop",
         "procedures:copy_export", "procedures:copy_part", "procedures:copy_remove", "procedures:copy_move",
         "procedures:copy_preview", "procedures:copy_try", "procedures:copy_compare", "procedures:copy_publish"),
        ({"copy_id": NOBODY, "place": "texts"}, "a working copy of a procedure"),
    ),
    "people:hamlet-export": ({"form": "csv"}, "the list of hamlets with their numbers of people"),
    "access_journal_export": ({"form": "csv"}, "the form of the file; it is searched for her all the same"),
    **dict.fromkeys(("signatures:key", "signatures:picture", "signatures:preview", "signatures:retire"), _KEY),
    "signatures:trust_remove": ({"wanted": "00ff"}, "a certificate that the commune trusts"),
    **dict.fromkeys(
        ("roster:own_back", "roster:end", "roster:back"),
        ({"duty_id": NOBODY, "absence_id": NOBODY}, "times of the helpers; she is none"),
    ),
    **dict.fromkeys(
        ("outreach:day", "outreach:begin", "outreach:close", "outreach:call_off", "outreach:own_enrol", "outreach:print_pad"),
        ({"day_id": NOBODY, "pad_id": NOBODY}, "a day or a pad of the commune; who is on its list is looked for by enrolment"),
    ),
    **dict.fromkeys(
        ("voices:decide", "voices:before", "voices:heard", "voices:texts", "voices:record", "voices:pack"),
        ({"recording_id": NOBODY, "language": "dao", "digest": "0" * 24}, "a text of a form, spoken; nobody's words"),
    ),
    "offline:form_shell": ({"version_id": NOBODY}, "the questions of a procedure"),
    "offline:revoke": ({"device_id": NOBODY}, "a helper's phone; what lies on it is told masked, to who looks after phones"),
    **dict.fromkeys(
        ("tv:kept", "tv:pair", "tv:rename", "tv:revoke", "tv:announce", "tv:take_down"),
        ({"where": "thon", "screen_id": NOBODY, "announcement_id": NOBODY}, "a TV and what hangs on it: nobody by name"),
    ),
    **dict.fromkeys(
        ("kiosk:drawn", "kiosk:kept", "kiosk:pair", "kiosk:revoke"),
        ({"where": "thon", "kiosk_id": NOBODY, "ticket_id": NOBODY}, "a PC for everybody and a queue number: nobody by name"),
    ),
    "procedures:bundle": ({"key": "khai-sinh"}, "a guide for everybody"),
    "outreach:send": ({"way": "to_division"}, "from where to where; whose papers they are is in the form"),
    "workdays:remove": ({"day": "2027-01-01"}, "a holiday"),
    **dict.fromkeys(
        ("procedures:detail", "procedures:checklist", "dossiers:start", "api:get_procedure"), _PROCEDURE
    ),
    **dict.fromkeys(
        ("counter:ticket_print", "counter:send_on", "counter:ticket_act", "counter:lobby", "counter:drawn",
         "counter:drawn_print", "counter:outage_decide", "counter:pad"),
        ({"outage_id": NOBODY, "batch_id": NOBODY,
          "ticket_id": NOBODY, "what": "vang", "key": "khong-co"}, "a queue number says nothing of a person"),
    ),
    "insight:handover": ({"way": "thon-xa"}, "a way of handing over; what is in the list is searched for her all the same"),
    **dict.fromkeys(
        ("insight:book", "insight:book_export"),
        ({"year": "2026", "organ": "ubnd", "key": "giay-xac-nhan", "kind": "xlsx"},
         "a book of the office; what is in it is searched for her all the same"),
    ),
    **dict.fromkeys(
        ("documents:export", "documents:numbering", "api:export_documents"),
        ({"kind": "csv", "organ": "ubnd"}, "the register of an organ; what is in it is searched for her all the same"),
    ),
    "insight:cash_countersign": ({"sheet_id": NOBODY}, "a closed day of the office, not of a person"),
    **dict.fromkeys(
        ("insight:month", "insight:month_close", "insight:month_reopen", "insight:month_export"),
        ({"name": "2026-10", "book_id": NOBODY, "what": "so", "kind": "xlsx"}, "a month of the office, not of a person"),
    ),
    "dossiers:export": ({"kind": "csv"}, "the kind of file; what is in it is searched for her all the same"),
    **dict.fromkeys(
        ("insight:table_export", "insight:register_export", "insight:cash_export"),
        ({"kind": "xlsx"}, "the kind of file; what is in it is searched for her all the same"),
    ),
}  # fmt: skip
