"""Forms: their shape, their kinds of fields, and the way from what was typed to answers."""

from thonso.procedures.forms.kinds import Context
from thonso.procedures.forms.parsing import change_rows, parse
from thonso.procedures.forms.shape import Answers, Field, Form, Section

__all__ = ["Answers", "Context", "Field", "Form", "Section", "change_rows", "parse"]
