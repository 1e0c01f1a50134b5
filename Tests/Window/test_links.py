"""Pictures from the web, and servers that misbehave."""

import base64
import unittest

from driver import WindowTest, wait_for
from pictures import make_picture, read_bytes
from servers import Server, make_certificate


class Links(WindowTest):
    def setUp(self):
        super().setUp()
        self.picture = read_bytes(make_picture(self.path("five.png"), 5))

    def ask(self, app, link):
        """Types a link into the dialog, which may be open already, and presses Return."""
        if not app.find("Link", role="text"):
            app.press("Paste Link")
        entry = app.wait_find("Link", role="text")
        entry.set_text(link)
        wait_for(lambda: entry.text == link, "the link in the entry")
        wait_for(lambda: len(app.x_windows()) == 2, "the dialog's window")
        app.key("Return")

    def expect_refusal(self, app, part):
        wait_for(lambda: any(part in (node.text if node.role == "label" else "") for node in app.root.walk() if node.description == "Message"), part)

    def test_a_link_is_opened_and_read(self):
        self.needs_model()
        app = self.start()
        with Server(self.picture) as server:
            self.ask(app, server.link("to-picture"))
            app.expect_result("5")
            self.assertEqual(server.requests, ["/to-picture", "/picture.png"])
        wait_for(lambda: app.find("Link", role="text") is None, "the dialog has closed")

    def test_a_data_link_is_opened(self):
        self.needs_model()
        app = self.start("data:image/png;base64," + base64.b64encode(self.picture).decode())
        app.expect_result("5")

    def test_a_link_on_the_command_line_is_opened(self):
        self.needs_model()
        with Server(self.picture) as server:
            app = self.start(server.link("picture.png"))
            app.expect_result("5")

    def test_refusals_say_why(self):
        app = self.start()
        with Server(self.picture) as server, Server(self.picture, make_certificate(self.folder)) as secure:
            for link, reason in [
                ("no link at all", "not a link"),
                ("ftp://127.0.0.1/a.png", "ftp"),
                ("http://127.0.0.1:1/a.png", "refuses"),
                ("http://no-such-host.invalid/a.png", "no server named"),
                (server.link("nothing"), "404"),
                (server.link("page"), "web page"),
                (server.link("circle"), "more than 5 times"),
                (server.link("to-file"), "not on the web"),
                (server.link("short"), "broke off"),
                (server.link("endless"), "64 MiB"),
                (secure.link("picture.png"), "cannot prove"),
            ]:
                with self.subTest(link):
                    self.ask(app, link)
                    self.expect_refusal(app, reason)
        self.assertEqual(app.ink(), 0)

    def test_the_window_works_on_while_a_slow_server_sends_and_cancel_ends_it(self):
        app = self.start()
        with Server(self.picture) as server:
            self.ask(app, server.link("slow"))
            wait_for(lambda: server.requests, "the request")
            wait_for(lambda: app.find("Progress"), "the progress")
            app.press("Cancel")
            wait_for(lambda: app.find("Link", role="text") is None, "the dialog has closed")
            app.stroke([(0.3, 0.3), (0.6, 0.6)])
            ink = wait_for(app.finished_ink, "a stroke while the server still holds its answer")
            server.go_on()
            app.stroke([(0.3, 0.6), (0.6, 0.3)])
            wait_for(lambda: app.ink() > ink, "the drawing stays")

    def test_a_server_that_stops_sending_is_given_up(self):
        app = self.start()
        with Server(self.picture) as server:
            self.ask(app, server.link("slow"))
            wait_for(lambda: server.requests, "the request")
            # Fifteen seconds of nothing.
            wait_for(lambda: any("too slow" in node.name for node in app.root.walk() if node.role == "label"), "the refusal", 40)
        self.assertEqual(app.ink(), 0)

    def test_a_newer_request_takes_the_place_of_the_old(self):
        self.needs_model()
        app = self.start()
        with Server(self.picture) as server:
            self.ask(app, server.link("slow"))
            wait_for(lambda: server.requests, "the slow request")
            self.ask(app, server.link("picture.png"))
            app.expect_result("5")


if __name__ == "__main__":
    unittest.main()
