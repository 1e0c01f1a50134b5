"""The history: found again, opened again, corrected, deleted, exported, damaged, switched off."""

import csv
import datetime
import json
import os
import sqlite3
import struct
import time
import unittest
import zlib

import driver
from digits import DIGITS
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
        return app.history.find(description="Status").text

    def expect_status(self, app, text):
        wait_for(lambda: self.status(app) == text, text)

    def message(self, app, part):
        wait_for(
            lambda: any(part in (node.text or "") for node in app.root.walk() if node.description == "Message"), f"the message “{part}”")

    def button(self, app, name):
        button = wait_for(lambda: app.history.find(name, role="push button"), name)
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


class History(HistoryTest):
    some = [
        ("7", "drawing", None, 100), ("1967", "file", "/home/ada/receipt.png", 20), ("42", "link", "https://a.example/b.png", 3),
        ("2026", "drawing", None, 0),
    ]

    def test_an_empty_history_says_so(self):
        app = self.open_history()
        wait_for(lambda: app.history.find("Nothing here yet"), "the sentence")
        app.key("Escape")
        wait_for(lambda: len(app.x_windows()) == 1, "Escape closes the window")

    def test_entries_are_found(self):
        app = self.open_history(self.some)
        self.expect_rows(app, ["2026", "42", "1967", "7"])
        self.expect_status(app, "4 entries")
        entry = app.history.find("Search Digits")
        entry.set_text("2")
        self.expect_rows(app, ["2026", "42"])
        entry.set_text("99")
        wait_for(lambda: app.history.find("Nothing found"), "nothing is found")
        self.button(app, "Show All")
        self.expect_rows(app, ["2026", "42", "1967", "7"])
        app.type("19")  # Digits that are typed anywhere are searched for.
        self.expect_rows(app, ["1967"])

    def choose(self, app, name, steps):
        app.history.find(name, role="combo box").find(role="push button").press()
        wait_for(lambda: len(app.x_windows()) == 3, "the list of choices")
        app.key(*["Down"] * steps, "Return")
        wait_for(lambda: len(app.x_windows()) == 2, "the list has closed")

    def test_sources_and_dates_are_filtered(self):
        app = self.open_history(self.some)
        self.expect_rows(app, ["2026", "42", "1967", "7"])
        self.choose(app, "Source", 1)
        self.expect_rows(app, ["2026", "7"])
        self.choose(app, "Date", 1)
        self.expect_rows(app, ["2026"])
        self.choose(app, "Source", 2)
        wait_for(lambda: app.history.find("Nothing found"), "no link of today")
        self.choose(app, "Date", 1)
        self.expect_rows(app, ["42"])

    def test_deletions_are_undone(self):
        app = self.open_history(self.some)
        self.expect_rows(app, ["2026", "42", "1967", "7"])
        self.select(app, 1, 3)
        self.button(app, "Delete")
        self.expect_rows(app, ["2026", "1967"])
        self.message(app, "2 entries deleted")
        self.select(app, 0)
        app.key("Delete")
        self.expect_rows(app, ["1967"])
        app.key("ctrl+z")
        self.expect_rows(app, ["2026", "1967"])
        app.key("ctrl+z")
        self.expect_rows(app, ["2026", "42", "1967", "7"])
        app.key("ctrl+a")
        self.expect_status(app, "4 of 4 selected")
        app.key("Delete")
        wait_for(lambda: app.history.find("Nothing here yet"), "all are deleted")
        self.button(app, "Undo")
        self.expect_rows(app, ["2026", "42", "1967", "7"])

    def test_what_was_deleted_is_gone_at_the_next_start(self):
        app = self.open_history(self.some)
        self.expect_rows(app, ["2026", "42", "1967", "7"])
        self.select(app, 0)
        app.key("Delete")
        self.expect_rows(app, ["42", "1967", "7"])
        app.kill()
        again = self.start(home=app.home)
        again.key("ctrl+h")
        self.wait_window(again)
        self.expect_rows(again, ["42", "1967", "7"])

    def test_a_wrong_answer_is_corrected(self):
        app = self.open_history(self.some)
        self.expect_rows(app, ["2026", "42", "1967", "7"])
        self.select(app, 3)
        app.key("F2")
        dialog = wait_for(lambda: app.find("Correct", role="dialog") or app.find("Correct", role="frame"), "the dialog")
        entry = wait_for(lambda: dialog.find("Correct Digits"), "the entry")
        entry.set_text("one")
        wait_for(lambda: not dialog.find("Save", role="push button").enabled, "letters are refused")
        entry.set_text("1")
        wait_for(lambda: dialog.find("Save", role="push button").enabled, "digits are taken")
        dialog.find("Save", role="push button").press()
        wait_for(lambda: app.history.find("Entries").children[3].name.startswith("1, read as 7"), "both are shown")
        app.history.find("Search Digits").set_text("7")
        self.expect_rows(app, ["1967", "1"])
        self.button(app, "Undo")
        self.expect_rows(app, ["1967", "7"])

    def test_an_entry_is_opened_again_with_its_strokes(self):
        app = self.open_history(self.some)
        self.expect_rows(app, ["2026", "42", "1967", "7"])
        self.select(app, 0)
        app.key("Return")
        wait_for(lambda: app.find("Clear", role="push button").enabled, "something is on the canvas")
        self.close_history(app)
        # A line of 226 pixels, at least 18 wide.
        wait_for(lambda: app.ink() > 226 * 18, "the stroke")
        app.press("Undo")
        wait_for(lambda: app.ink() == 0, "the canvas as it was")

    def test_the_entries_that_are_shown_are_exported(self):
        app = self.open_history(self.some)
        app.history.find("Search Digits").set_text("2")
        self.expect_rows(app, ["2026", "42"])
        app.key("ctrl+e")
        self.export(app, self.path("mine"))
        self.message(app, "Exported to “mine”")
        with open(self.path("mine/history.csv"), newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([row["text"] for row in rows], ["2026", "42"])
        for row in rows:
            with open(self.path("mine/" + row["picture"]), "rb") as file:
                self.assertEqual(file.read(), png())
        self.assertEqual(sorted(os.listdir(self.folder)), ["mine"])

    def export(self, app, path):
        entry = wait_for(lambda: app.find("Name:", role="text"), "the name entry")
        entry.set_text(path)
        wait_for(lambda: entry.text == path, "the path in the entry")
        # GTK puts the mnemonic's text before the label.
        button = wait_for(lambda: app.find("Export", role="push button") or app.find("_Export Export", role="push button"), "Export")
        wait_for(lambda: button.enabled, "Export can be pressed")
        button.press()

    def menu(self, app, name):
        """Chooses an entry of the history's menu."""
        app.key("F10")
        wait_for(lambda: len(app.x_windows()) == 3, "the menu")
        item = wait_for(lambda: app.history.find(name, role="menu item"), name)
        wait_for(lambda: item.enabled, f"{name} can be chosen")
        item.press()

    def test_entries_are_exported_as_json(self):
        app = self.open_history(self.some)
        self.expect_rows(app, ["2026", "42", "1967", "7"])
        self.menu(app, "Export as JSON…")
        self.export(app, self.path("all"))
        self.message(app, "Exported to “all”")
        with open(self.path("all/history.json"), encoding="utf-8") as file:
            entries = json.load(file)
        self.assertEqual([entry["text"] for entry in entries], ["2026", "42", "1967", "7"])
        for entry in entries:
            with open(self.path("all/" + entry["picture"]), "rb") as file:
                self.assertEqual(file.read(), png())

    def test_a_cancelled_export_leaves_nothing(self):
        app = self.open_history([(str(number), "drawing", None, 0) for number in range(20_000)])
        self.expect_status(app, "20000 entries")
        app.key("ctrl+e")
        self.export(app, self.path("much"))
        self.button(app, "Cancel Export")
        self.message(app, "Export cancelled; nothing was written")
        self.assertEqual(os.listdir(self.folder), [])

    def test_all_are_deleted_from_the_menu_and_brought_back(self):
        app = self.open_history(self.some)
        self.expect_rows(app, ["2026", "42", "1967", "7"])
        self.menu(app, "Delete All")
        wait_for(lambda: app.history.find("Nothing here yet"), "all are deleted")
        self.message(app, "4 entries deleted")
        self.menu(app, "Undo Deletion")
        self.expect_rows(app, ["2026", "42", "1967", "7"])

    def choose_day(self, app, name, *keys):
        """Chooses a day in a calendar, moving there by keys, and returns it."""

        def button():
            return next((n for n in app.history.walk() if n.role == "push button" and n.name.split(":")[0] == name), None)

        button().find(role="push button", itself=False).press()
        wait_for(lambda: len(app.x_windows()) == 3, "the calendar")
        before = wait_for(lambda: button().name if ": " in button().name else None, "today, if no day was chosen before")
        if keys:
            app.key(*keys, "space")
            wait_for(lambda: button().name != before, "another day")
        app.key("Escape")
        wait_for(lambda: len(app.x_windows()) == 2, "the calendar has closed")
        return datetime.datetime.strptime(button().name.split(": ")[1], "%m/%d/%y").date()

    def test_days_are_chosen(self):
        today = datetime.date.today()
        app = self.open_history(self.some)
        self.expect_rows(app, ["2026", "42", "1967", "7"])
        self.choose(app, "Date", 4)
        self.expect_rows(app, ["2026", "42", "1967", "7"])  # No day is chosen yet.
        self.assertEqual(self.choose_day(app, "From"), today)
        self.expect_rows(app, ["2026"])
        # A week earlier or, where that is not in the calendar, later.
        first = self.choose_day(app, "From", "Up" if today.day > 7 else "Down")
        shown = [text for text, _, _, age in reversed(self.some) if today - datetime.timedelta(days=age) >= first]
        self.expect_rows(app, shown)

    def test_a_limit_takes_the_oldest_and_gives_them_back(self):
        app = self.start(home=self.fill([(str(number), "drawing", None, 0) for number in range(150)]))
        app.key("ctrl+comma")
        preferences = wait_for(lambda: app.find("Preferences", role="frame") or app.find("Preferences", role="dialog"), "the preferences")
        choice = preferences.find("Entries to Keep", role="combo box").find(role="push button")
        for keys, status in ((["Down"], "100 entries"), (["Up"], "150 entries")):
            wait_for(lambda: len(app.x_windows()) == 2, "the preferences' window")
            choice.press()
            wait_for(lambda: len(app.x_windows()) == 3, "the list of numbers")
            app.key(*keys, "Return")
            wait_for(lambda: len(app.x_windows()) == 2, "the list has closed")
            app.press("History")
            wait_for(lambda: len(app.x_windows()) == 3, "the history's window")
            app.history = wait_for(lambda: app.find("History", role="frame"), "the history's window")
            self.expect_status(app, status)
            app.key("ctrl+h")
            wait_for(lambda: len(app.x_windows()) == 2, "the history has closed")

    def test_many_are_deleted_far_down_a_long_list(self):
        """What is shown afterwards is what is there: no row of an entry that is gone, and none of another in its place."""
        count = 5_000
        app = self.open_history([(str(number), "drawing", None, 0) for number in range(count)])
        self.expect_status(app, f"{count} entries")
        self.select(app, 0)
        app.key("End")
        wait_for(lambda: "0" in self.digits(app), "the last row")
        app.key(*["shift+Page_Up"] * 60)
        wait_for(lambda: self.status(app).endswith("selected") and not self.status(app).startswith("1 "), "many are selected")
        left = [str(number) for number in reversed(range(int(self.status(app).split()[0]), count))]
        app.key("Delete")
        self.expect_status(app, f"{len(left)} entries")
        self.expect_shown(app, left)
        app.key("End")
        wait_for(lambda: left[-1] in self.shown(app), "the last that is left")
        self.expect_shown(app, left)
        # Every second of the rows before: many small holes.
        for _ in range(30):
            app.key("ctrl+Up", "ctrl+Up", "ctrl+space")
        wait_for(lambda: "of" in self.status(app), "rows are selected")
        removed = set(self.selected(app))
        app.key("Delete")
        left = [digits for digits in left if digits not in removed]
        self.expect_status(app, f"{len(left)} entries")
        self.expect_shown(app, left)
        app.key("ctrl+z", "ctrl+z")
        self.expect_status(app, f"{count} entries")
        self.expect_shown(app, [str(number) for number in reversed(range(count))])

    def selected(self, app):
        return [row.name.split(",")[0] for row in app.history.find("Entries").children if row.name and row.has(driver.Atspi.StateType.SELECTED)]

    def shown(self, app):
        """The digits of the rows that can be seen, from the top: of those that GTK holds, the longest run whose places are one below the
        other. The rest keep the places that they had when they could be seen."""
        runs, last = [[]], None
        for row in app.history.find("Entries").children:
            left, top, width, height = row.box
            if last is None or not 0 < top - last < height + 4 or not row.name:
                runs.append([])
            runs[-1].append(row.name.split(",")[0])
            last = top
        return max(runs, key=len)

    def expect_shown(self, app, left):
        """The rows that can be seen are some of `left`, side by side."""

        def fits():
            shown = self.shown(app)
            return len(shown) > 4 and shown[0] in left and left[left.index(shown[0]):][:len(shown)] == shown

        try:
            wait_for(fits, "rows that are left")
        except driver.NotMet:
            raise driver.NotMet(f"rows that are not left, or not in their order: {self.shown(app)}") from None

    def test_a_damaged_history_is_set_aside(self):
        home = self.fill(self.some)
        path = os.path.join(home, "data", "scrawl", "history.sqlite")
        with open(path, "r+b") as file:
            file.write(b"this is no database")
        app = self.start(home=home)
        self.message(app, "The history was damaged. It was kept as “history-damaged-")
        aside = [name for name in os.listdir(os.path.dirname(path)) if name.startswith("history-damaged-") and name.endswith(".sqlite")]
        self.assertEqual(len(aside), 1)
        app.press("History")
        self.wait_window(app)
        wait_for(lambda: app.history.find("Nothing here yet"), "a new history")

    def test_a_newer_history_is_left_alone(self):
        home = self.fill(self.some)
        path = os.path.join(home, "data", "scrawl", "history.sqlite")
        database = sqlite3.connect(path)
        database.execute("PRAGMA user_version = 1000")
        database.close()
        app = self.start(home=home)
        self.message(app, "newer Scrawl")
        app.press("History")
        self.wait_window(app)
        wait_for(lambda: app.history.find("The history can't be shown"), "the reason")
        self.assertEqual(self.version(path), 1000)

    def test_a_hundred_thousand_entries_scroll(self):
        app = self.open_history([(str(number), "drawing", None, 0) for number in range(100_000)])
        wait_for(lambda: self.digits(app)[:3] == ["99999", "99998", "99997"], "the newest on top")
        self.expect_status(app, "100000 entries")
        self.select(app, 0)
        for key, digit in (("End", "0"), ("Home", "99999"), ("End", "0")):
            app.key(key)
            wait_for(lambda: digit in self.digits(app), f"the row of {digit}")
        app.key("ctrl+f")
        app.history.find("Search Digits").set_text("4321")
        wait_for(lambda: self.digits(app)[:2] == ["94321", "84321"], "what was searched for")


class Recording(HistoryTest):
    def test_a_saved_drawing_is_kept(self):
        self.needs_model()
        app = self.start()
        app.draw(DIGITS[3])
        app.expect_result("3")
        app.press("Save")
        driver.choose_file(app, self.path("three.png"), "Save")
        app.expect_message("three.png")
        app.press("History")
        self.wait_window(app)
        self.expect_rows(app, ["3"])

    def test_a_recognition_is_kept(self):
        self.needs_model()
        app = self.start()
        app.draw(DIGITS[3])
        app.press("Recognize")
        app.expect_result("3")
        app.press("History")
        self.wait_window(app)
        self.expect_rows(app, ["3"])
        self.close_history(app)
        # The same drawing is kept once, whatever is pressed.
        app.press("Recognize")
        app.press("Clear")
        app.draw(DIGITS[7])
        app.expect_result("7")
        app.press("History")
        self.wait_window(app)
        self.expect_rows(app, ["3"])  # Live reading alone keeps nothing,
        app.press("Clear")
        self.expect_rows(app, ["7", "3"])  # until the drawing gives way.
        app.kill()
        again = self.start(home=app.home)
        again.press("History")
        self.wait_window(again)
        self.expect_rows(again, ["7", "3"])

    def test_nothing_is_kept_where_it_is_switched_off(self):
        self.needs_model()
        home = self.fill([("5", "drawing", None, 1)])
        os.makedirs(os.path.join(home, "config", "scrawl"), exist_ok=True)
        with open(os.path.join(home, "config", "scrawl", "settings.json"), "w") as file:
            json.dump({"keepsHistory": False}, file)
        app = self.start(home=home)
        app.draw(DIGITS[3])
        app.press("Recognize")
        app.expect_result("3")
        app.press("Clear")
        app.press("History")
        self.wait_window(app)
        self.expect_rows(app, ["5"])

    def test_an_opened_drawing_is_kept_again_only_when_it_changes(self):
        self.needs_model()
        app = self.start()
        app.draw(DIGITS[1], width=0.5)
        app.press("Recognize")
        app.expect_result("1")
        app.press("Clear")
        app.press("History")
        self.wait_window(app)
        self.expect_rows(app, ["1"])
        self.select(app, 0)
        app.key("Return")
        app.expect_result("1")
        self.close_history(app)
        app.press("Recognize")
        app.draw(DIGITS[7], left=0.5, width=0.5)
        app.press("Recognize")
        wait_for(lambda: app.result not in ("1", "Press Recognize"), "another result")
        result = app.result
        app.press("History")
        self.wait_window(app)
        self.expect_rows(app, [result, "1"])


if __name__ == "__main__":
    unittest.main()
