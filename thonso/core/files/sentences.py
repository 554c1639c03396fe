"""Why a file is not accepted, in words that say what to do instead."""

from django.utils.translation import gettext_lazy as _

from thonso.core.base.errors import Refused

SENTENCES = {
    "empty": _("The file is empty. Please choose it again."),
    "archive": _("Compressed files (zip, rar) are not accepted. Send each photo or PDF by itself."),
    "office": _("Office documents are not accepted. Save it as PDF and send that."),
    "svg": _("This kind of drawing can hold a program. Send a photo (JPEG, PNG) or a PDF."),
    "unknown_kind": _(
        "Only photos (JPEG, PNG, WebP, HEIC) and PDF files are accepted. Take a photo of the paper instead."
    ),
    "too_big": _("The file is larger than 25 MB. Send a smaller one: a photo up to 15 MB, or a PDF up to 25 MB."),
    "pdf_too_big": _("The PDF is larger than 25 MB. Scan it again in grey or at a lower resolution."),
    "image_too_big": _("The photo is larger than 15 MB. Take it again at a lower resolution."),
    "too_many_pixels": _("The picture is too large to open. Take the photo again at a lower resolution."),
    "image_damaged": _("The photo is damaged and cannot be opened. Please take it again."),
    "truncated": _("A part of the file is missing. Please choose it again and wait until it has been sent."),
    "polyglot": _("The file is two kinds of file in one. Scan the paper again, or send a photo."),
    "pdf_encrypted": _("The PDF is locked with a password. Save it without a password and send it again."),
    "pdf_damaged": _("The PDF is damaged. Save or scan it again, or send a photo."),
    "pdf_too_many_pages": _("The PDF has more than 500 pages. Please send it in parts."),
    "pdf_script": _("The PDF holds a program (JavaScript). Print it to a new PDF and send that."),
    "pdf_action": _("The PDF starts other programs when it is opened. Print it to a new PDF and send that."),
    "pdf_attachment": _("The PDF carries other files inside. Send each file by itself."),
    "secret_mark": _(
        "The document carries a state-secret mark (MẬT, TỐI MẬT, TUYỆT MẬT). It must not be sent through this system; "
        "nothing of it was kept. Hand it to the clerk on paper."
    ),
    "virus": _(
        "The virus scanner found something harmful in the file. It was not kept. Take a photo of the paper instead."
    ),
    "wrong_hash": _("The file changed on the way. Please send it again."),
    "wrong_size": _("More was sent than was announced. Please send the file again from the beginning."),
    "unreadable": _("The file could not be opened within the time allowed. Scan the paper again, or send a photo."),
    "too_many_files": _(
        "There are too many files that belong to nothing yet. Send the form first, or remove some files."
    ),
}

# Asked once of a photo that was taken all the same: whoever sends it may insist.
ILLEGIBLE = _(
    "The photo is too dark, too white or too blurred to read. Take it again and take this one out; or press the button once "
    "more to send it as it is."
)


class FileRefused(Refused):
    """Says it in words to people and by `reason` to programs."""

    def __init__(self, reason: str) -> None:
        super().__init__(SENTENCES[reason], fields={"file": [SENTENCES[reason]]})
        self.reason = reason


def refusal(reason: str) -> FileRefused:
    return FileRefused(reason)
