"""SMS through a gateway that speaks PROTOCOL.md: signed requests, a key against doubles, a question what became of one."""

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlsplit

from thonso.core.notices import http_out
from thonso.core.notices.channels.base import Outgoing, Result
from thonso.core.notices.channels.sms.text import size, without_diacritics
from thonso.core.notices.reasons import coded
from thonso.core.notices.rules import Ending

_LONGEST = 4  # parts; more is a mistake in a template, not a message


def signature(secret: bytes, timestamp: str, method: str, path: str, body: bytes) -> str:
    said = "\n".join([timestamp, method, path, hashlib.sha256(body).hexdigest()])
    return "v1=" + hmac.new(secret, said.encode(), hashlib.sha256).hexdigest()


class SmsChannel:
    local = False
    may_repeat = False

    def __init__(self, url: str, secret: bytes, timeout: float, *, diacritics: bool) -> None:
        self._url, self._secret, self._timeout, self._diacritics = url, secret, timeout, diacritics

    def send(self, message: Outgoing) -> Result:
        text = message.content.text if self._diacritics else without_diacritics(message.content.text)
        measured = size(text)
        if measured.segments > _LONGEST:
            return Result(Ending.REJECTED, coded("too_many_parts", measured.segments))
        body = json.dumps(
            {"to": message.to, "text": text, "encoding": measured.encoding, "segments": measured.segments},
            ensure_ascii=False,
        ).encode()
        try:
            answer = self._exchange("POST", "/messages", body, {"Idempotency-Key": str(message.id)})
        except http_out.NotSent as error:
            return Result(Ending.NOT_SENT, coded("no_connection", error))
        except http_out.Unsure:
            return Result(Ending.UNSURE, coded("no_answer"))
        return _judge_send(answer)

    def find_out(self, message: Outgoing) -> Result:
        try:
            answer = self._exchange("GET", f"/messages/{message.id}", b"", {})
        except http_out.OutError:
            return Result(Ending.UNSURE, coded("no_answer"))
        if answer.status == 200 and _said(answer).get("state") == "accepted":
            return Result(Ending.SENT)
        if answer.status == 404 and _said(answer).get("error") == "unknown_message":
            return Result(Ending.NOT_SENT, coded("not_known_there"))
        return Result(Ending.UNSURE, coded("gateway_said", answer.status))

    def _exchange(self, method: str, path: str, body: bytes, extra: dict[str, str]) -> http_out.Answer:
        url = self._url + path
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Thonso-Timestamp": timestamp,
            "X-Thonso-Signature": signature(self._secret, timestamp, method, urlsplit(url).path, body),
            **extra,
        }
        return http_out.request(method, url, body=body, headers=headers, timeout=self._timeout)


def _said(answer: http_out.Answer) -> dict[str, Any]:
    try:
        said = json.loads(answer.body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _judge_send(answer: http_out.Answer) -> Result:
    said = _said(answer)
    detail = coded("gateway_said", f"{answer.status} {str(said.get('error', ''))[:60]}".strip())
    if answer.status in {200, 201, 202}:
        # A success without the promised words may come from a proxy on the way, not from the gateway.
        return Result(Ending.SENT) if said.get("state") == "accepted" else Result(Ending.UNSURE, detail)
    if answer.status in {400, 409, 422} and said.get("error"):
        return Result(Ending.REJECTED, detail)
    if answer.status in {401, 403, 429, 503} and said.get("error"):
        asked = answer.headers.get("retry-after", "")
        return Result(Ending.NOT_SENT, detail, float(min(int(asked), 3600)) if asked.isdecimal() else 0.0)
    return Result(Ending.UNSURE, detail)
