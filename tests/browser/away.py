"""A hamlet without signal, for tests: its phones, the line down to the commune, and the server at its end."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from playwright.sync_api import Playwright

from tests.browser.house import Server, free_port
from tests.browser.line import Line
from tests.browser.phone import Phone
from thonso.procedures import samples

CONFIRMATION, RECOGNITION = "TS.000001", "1.011607"


@dataclass
class Away:
    """A hamlet: its phones, the line, and the server at the other end."""

    server: Server
    line: Line
    url: str
    playwright: Playwright
    folder: Path

    def phone(self, name: str = "phone", flags: tuple[str, ...] = ()) -> Phone:
        return Phone(self.playwright, self.url, self.folder / name, flags=flags).start()

    def ask(self, query: str, *values: Any) -> list[Any]:
        with sqlite3.connect(self.server.folder / "house.sqlite3", timeout=20) as database:
            return list(database.execute(query, values))

    def assisted(self) -> list[Any]:
        return self.ask(
            "SELECT d.code, d.subject_name FROM dossiers_dossier d JOIN dossiers_assistsession s "
            "ON s.id = d.assist_session_id WHERE s.device_id IS NOT NULL ORDER BY d.code"
        )

    def text(self, one: samples.Sample) -> dict[str, Any]:
        """What the phone would seal of this sample."""
        ((version,),) = self.ask(
            "SELECT v.id FROM procedures_procedureversion v JOIN procedures_procedure p ON p.id = v.procedure_id "
            "WHERE p.code = ? ORDER BY v.id DESC LIMIT 1",
            CONFIRMATION,
        )
        person = one.answers["requester"]
        helped = {
            "id": str(uuid4()),
            "name": person["full_name"],
            "id_number": person["id_number"],
            "consent": "spoken",
        }
        return {
            "layout": 1,
            "helped": helped | {"started_at": "2026-11-23T01:00:00Z"},
            "version": str(UUID(version)),
            "representation": one.representation,
            "answers": json.loads(json.dumps(one.answers, default=str)),
        }


@contextmanager
def reached(folder: Path, playwright: Playwright) -> Iterator[Away]:
    """The server of the house that was built in `folder`, a line in front of it; both are gone at the end."""
    port = free_port()
    url = f"http://localhost:{port}"
    server = Server(folder, free_port(), url).start()
    line = Line(server.port).open(port)
    try:
        yield Away(server, line, url, playwright, folder)
    finally:
        line.close()
        server.stop()


# What a helper would do fifty times over, sealed as the application seals it (frontend/ts/field/keys.ts).
SEALED = """async (texts) => {
  const b64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
  const unb64 = (words) => Uint8Array.from(atob(words), (one) => one.charCodeAt(0));
  const utf8 = new TextEncoder();
  const done = (asked) => new Promise((yes, no) => { asked.onsuccess = () => yes(asked.result); asked.onerror = no; });
  const db = await done(indexedDB.open(localStorage.getItem("thonso:phone")));
  const device = await done(db.transaction("meta").objectStore("meta").get("device"));
  const rsa = {name: "RSA-OAEP", hash: "SHA-256"};
  const theirs = await crypto.subtle.importKey("spki", unb64(device.public), rsa, false, ["encrypt"]);
  for (const text of texts) {
    const id = crypto.randomUUID();
    const [raw, iv] = [32, 12].map((length) => crypto.getRandomValues(new Uint8Array(length)));
    const label = utf8.encode(`thonso.record:${device.account}:${id}`);
    const wrapped = b64(await crypto.subtle.encrypt({name: "RSA-OAEP", label}, theirs, raw));
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
    const how = {name: "AES-GCM", iv, additionalData: utf8.encode(id)};
    const sealed = await crypto.subtle.encrypt(how, key, utf8.encode(JSON.stringify(text)));
    const box = new Uint8Array(12 + sealed.byteLength);
    box.set(iv); box.set(new Uint8Array(sealed), 12);
    await done(db.transaction("records", "readwrite").objectStore("records").put({
      id, state: "queued", version: text.version, session: text.helped.id, summary: "L. T. M.", wrapped, key: device.key, box,
      photos: [], revision: 1, synced: 0, changed: Date.now(), tries: 0, nextAt: 0,
    }));
  }
  db.close();
}"""
