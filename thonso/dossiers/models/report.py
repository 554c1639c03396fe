"""A commune as what its figures are about."""

from thonso.core.units.models import Unit


class Report(Unit):
    """The figures of one commune, for the policy table (kind `report`): who may see them, and of which communes."""

    class Meta:
        proxy = True
