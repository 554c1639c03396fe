"""E-mail through Django's SMTP backend, each step with a timeout and the whole with an end.

SMTP has no question "did it arrive?". A try of unknown outcome is made again with the same Message-ID, so that mail
programs show one.
"""

import smtplib
import socket
import threading
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from thonso.core.notices.channels.base import Outgoing, Result
from thonso.core.notices.conf import Smtp
from thonso.core.notices.reasons import coded
from thonso.core.notices.rules import Ending


def message_id(id_: UUID, sender: str) -> str:
    return f"<{id_}@{sender.rpartition('@')[2].rstrip('>') or 'thonso'}>"


class EmailChannel:
    local = False
    may_repeat = True

    def __init__(self, smtp: Smtp) -> None:
        self._smtp = smtp

    def send(self, message: Outgoing) -> Result:
        smtp = self._smtp
        backend = EmailBackend(
            host=smtp.host,
            port=smtp.port,
            username=smtp.username,
            password=smtp.password,
            use_tls=smtp.use_tls,
            use_ssl=smtp.use_ssl,
            timeout=smtp.timeout,
        )
        try:
            backend.open()
        except (OSError, smtplib.SMTPException) as error:
            return Result(Ending.NOT_SENT, coded("no_connection", type(error).__name__))
        # Ten steps of five seconds would outlast the lease.
        alarm = threading.Timer(smtp.timeout * 2, _cut, [backend])
        alarm.daemon = True
        alarm.start()
        try:
            backend.send_messages([self._compose(message)])
            return Result(Ending.SENT)
        except (OSError, smtplib.SMTPException) as error:
            return _judge(error)
        finally:
            alarm.cancel()
            backend.close()

    def find_out(self, message: Outgoing) -> Result:
        return Result(Ending.NOT_SENT, coded("no_answer"))

    def _compose(self, message: Outgoing) -> EmailMultiAlternatives:
        mail = EmailMultiAlternatives(
            message.content.subject,
            message.content.text,
            self._smtp.sender,
            [message.to],
            headers={
                "Message-ID": message_id(message.id, self._smtp.sender),
                "Date": message.created_at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
                "Auto-Submitted": "auto-generated",
            },
        )
        if message.content.html:
            mail.attach_alternative(message.content.html, "text/html")
        return mail


def _judge(error: Exception) -> Result:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [answer[0] for answer in error.recipients.values()]
        ending = Ending.REJECTED if all(500 <= code < 600 for code in codes) else Ending.NOT_SENT
        return Result(ending, coded("recipient_said", codes[0] if codes else "?"))
    if isinstance(error, smtplib.SMTPResponseException):
        ending = Ending.REJECTED if 500 <= error.smtp_code < 600 else Ending.NOT_SENT
        return Result(ending, coded("mail_said", error.smtp_code))
    return Result(Ending.UNSURE, coded("no_answer", type(error).__name__))


def _cut(backend: EmailBackend) -> None:
    sock = getattr(backend.connection, "sock", None)
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
