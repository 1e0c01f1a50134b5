"""A history that was there before, and its window: what the tests of the history share."""

import os
import sqlite3
import struct
import time
import zlib

import driver
from driver import WindowTest, wait_for


def png(width=32, height=16):
    """A white PNG file with a black square."""
    rows = b"".join(
        b"\0" + b"".join(b"\0\0\0" if 4 <= x < 12 and 4 <= y < 12 else b"\xff\xff\xff" for x in range(width)) for y in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b""))


def stroke_archive(points, diameter=18.0):
    """A drawing of one stroke as Scrawl keeps it."""
    return b"Scrawl\x01" + struct.pack("<I", 1) + struct.pack("<BfI", 0, diameter, len(points)) + b"".join(
        struct.pack("<fff", x, y, 1) for x, y in points)


class HistoryTest(WindowTest):
    """A test with entries that were there before, and the history's window."""

    def fill(self, entries):
        """Starts the app once, so that it makes its database, and fills that with (text, source, name, age in days)."""
        app = self.start()
        path = os.path.join(app.home, "data", "scrawl", "history.sqlite")
        wait_for(lambda: os.path.exists(path) and self.version(path) > 0, "the database")
        app.close()
        picture, strokes = png(), stroke_archive([(-80, -80), (0, 0), (80, 80)])
        with sqlite3.connect(path) as database:
            for text, source, name, age in entries:
                cursor = database.execute(
                    "INSERT INTO entry (date, source, source_name, text, confidence) VALUES (?, ?, ?, ?, ?)",
                    (int((time.time() - age * 86400) * 1000), source, name, text, 0.987 if text else 0))
                database.execute(
                    "INSERT INTO content VALUES (?, ?, ?, ?, ?)",
                    (cursor.lastrowid, picture, picture, strokes, '{"digits":[],"milliseconds":1,"rejected":[]}'))
        database.close()
        return app.home

    @staticmethod
    def version(path):
        database = sqlite3.connect(path)
        try:
            return database.execute("PRAGMA user_version").fetchone()[0]
        finally:
            database.close()

    def open_history(self, entries=(), **options):
        app = self.start(home=self.fill(entries), **options) if entries else self.start(**options)
        app.press("History")
        return self.wait_window(app)

    def wait_window(self, app):
        wait_for(lambda: len(app.x_windows()) == 2, "the history's window")
        app.history = wait_for(lambda: app.find("History", role="frame"), "the history's window")
        return app

    def close_history(self, app):
        app.key("Escape")
        wait_for(lambda: len(app.x_windows()) == 1, "the history has closed")

    def digits(self, app):
        """The digits of the rows on the screen, from the top."""
        entries = app.history.find("Entries")
        return [row.name.split(",")[0] for row in entries.children if row.name] if entries else []

    def expect_rows(self, app, digits):
        wait_for(lambda: self.digits(app) == digits, f"rows {digits}, not {self.digits(app)}")

    def status(self, app):
        # A list that changes while it is walked through may hide it for once.
        return wait_for(lambda: app.history.find(description="Status", past=["Entries"]), "the status").text

    def expect_status(self, app, text):
        wait_for(lambda: self.status(app) == text, text)

    def message(self, app, part):
        # It goes after some seconds, of which a look at all rows of a long list takes most.
        wait_for(
            lambda: any(part in (node.text or "") for node in app.root.walk(past=["Entries"]) if node.description == "Message"),
            f"the message “{part}”")

    def button(self, app, name):
        button = wait_for(lambda: app.history.find(name, role="push button", past=["Entries"]), name)
        wait_for(lambda: button.enabled, f"{name} can be pressed")
        button.press()

    def select(self, app, *positions):
        """Clicks rows, all but the first with Ctrl."""
        app.focus_window()
        for count, position in enumerate(positions):
            left, top, width, height = app.history.find("Entries").children[position].box
            at = ["mousemove", left + width // 2, top + height // 2]
            driver.xdotool(*at, *(["keydown", "ctrl", "click", 1, "keyup", "ctrl"] if count else ["click", 1]))
            wait_for(lambda: f"{count + 1} of" in self.status(app), "the row is selected")

    # Entries of all sources and some ages; the newest, which is shown on top, comes last.
    some = [
        ("7", "drawing", None, 100), ("1967", "file", "/home/ada/receipt.png", 20), ("42", "link", "https://a.example/b.png", 3),
        ("2026", "drawing", None, 0),
    ]

    def choose(self, app, name, steps):
        app.history.find(name, role="combo box").find(role="push button").press()
        wait_for(lambda: len(app.x_windows()) == 3, "the list of choices")
        app.key(*["Down"] * steps, "Return")
        wait_for(lambda: len(app.x_windows()) == 2, "the list has closed")

    def menu(self, app, name):
        """Chooses an entry of the history's menu."""
        app.key("F10")
        wait_for(lambda: len(app.x_windows()) == 3, "the menu")
        item = wait_for(lambda: app.history.find(name, role="menu item"), name)
        wait_for(lambda: item.enabled, f"{name} can be chosen")
        item.press()
