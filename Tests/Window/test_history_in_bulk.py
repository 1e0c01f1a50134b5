"""The history: many deleted, all deleted, exported."""

import csv
import json
import os
import unittest

import driver
from choosers import choose_file
from driver import wait_for
from history import HistoryTest, png


class Exports(HistoryTest):
    def test_the_entries_that_are_shown_are_exported(self):
        app = self.open_history(self.some)
        app.history.find("Search Digits").set_text("2")
        self.expect_rows(app, ["2026", "42"])
        app.key("ctrl+e")
        choose_file(app, self.path("mine"), "Export", "Export 2 Entries", over=2)
        self.message(app, "Exported to “mine”")
        with open(self.path("mine/history.csv"), newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([row["text"] for row in rows], ["2026", "42"])
        for row in rows:
            with open(self.path("mine/" + row["picture"]), "rb") as file:
                self.assertEqual(file.read(), png())
        self.assertEqual(sorted(os.listdir(self.folder)), ["mine"])

    def test_entries_are_exported_as_json(self):
        app = self.open_history(self.some)
        self.expect_rows(app, ["2026", "42", "1967", "7"])
        self.menu(app, "Export as JSON…")
        choose_file(app, self.path("all"), "Export", "Export 4 Entries", over=2)
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
        choose_file(app, self.path("much"), "Export", "Export 20000 Entries", over=2)
        self.button(app, "Cancel Export")
        self.message(app, "Export cancelled; nothing was written")
        self.assertEqual(os.listdir(self.folder), [])


class Deletions(HistoryTest):
    def test_all_are_deleted_from_the_menu_and_brought_back(self):
        app = self.open_history(self.some)
        self.expect_rows(app, ["2026", "42", "1967", "7"])
        self.menu(app, "Delete All")
        wait_for(lambda: app.history.find("Nothing here yet"), "all are deleted")
        self.message(app, "4 entries deleted")
        self.menu(app, "Undo Deletion")
        self.expect_rows(app, ["2026", "42", "1967", "7"])

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


if __name__ == "__main__":
    unittest.main()
