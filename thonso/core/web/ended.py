"""Who has lost a post meets a page that is not there: the page says that the post has ended, and keeps what was written.

It is said by the account alone and at whatever address, so that nobody learns from it whether something is there.
"""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from thonso.core.access.actors import actor_of
from thonso.core.access.loading import lately_ended
from thonso.core.access.models import Assignment
from thonso.core.access.roles import HAMLET_ROLES, ROLES


def post_of(request: HttpRequest) -> Assignment | None:
    """The post that ended lately, for an account that holds none any more."""
    actor = actor_of(request)
    if actor.account_id is None or actor.communes():
        return None
    return lately_ended(actor.account_id)


def told(post: Assignment) -> str:
    """What has ended, and what that means."""
    name = post.post.title if post.post else str(ROLES[post.role])
    said = _("“%(post)s” (%(unit)s) has ended; nothing of it can be opened or changed any more.") % {
        "post": name, "unit": post.unit.full_name,
    }  # fmt: skip
    if post.role in HAMLET_ROLES:
        return said + " " + _("A session of helping that was open has been closed with it.")
    return said


def written(request: HttpRequest) -> list[str]:
    """Text of one's own at the desk, to be copied from the page; what was filled in for a citizen is not shown again."""
    if request.method != "POST" or not request.path.startswith("/ban/") or request.FILES:
        return []
    typed = [(name.lower(), value.strip()) for name, values in request.POST.lists() for value in values]
    return [text for name, text in typed if " " in text and "password" not in name][:20]
