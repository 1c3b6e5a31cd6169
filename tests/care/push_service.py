"""A push service on this machine: https, and particular about who asks (RFC 8030, RFC 8292)."""

import base64
import datetime
import ipaddress
import json
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509.oid import NameOID


class PushService:
    """`asked` is each request's path and headers. `answer` says the status for a path; 0 closes
    the line without one, -1 never answers."""

    def __init__(self, folder):
        self.asked, self.lines = [], 0
        self.answer = lambda path: 201
        self.certificate = folder / "certificate.pem"
        key = folder / "key.pem"
        write_certificate(self.certificate, key)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self.certificate, key)
        self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.name = f"localhost:{self.server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def browser(self, name):
        return f"https://{self.name}/wpush/{name}"

    @property
    def paths(self):
        return [path.rpartition("/")[2] for path, _headers in self.asked]

    def _handler(service):  # `self` is the request below
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                super().setup()
                service.lines += 1

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.asked.append((self.path, self.headers))
                assert body == b""
                status = service.answer(self.path)
                if not is_proved(self.headers["Authorization"], f"https://{service.name}"):
                    status = 403
                if status == -1:
                    time.sleep(20)
                if status <= 0:
                    self.close_connection = True
                    return
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.send_header("Location", "https://elsewhere.example.org/")
                self.end_headers()

            def log_message(self, *_):
                pass

        return Handler


def is_proved(authorization, audience):
    """Whether this proves who asks, for this service, now and for a day at most."""
    kind, _, rest = authorization.partition(" ")
    given = dict(one.split("=", 1) for one in rest.split(","))
    head, claims, signature = given["t"].split(".")
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpadded(given["k"]))
    pair = unpadded(signature)
    r, s = int.from_bytes(pair[:32], "big"), int.from_bytes(pair[32:], "big")
    key.verify(encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    said = json.loads(unpadded(claims))
    return (
        kind == "vapid"
        and json.loads(unpadded(head)) == {"typ": "JWT", "alg": "ES256"}
        and said["aud"] == audience
        and 0 < said["exp"] - time.time() <= 24 * 3600
        and said["sub"].startswith(("https://", "mailto:"))
    )


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def write_certificate(certificate, key):
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(private, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
