"""A small identity provider on loopback that can be told to lie. It speaks real HTTP."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "kennispact"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGE_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """``claims`` go over the honest ones (``None`` takes one away); ``lies`` go over its description."""

    url: str = ""
    claims: dict = field(default_factory=dict)
    lies: dict = field(default_factory=dict)
    about: dict = field(default_factory=dict)
    key: object = KEY
    algorithm: str = "RS256"
    asked: dict = field(default_factory=dict)
    verifier_fits: bool | None = None

    def answer(self, path: str, sent: dict) -> dict:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/about",
                "jwks_uri": f"{self.url}/keys",
                **self.lies,
            }
        if path == "/keys":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return {"keys": [{**key, "kid": "one", "use": "sig", "alg": "RS256"}]}
        if path == "/about":
            return {"sub": "7", "email": "contact@deventer.example", "email_verified": True, **self.about}
        if path == "/token":
            hashed = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
            challenge = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
            self.verifier_fits = challenge == self.asked.get("code_challenge")
            return {"access_token": "a", "token_type": "Bearer", "id_token": self.token()}
        raise KeyError(path)

    def token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.url,
            "sub": "7",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked.get("nonce"),
            "email": "contact@deventer.example",
            "email_verified": True,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        key = None if self.algorithm == "none" else self.key
        return jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": "one"})


@contextmanager
def running() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            self.reply({name: values[0] for name, values in parse_qs(body).items()})

        def reply(self, sent: dict) -> None:
            body = json.dumps(provider.answer(urlsplit(self.path).path, sent)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(2)
