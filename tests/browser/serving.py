"""A local static server as a good host would be: right types, gzip, and failures on request."""

import gzip
import sys
import threading
from functools import lru_cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".zip": "application/zip",
    ".xml": "application/xml",
    ".ico": "image/x-icon",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
NOT_COMPRESSED = {".zip", ".png", ".woff2", ".ico"}


class StaticServer(ThreadingHTTPServer):
    """Serves a folder on a free port of this machine.

    Addresses that start with `broken` answer 404, those that end in `damaged` with half of the file.
    """

    daemon_threads = True
    request_queue_size = 64  # a page opens several connections at once, and the machine may be busy

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = Path()
        self.broken = ""
        self.damaged = ""
        self.served: list[str] = []

    @property
    def url(self) -> str:
        """The site's address, with a slash at the end."""
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def start(self) -> None:
        """Serve in the background."""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def kilobytes(self) -> float:
        """Compressed kilobytes of every file that was asked for, each once: what a reader's line carried."""
        return sum(len(gzip.compress(file.read_bytes(), 6)) for file in self.files()) / 1000

    def files(self) -> set[Path]:
        """The files that were asked for."""
        found = {self.folder / address for address in self.served}
        found = {file / "index.html" if file.is_dir() else file for file in found}
        return {file for file in found if file.is_file()}

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader who leaves in the middle of a download is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(SimpleHTTPRequestHandler):
    """Answers GET from the server's folder."""

    protocol_version = "HTTP/1.1"
    server: StaticServer

    def do_GET(self) -> None:
        address = self.path.split("?")[0].split("#")[0].lstrip("/")
        self.server.served.append(address)
        file = self.server.folder / address
        file = file / "index.html" if file.is_dir() else file
        broken = self.server.broken and address.startswith(self.server.broken)
        if broken or not file.is_file():
            return self._send(404, self.server.folder / "404.html")
        return self._send(200, file, bool(self.server.damaged) and address.endswith(self.server.damaged))

    def _send(self, status: int, file: Path, half: bool = False) -> None:
        body, encoding = compressed(file, file.stat().st_mtime_ns)
        if half:
            body, encoding = file.read_bytes()[: file.stat().st_size // 2], ""
        if encoding and encoding not in self.headers.get("Accept-Encoding", ""):
            body, encoding = file.read_bytes(), ""
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(file.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store" if status == 404 else "max-age=600")
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Quiet: pytest shows what matters."""


@lru_cache(maxsize=256)
def compressed(file: Path, _changed: int) -> tuple[bytes, str]:
    """A file as it travels, and its encoding."""
    data = file.read_bytes()
    return (data, "") if file.suffix in NOT_COMPRESSED else (gzip.compress(data, 6), "gzip")
