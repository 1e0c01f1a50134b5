"""The history: found again, opened again, corrected, deleted, damaged."""

import datetime
import os
import sqlite3
import unittest

from driver import Atspi, wait_for
from history import HistoryTest


class History(HistoryTest):
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

    def test_escape_clears_the_search_and_then_closes_the_window(self):
        app = self.open_history(self.some)
        app.key("ctrl+f")
        app.type("42")
        self.expect_rows(app, ["42"])
        app.key("Escape")
        self.expect_rows(app, ["2026", "42", "1967", "7"])
        app.key("Escape")
        wait_for(lambda: len(app.x_windows()) == 1, "the history has closed")

    def test_the_focus_is_not_lost_with_what_is_deleted(self):
        app = self.open_history(self.some)

        def focused():
            return next((node for node in app.history.walk() if node.has(Atspi.StateType.FOCUSED)), None)

        self.select(app, 1)
        for outcome in (["2026", "1967", "7"], []):
            delete = app.history.find("Delete", role="push button")
            wait_for(lambda: delete.enabled, "Delete can be pressed")
            for _ in range(20):
                before = focused()
                if before and before.name == "Delete":
                    break
                app.key("Tab")
                wait_for(lambda: focused() and (not before or focused().accessible != before.accessible), "the next focus")
            app.key("space")
            wait_for(lambda: not delete.enabled, "nothing is selected any more")
            self.expect_rows(app, outcome) if outcome else wait_for(lambda: app.history.find("Nothing here yet"), "all are deleted")
            wait_for(lambda: focused() and focused().name != "Delete", "the focus elsewhere")
            app.key("ctrl+a")

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


if __name__ == "__main__":
    unittest.main()
