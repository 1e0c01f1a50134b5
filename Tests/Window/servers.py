"""Loopback servers that behave, and that misbehave."""

import http.server
import os
import ssl
import subprocess
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.server.requests.append(self.path)
        action = getattr(self, "get_" + self.path.strip("/").split("/")[0].split("?")[0].split(".")[0].replace("-", "_"), None)
        try:
            if action:
                action()
            else:
                self.send_error(404)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.close_connection = True

    def answer(self, data, kind="image/png", length=None):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        self.end_headers()
        self.wfile.write(data)

    def get_picture(self):
        self.answer(self.server.picture)

    def get_page(self):
        self.answer(b"<!DOCTYPE html><html><body>No picture here</body></html>", "text/html")

    def get_circle(self):
        self.redirect("/circle")

    def get_to_file(self):
        self.redirect("file:///etc/passwd")

    def get_to_picture(self):
        self.redirect("/picture.png")

    def get_short(self):
        """Less than was announced."""
        self.answer(self.server.picture[:-40], length=len(self.server.picture))
        self.close_connection = True

    def get_slow(self):
        """The picture's beginning, and then nothing until the server is told to go on."""
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(self.server.picture)))
        self.end_headers()
        self.wfile.write(self.server.picture[:60])
        self.wfile.flush()
        self.server.go_on.wait(60)
        self.wfile.write(self.server.picture[60:])

    def get_endless(self):
        """A picture's beginning, and then bytes without end."""
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(self.server.picture[:33])
        while True:
            self.wfile.write(bytes(1 << 20))

    def redirect(self, place):
        self.send_response(302)
        self.send_header("Location", place)
        self.send_header("Content-Length", "0")
        self.end_headers()


class Server:
    """An HTTP (or HTTPS) server on the loopback, for the time of a `with`."""

    def __init__(self, picture, certificate=None):
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.picture = picture
        self.http.requests = []
        self.http.go_on = threading.Event()
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.scheme = "https" if certificate else "http"

    def __enter__(self):
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.http.go_on.set()
        self.http.shutdown()
        self.http.server_close()

    def link(self, path):
        return f"{self.scheme}://127.0.0.1:{self.http.server_port}/{path}"

    @property
    def requests(self):
        return self.http.requests

    def go_on(self):
        self.http.go_on.set()


def make_certificate(folder):
    """A certificate that nobody vouches for."""
    path = os.path.join(folder, "certificate.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", path, "-out", path + ".crt", "-days", "2", "-subj", "/CN=127.0.0.1"],
        check=True, capture_output=True)
    with open(path, "a") as file, open(path + ".crt") as certificate:
        file.write(certificate.read())
    return path
