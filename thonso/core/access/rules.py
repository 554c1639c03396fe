"""Pure rules of posts: where a role is held, and what an appointment may not be."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from thonso.core.access.roles import GIVEN_HERE, HAMLET_ROLES, PARTY_ROLES, STAFF_ROLES

Errors = dict[str, list[str]]


def appointment_problems(role: str, unit_kind: str, first: date | None, last: date | None) -> Errors:
    """What is wrong with an appointment, by field. A hamlet's roles are held in a hamlet, an office's at the commune;
    a party cell may be a hamlet's or an office's."""
    problems: Errors = {}
    if role not in GIVEN_HERE:
        problems["role"] = [_("Choose a role.")]
    elif role in HAMLET_ROLES and unit_kind != "hamlet":
        problems["unit"] = [_("Choose the hamlet.")]
    elif role not in (*HAMLET_ROLES, *PARTY_ROLES) and unit_kind != "commune":
        problems["unit"] = [_("This role is held at the commune, not in a hamlet.")]
    if first and last and last < first:
        problems["valid_to"] = [_("The last day is before the first.")]
    return problems


def ending_problem(ends: date | None, last: date, today: date, *, own: bool) -> str:
    """Why a post may not be given this last day, or ''. A last day before the first takes back what has not begun.

    An end only ever comes nearer: a later one would be an appointment that the chairman is not shown. And what was done
    in a post stays within its days, so it ends yesterday at the earliest.
    """
    if ends is not None and ends < today:
        return _("This post has ended already. To give it again, appoint the person anew.")
    if ends is not None and last > ends:
        return _("This post ends on %(day)s. To make it longer, appoint the person anew.") % {"day": f"{ends:%d/%m/%Y}"}
    if last < today - timedelta(days=1):
        return _("This day is past. The last day is yesterday at the earliest.")
    if own and last > today:
        return _("Your own post ends today at the latest; another administrator can give it a later day.")
    return ""


def self_appointment_problem(role: str, first: date, today: date, has_chairman: bool) -> str:
    """Why an administrator may not appoint herself like this, or ''. See `services.posts.grant` for the reason."""
    if role not in STAFF_ROLES:
        return ""
    if not has_chairman:
        return _("There is no chairman who could see it. Another administrator must appoint you.")
    if first < today + timedelta(days=1):
        return _("Your own appointment begins tomorrow at the earliest, so that the chairman can see it before.")
    return ""
