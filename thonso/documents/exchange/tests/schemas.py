"""What the schema of the axis has against a message."""

from pathlib import Path

from lxml import etree

from thonso.documents.exchange import messages
from thonso.documents.exchange.messages import Message, Status

SCHEMA = Path(messages.__file__).parent / "schema"


def fault(message: bytes, schema: str = "document") -> str:
    """What the schema has against it; '' when it is valid."""
    one = etree.XMLSchema(etree.parse(SCHEMA / f"{schema}.xsd"))
    return "" if one.validate(etree.fromstring(message)) else str(one.error_log)


def schema_of(message: Message) -> str:
    return "status" if isinstance(message, Status) else "document"
