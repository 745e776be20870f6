"""A provider on loopback that is strict about what it gets, and can be made to fail."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "right"


class Fake:
    """Keeps what it took, by key. ``answers`` are what it says next instead of taking: a code, or ``hang``."""

    def __init__(self):
        self.taken: dict[str, bytes] = {}
        self.calls = 0
        self.answers: list[int | str] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                fake.calls += 1
                said = fake.answers.pop(0) if fake.answers else None
                payload = self.rfile.read(int(self.headers["Content-Length"]))
                if said == "hang":
                    time.sleep(1)
                    return
                code, answer = fake.take(self.path, self.headers, payload, said)
                if said == "cut":  # it was taken, and the line broke before we heard
                    return
                self.send_response(code)
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/api/v2"

    def take(self, path, headers, payload, said):
        if isinstance(said, int):
            return said, {"code": "no"}
        if path != "/api/v2/document_submissions" or headers["Content-Type"] != "application/json":
            return 404, {}
        if headers["Authorization"] != f"Bearer {TOKEN}":
            return 401, {"code": "unauthorized"}
        told = json.loads(payload)
        key = told["idempotencyGuid"]
        routing = told["routing"]["eIdentifiers"]
        raw = told["document"]["rawDocumentData"]
        xml = base64.b64decode(raw["document"], validate=True)
        customization = raw["documentTypeId"].partition("##")[2].removesuffix("::2.1")
        if (
            len(key) != 36
            or routing[0]["scheme"] not in {"0190", "0106"}
            or customization.encode() not in xml
        ):
            return 422, {"code": "invalid"}
        if key in self.taken:
            return 422, {"code": "duplicate", "guid": f"guid-{key}"}
        self.taken[key] = xml
        return 200, {"guid": f"guid-{key}"}

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
