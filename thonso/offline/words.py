"""The sentences that the application says by itself: put into its document, since a phone without signal can ask nobody."""

import json
from typing import Any

from django.utils.translation import gettext as _

from thonso.dossiers.action_questions import VERDICTS
from thonso.dossiers.asking import BESIDE
from thonso.dossiers.views.hamlet import CONSENTS
from thonso.offline import intake
from thonso.voices import packs


def sentences() -> dict[str, Any]:
    return {
        # what is wrong with an answer (frontend/ts/field/kinds.ts)
        "missing": _("This has not been filled in yet."),
        "choose": _("Please choose an answer."),
        "yes_no": _("Please answer yes or no."),
        "consent": _("Please read this and tick the box if you agree."),
        "date": _("Please enter the date as day/month/year, for example 12/3/1985."),
        "date_whole": _("This date needs day, month and year."),
        "date_past": _("This date has not come yet. Please check it."),
        "date_future": _("This date has passed. Please choose a day from today on."),
        "date_missing": _("Please enter day, month and year."),
        "number": _("Please enter a whole number in digits, for example 12."),
        "money": _("Please enter an amount in whole đồng, for example 1.500.000."),
        "phone": _("A phone number has 10 digits and begins with 0, for example 0912 345 678."),
        "id_number": _("An ID number has 12 digits (an old card: 9). Please count them."),
        "id_birth": _("The number does not fit the year of birth. Please compare both with the card."),
        "id_sex": _("The number does not fit the sex. Please compare both with the card."),
        "name": _("A name is written in letters. Please check it."),
        "full_name_missing": _("Please enter the full name."),
        "id_number_missing": _("Please enter the ID number."),
        "birth_missing": _("Please enter the date of birth; the year alone will do."),
        "sex_missing": _("Please choose male or female."),
        "place": _("Please choose the place from the list."),
        "province": _("Please choose the province."),
        "commune": _("Please choose the commune."),
        "hamlet": _("Please choose the hamlet."),
        "file": _("Please take a photo or choose a file."),
        "signature": _("Please sign with a finger, or tick “I will sign on paper”."),
        "signature_small": _("This is too small to be a signature. Please sign again, larger."),
        "rows": _("More rows are needed here."),
        "computed": _("This is worked out from other answers. Please complete them first."),
        "consent_first": _("Read the text aloud, ask, and choose how she agreed."),
        "numbered": _("The ID number is needed"),
        # photos
        "photos": _("{n} photos"),
        "photo_number": _("Photo {n}"),
        "photos_many": _("Not all of them were kept: this paper takes no more photos."),
        "photo_unreadable": _("This is no photo that the phone can open. Take it with the camera."),
        "full": _("The phone is full. Send what waits first, or make room; what was written is kept."),
        "photo_gone": _(
            "A photo of it is no longer on this phone. Go on with it under “My phone” where there is signal, and take it again."
        ),
        "signed": _("Signed on the screen"),
        "on_paper": _("Will sign on paper"),
        "beside_interpreter": _("By the answers an interpreter is needed"),
        "beside_witnesses": _("By the answers two witnesses are needed"),
        "as_of": _("As of {at}"),
        # an officer receives
        "not_looked": _("Look at this paper and choose how it was found."),
        "not_valid": _("It is required: without it this can only be filed, not received."),
        "not_there": _("This is done only with them there: tick who is present, or do it when they come."),
        "interpreter_here": _("The interpreter {name} is here; the ID card was looked at and given back"),
        "witnesses_here": _("Each of the two witnesses ({names}) is here; the ID card was looked at and given back"),
        # spoken texts
        "say": _("Listen: {text}"),
        "say_machine": _("Listen, a machine speaks: {text}"),
        "unspoken": _("not yet spoken in {name}: please read it out"),
        "voices_coming": _("{n} of {all} sounds have come."),
        "voices_here": _("{n} of {all} texts can be heard on this phone."),
        # where a record stands
        "state_draft": _("being written"),
        "state_queued": _("kept on this phone, sent when there is signal"),
        "state_sending": _("on its way to the commune"),
        "state_photos": _("the text has arrived, {n} photos to go"),
        "state_received": _("received by the commune"),
        "there_received": _("received on the mobile day"),
        "there_filed": _("filed only, not yet received"),
        "state_mend": _("to be mended"),
        "state_conflict": _("needs a look"),
        "taken_more": _(
            "What was written on this phone after that is not with the colleague: tell them before you take it off this phone."
        ),
        "state_taken": _("a colleague goes on with it"),
        # the line
        "line_clear": _("Nothing waits. Last sent {at}."),
        "line_never": _("Nothing waits to be sent."),
        "never": _("not once yet"),
        "line_waiting": _("{n} kept on this phone, sent when there is signal. Last sent {at}."),
        "line_sending": _("{n} on their way …"),
        "line_ended": _("{n} kept on this phone. Sign in once more, then they are sent."),
        "line_unknown": _("{n} kept on this phone. The commune does not know this phone any more: sign in once more."),
        "line_revoked": _("The commune has revoked this phone."),
        "close_others": _("Close the other windows of Thôn Số, so that this one can go on."),
        # PIN
        "pin_six": _("The PIN has six digits."),
        "pin_easy": _("This PIN is guessed at once. Choose another."),
        "pin_differs": _("The two are not the same. Type the PIN again."),
        "pin_wrong": _("Wrong PIN. {n} tries left."),
        "pin_wait": _("Too many wrong PINs. Try again after {at}."),
        "enrolling": _("One moment …"),
        "lost_receipts": _("{n} receipts can no longer be read here. Their dossiers are with the commune."),
        "not_opened": intake.NOT_OURS,
        "form_not_here": _(
            "This form is not on the phone yet; it comes with the next signal. What was written is kept."
        ),
        "no_line_to_go": _("That page needs signal. What lies on this phone can be used here."),
        "no_line_for_pin": _(
            "Choosing a PIN needs signal once. Where there is none, open it with the PIN you have, or go where there is some."
        ),
        "locked_away": _(
            "It was locked, so helping that person has ended here. What was written stands under “Begun, not sent yet”: "
            "open it there to go on."
        ),
        "no_line_now": _("There is no signal here. It leaves by itself as soon as there is some."),
        "no_line_yet": _("This needs signal once. Try again where there is some."),
        "sign_in_first": _(
            "Sign in first, as a helper of a hamlet or an officer of the desk, then open this page again."
        ),
        # looked up
        "not_kept": _("This form is not on the phone yet. It comes with the next signal."),
        "code_and_key": _("Write the code and the key that stand on the slip."),
        "no_line_to_follow": _(
            "Where a dossier stands is asked of the commune: this needs signal. What you filed yourself stands under “My day”."
        ),
        # else
        "forms_all": _("All {n} forms lie on this phone: ready to go where there is no signal."),
        "forms_some": _("{n} of {all} forms lie on this phone. Stay where there is signal until all have come."),
        "kicker": _("{name} · question {n}"),
        "room": _("Thôn Số uses {used} MB here; {free} MB are free."),
        "files_for": _("Who does {name} file for?"),
        "discard": _("Throw this form away? What was written and photographed is lost."),
    }


def as_json() -> str:
    """Safe inside a script element."""
    return json.dumps(sentences(), ensure_ascii=False, default=str).replace("<", "\\u003c")


def groups() -> list[dict[str, str]]:
    return [
        {"key": "mend", "title": _("To be mended"), "note": _("Open it: it says what, in words.")},
        {"key": "taken", "title": _("A colleague goes on with it"), "note": ""},
        {"key": "waiting", "title": _("Waiting for signal"), "note": ""},
        {"key": "drafts", "title": _("Begun, not sent yet"), "note": ""},
        {"key": "received", "title": _("Received, last seven days"), "note": ""},
    ]


def page() -> dict[str, object]:
    return {
        "words": as_json(),
        "groups": groups(),
        "lists": lists(),
        "consents": CONSENTS,
        "asks": BESIDE,
        "verdicts": VERDICTS,
        "sizes": (("", _("As usual")), ("large", _("Large")), ("largest", _("Very large"))),
        "voices": packs.offered(),
    }


def lists() -> list[dict[str, str]]:
    """What was taken along of today."""
    return [
        {"key": "tell", "title": _("To tell the person")},
        {"key": "tasks", "title": _("The commune asks the hamlet")},
        {"key": "announcements", "title": _("Hanging in the hamlet")},
        {"key": "turns", "title": _("My times")},
    ]
