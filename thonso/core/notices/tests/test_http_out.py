"""The one way out: private addresses, redirects, silence and dripping, each against a real socket."""

import socket
import threading
from contextlib import contextmanager

import pytest

from tests.servers.sms_gateway import SmsGateway
from thonso.core.notices import http_out


def pause(seconds):
    """What a slow server does."""
    threading.Event().wait(seconds)


@contextmanager
def listener(serve):
    """A raw TCP server: `serve(connection)` for each that comes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        over = threading.Event()

        def loop():
            while not over.is_set():
                try:
                    line, _ = server.accept()
                except TimeoutError:
                    continue
                except OSError:
                    return
                with line:
                    try:
                        serve(line)
                    except OSError:
                        continue

        thread = threading.Thread(target=loop, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x"
        over.set()
        thread.join(timeout=5)


@pytest.fixture(autouse=True)
def _allowed(settings):
    settings.OUT_ALLOW = ["127.0.0.0/8"]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "224.0.0.1",
        "localhost",
        "100.64.0.1",
    ],
)
def test_a_private_address_is_refused_before_anything_is_sent(host, settings):
    settings.OUT_ALLOW = []
    with pytest.raises(http_out.NotSent, match="private"):
        http_out.request("GET", f"http://{host}:9/")


def test_an_allow_listed_name_or_network_is_reached(settings):
    with SmsGateway() as gateway:
        settings.OUT_ALLOW = ["localhost"]
        assert http_out.request("GET", gateway.url.replace("127.0.0.1", "localhost")).status == 401
        settings.OUT_ALLOW = ["127.0.0.0/8"]
        assert http_out.request("GET", gateway.url).status == 401


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.vn/", "http:///x", "http://user:pw@127.0.0.1/", "gopher://127.0.0.1/"]
)
def test_only_plain_http_addresses_are_reached(url):
    with pytest.raises(http_out.NotSent):
        http_out.request("GET", url)


def test_a_port_where_nobody_listens_is_surely_not_sent():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(http_out.NotSent):
        http_out.request("POST", f"http://127.0.0.1:{port}/", body=b"x")


def test_a_redirect_is_an_answer_and_is_not_followed():
    came = []

    def serve(line):
        came.append(line.recv(4096))
        line.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")

    with listener(serve) as url:
        assert http_out.request("GET", url).status == 302
    assert len(came) == 1


def test_silence_is_unsure_and_ends_before_the_other_side_speaks():
    spoke = threading.Event()

    def serve(line):
        pause(4)
        spoke.set()

    with listener(serve) as url:
        with pytest.raises(http_out.Unsure):
            http_out.request("POST", url, body=b"x", timeout=0.3)
        assert not spoke.is_set()


def test_a_server_that_drips_bytes_is_cut_off_by_the_clock():
    said_all = threading.Event()

    def serve(line):
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(200):
            line.sendall(b"x")
            pause(0.02)
        said_all.set()

    with listener(serve) as url:
        with pytest.raises(http_out.Unsure):
            http_out.request("GET", url, timeout=0.4)
        assert not said_all.is_set()


def test_an_endless_answer_is_not_read_to_its_end():
    def serve(line):
        line.recv(4096)
        line.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200_000)

    with listener(serve) as url, pytest.raises(http_out.Unsure, match="too long"):
        http_out.request("GET", url, timeout=2)


def test_a_broken_answer_is_unsure():
    def serve(line):
        line.recv(4096)
        line.sendall(b"\x00\x01\x02\r\n\r\n")

    with listener(serve) as url, pytest.raises(http_out.Unsure):
        http_out.request("GET", url, timeout=1)
