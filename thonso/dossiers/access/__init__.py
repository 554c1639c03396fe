"""The only code that loads dossiers from what a person typed or clicked: it loads and authorises in one step."""

from thonso.dossiers.access.dossiers import (
    OFFICE_ONLY,
    absent,
    by_any_code,
    by_code,
    by_codes,
    filed_by_helper,
    for_its_owner,
    listed,
    own,
)
from thonso.dossiers.access.drafts import AlreadySent, draft, drafts_in, drafts_of, has_begun, open_session
from thonso.dossiers.access.hamlet import hamlet_of, hamlet_task, hamlet_tasks, owner_of_result
from thonso.dossiers.access.results import ISSUED_ONCE, result_by_check_code, result_by_file, result_of, results_of
from thonso.dossiers.access.tracking import KEY_LENGTH, by_code_and_key, key_digits
from thonso.dossiers.access.voices import complaint, complaint_by_code, complaints, ratings_with_words, reports
from thonso.dossiers.access.whole import whole

__all__ = [
    "ISSUED_ONCE",
    "KEY_LENGTH",
    "OFFICE_ONLY",
    "AlreadySent",
    "absent",
    "by_any_code",
    "by_code",
    "by_code_and_key",
    "by_codes",
    "complaint",
    "complaint_by_code",
    "complaints",
    "draft",
    "drafts_in",
    "drafts_of",
    "filed_by_helper",
    "for_its_owner",
    "hamlet_of",
    "hamlet_task",
    "hamlet_tasks",
    "has_begun",
    "key_digits",
    "listed",
    "open_session",
    "own",
    "owner_of_result",
    "ratings_with_words",
    "reports",
    "result_by_check_code",
    "result_by_file",
    "result_of",
    "results_of",
    "whole",
]
