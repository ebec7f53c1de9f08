"""A mail server on loopback that says no, not now, or nothing at any step; with a certificate it speaks TLS."""

import ipaddress
import socketserver
import ssl
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Certificate:
    """One that a server shows, signed by itself: whoever trusts the file trusts the server."""

    file: Path

    @classmethod
    def made(cls, folder: Path, host: str = "127.0.0.1", *, days: int = 1) -> Self:
        """A new one for a host, its key in the same file. With `days` below 0 it has run out."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        is_number = host.replace(".", "").isdigit()
        subject = x509.IPAddress(ipaddress.ip_address(host)) if is_number else x509.DNSName(host)
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - timedelta(days=9))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.SubjectAlternativeName([subject]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        file = folder / f"{host}-{made.serial_number}.pem"
        plain = serialization.NoEncryption()
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        file.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
        return cls(file)

    def context(self) -> ssl.SSLContext:
        """What a server that shows it speaks TLS by."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.file)
        return made


class MailServer(socketserver.ThreadingTCPServer):
    """Answers each command by `answers`, or as it should; "cut" closes the connection instead, "hang" says nothing.

    With a certificate it offers STARTTLS, or speaks TLS from the first byte (`is_tls_at_once`). `seen` are the commands
    and `open_seen` those of them that came unencrypted.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, certificate: Certificate | None = None, *, is_tls_at_once: bool = False) -> None:
        self.answers: dict[str, str] = {}
        self.mails: list[bytes] = []
        self.seen: list[str] = []
        self.open_seen: list[str] = []
        self.secure = certificate.context() if certificate else None
        self.is_tls_at_once = is_tls_at_once
        self._released = threading.Event()
        super().__init__(("127.0.0.1", 0), _Talk)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of those who hung up."""

    def wait(self) -> None:
        """Until the server ends."""
        self._released.wait(30)

    def close(self) -> None:
        """Ends the server."""
        self._released.set()
        self.shutdown()
        self.server_close()


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer
    usual: ClassVar[dict[str, str]] = {
        "HELLO": "220 here", "AUTH": "235 in", "STAR": "220 go", "DATA": "354 go", "END": "250 taken", "QUIT": "221 ok",
    }  # fmt: skip

    def setup(self) -> None:
        self._is_secure = False
        super().setup()
        if self.server.is_tls_at_once:
            self._encrypt()

    def handle(self) -> None:
        server = self.server
        if not self._answer("HELLO"):
            return
        while line := self.rfile.readline():
            server.seen.append(line.decode().strip())
            if not self._is_secure:
                server.open_seen.append(line.decode().strip())
            word = line[:4].decode().upper().strip()
            if not self._answer(word):
                return
            if word == "STAR" and "STAR" not in server.answers:
                self._encrypt()
            if word == "DATA" and "DATA" not in server.answers:
                lines = []
                while (part := self.rfile.readline()) not in {b".\r\n", b""}:
                    lines.append(part.removeprefix(b".") if part.startswith(b"..") else part)
                server.mails.append(b"".join(lines))
                if not self._answer("END"):
                    return

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def _encrypt(self) -> None:
        assert self.server.secure is not None
        self.connection = self.server.secure.wrap_socket(self.connection, server_side=True)
        self.rfile.close()
        self.wfile.close()
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)
        self._is_secure = True

    def _answer(self, word: str) -> bool:
        told = self.server.answers.get(word, self.usual.get(word, "250 ok"))
        if word == "EHLO" and "EHLO" not in self.server.answers:
            offers_tls = self.server.secure is not None and not self._is_secure
            told = "\r\n".join(["250-here", *(["250-STARTTLS"] if offers_tls else []), "250 AUTH PLAIN"])
        if told == "hang":
            self.server.wait()
        elif told != "cut":
            self.wfile.write(f"{told}\r\n".encode())
        return told not in {"cut", "hang"}
