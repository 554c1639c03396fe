"""Signing in (`/dang-nhap/`), one's own account (`/tai-khoan/`), everybody's for the administrator.

Names of allauth's routes are allauth's.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import URLPattern, URLResolver, path

from thonso.core.access import views
from thonso.core.access.pages import accounts, appointments, journal, lending, locks, posts, sessions, signing_in, start

urlpatterns: list[URLPattern | URLResolver] = [
    path("dang-nhap/", views.sign_in, name="account_login"),
    path("dang-nhap/thu/<str:username>/", views.sign_in_as_sample, name="access_sample_sign_in"),
    path("bat-dau/", start.start_code, name="access_start_code"),
    path("bat-dau/mat-khau/", start.start, name="access_start"),
    path("quan-tri/tai-khoan/", accounts.accounts, name="access_accounts"),
    path("quan-tri/tai-khoan/them/", accounts.add, name="access_account_add"),
    path("quan-tri/tai-khoan/<uuid:account_id>/", accounts.account, name="access_account"),
    path("quan-tri/tai-khoan/<uuid:account_id>/giao/", posts.appoint, name="access_appoint"),
    path("quan-tri/tai-khoan/<uuid:account_id>/dat-lai/", accounts.reset, name="access_reset"),
    path("quan-tri/tai-khoan/<uuid:account_id>/khoa/", locks.lock, name="access_lock"),
    path("quan-tri/tai-khoan/<uuid:account_id>/thoat/", locks.sign_out, name="access_sign_out"),
    path("quan-tri/tai-khoan/chuc-vu/<uuid:assignment_id>/thoi/", posts.end, name="access_end_post"),
    path("quan-tri/nhat-ky/", journal.journal, name="access_journal"),
    path("quan-tri/nhat-ky/nhat-ky.<str:form>", journal.export, name="access_journal_export"),
    path("ban/chuc-vu/", appointments.appointments, name="access_appointments"),
    path("ban/chuc-vu/<uuid:assignment_id>/da-xem/", appointments.seen, name="access_seen"),
    path("ban/chuc-vu/<uuid:assignment_id>/cho-thoi/", appointments.undo, name="access_undo"),
    path("dang-nhap/ma/", signing_in.request_code, name="account_request_login_code"),
    path("dang-nhap/ma/xac-nhan/", signing_in.confirm_code, name="account_confirm_login_code"),
    path("dang-nhap/dien-thoai/", signing_in.verify_phone, name="account_verify_phone"),
    path("dang-nhap/hai-lop/", mfa.authenticate, name="mfa_authenticate"),
    path("dang-nhap/khoa/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("dang-ky/", signing_in.signup, name="account_signup"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("tai-khoan/", views.account_home, name="account_home"),
    path("tai-khoan/uy-quyen/", lending.lending, name="access_lending"),
    path("tai-khoan/uy-quyen/<uuid:delegation_id>/thoi/", lending.end, name="access_lending_end"),
    path("tai-khoan/ngung/", account.account_inactive, name="account_inactive"),
    path("tai-khoan/xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("tai-khoan/mat-khau/", account.password_change, name="account_change_password"),
    path("tai-khoan/mat-khau/dat/", account.password_set, name="account_set_password"),
    path("tai-khoan/dien-thoai/", account.change_phone, name="account_change_phone"),
    path("tai-khoan/phien/", sessions.sessions, name="usersessions_list"),
    path("tai-khoan/bao-mat/", mfa.index, name="mfa_index"),
    path("tai-khoan/bao-mat/xac-nhan/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("tai-khoan/bao-mat/ung-dung/", totp.activate_totp, name="mfa_activate_totp"),
    path("tai-khoan/bao-mat/ung-dung/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("tai-khoan/bao-mat/ma-du-phong/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("tai-khoan/bao-mat/ma-du-phong/tao/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("tai-khoan/bao-mat/ma-du-phong/tai/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("tai-khoan/bao-mat/khoa/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("tai-khoan/bao-mat/khoa/them/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("tai-khoan/bao-mat/khoa/xac-nhan/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("tai-khoan/bao-mat/khoa/<int:pk>/xoa/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("tai-khoan/bao-mat/khoa/<int:pk>/sua/", keys.edit_webauthn, name="mfa_edit_webauthn"),
]
