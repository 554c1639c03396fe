"""Every message has a name that people read in their list of notices and in the list of what stands still."""

import pytest
from django.utils import translation

from thonso.core.notices.messages import TEMPLATES
from thonso.core.notices.views import TEMPLATE_NAMES


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_message_has_a_name_in_vietnamese(template):
    with translation.override("en"):
        english = str(TEMPLATE_NAMES[template])
    with translation.override("vi"):
        name = str(TEMPLATE_NAMES[template])
    assert name != english
    assert "_" not in name


def test_no_two_messages_share_a_name_and_none_is_left_over():
    with translation.override("vi"):
        assert len({str(name) for name in TEMPLATE_NAMES.values()}) == len(TEMPLATE_NAMES)
    assert set(TEMPLATE_NAMES) == set(TEMPLATES)
