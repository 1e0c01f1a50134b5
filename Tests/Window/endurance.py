"""Random actions over all controls, for as long as is asked: no crash, no warning of GLib, no growth of memory.

Tests/Window/endure [--minutes 60] [--actions 10000] [--seed 1] [--only KIND...]
Ends when both the time and the number of actions are reached.
"""

import argparse
import collections
import contextlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from digits import DIGITS  # noqa: E402
from driver import MODEL, PROGRAM, App, NotMet, wait_for, xdotool  # noqa: E402
from growth import growth, summary  # noqa: E402
from pictures import make_picture, read_bytes  # noqa: E402
from servers import Server  # noqa: E402
from gi.repository import Atspi, GLib  # noqa: E402

KEYS = [
    "Return", "Delete", "ctrl+z", "ctrl+shift+z", "ctrl+c", "ctrl+shift+c", "ctrl+v", "ctrl+plus", "ctrl+minus", "ctrl+0", "p", "e",
    "bracketleft", "bracketright", "Left", "Right", "Tab", "shift+Tab", "space", "Escape",
]
WINDOWS = {
    "open": "ctrl+o", "link": "ctrl+l", "save": "ctrl+s", "history": "ctrl+h", "preferences": "ctrl+comma", "shortcuts": "ctrl+question",
    "help": "F1", "menu": "F10",
}
# What may go wrong because a widget or window went away meanwhile: no fault of the app's.
GONE = (GLib.Error, subprocess.CalledProcessError, AttributeError, NotMet, IndexError)
# How long an action waits for what it asked for, in seconds: the app may have every reason not to do it.
SHORT = 3
PRESSED = ("push button", "toggle button", "check box", "menu item", "check menu item", "radio menu item", "list item")


class Monkey:
    def __init__(self, seed, kinds, server):
        self.random = random.Random(seed)
        self.kinds = {kind: weight for kind, weight in self.WEIGHTS.items() if not kinds or kind in kinds}
        self.server = server
        self.folder = tempfile.mkdtemp(prefix="scrawl-endurance-")
        self.files = [make_picture(self.path(f"{digit}.png"), digit) for digit in range(3)]
        self.files.append(make_picture(self.path("large.jpg"), 8, 2000, 1500, brush=90))
        self.files.append(make_picture(self.path("scan.tiff"), 4))
        self.files.append(self.path("broken.png"))
        with open(self.files[-1], "wb") as file:
            file.write(read_bytes(self.files[0])[:200])
        shutil.copy(MODEL, self.path("model.safetensors"))
        # A warning is counted, and fails the run at its end; it does not cut it short.
        self.environment = {"G_DEBUG": os.environ.get("G_DEBUG", "")}
        self.begin(App(environment=self.environment))
        self.count = 0
        self.done = collections.Counter()
        self.missed = collections.Counter()
        # Seconds that each kind has taken.
        self.spent = collections.Counter()
        self.pressed = collections.Counter()
        self.heard = 0
        # Windows that no key closes.
        self.stuck = []
        # What was done last, for whoever has to find out what made the app complain.
        self.trail = collections.deque(maxlen=12)

    # What is done, and how often in relation to the rest.
    WEIGHTS = {
        "digit": 14, "scribble": 8, "dot": 6, "key": 30, "window": 8, "button": 10, "control": 6, "slider": 4, "wheel": 5, "pan": 3,
        "start": 4, "choose": 2, "save": 1, "link": 3, "paste": 3, "history": 5, "preferences": 3, "resize": 1,
    }

    def path(self, name):
        return os.path.join(self.folder, name)

    def place(self):
        return self.random.uniform(0.03, 0.97), self.random.uniform(0.03, 0.97)

    def act(self):
        """One action; returns its name."""
        self.count += 1
        kind = self.random.choices(list(self.kinds), list(self.kinds.values()))[0]
        self.note(kind.upper())
        begin = time.monotonic()
        try:
            getattr(self, kind)()
            self.done[kind] += 1
        except GONE:
            self.missed[kind] += 1
        self.spent[kind] += time.monotonic() - begin
        return kind

    def begin(self, app):
        self.app, self.main = app, app.x_windows()[-1]

    def note(self, what):
        self.trail.append(f"{time.strftime('%H:%M:%S')} {what}")

    def complaints(self):
        """What the app has complained of since this was asked last."""
        size = os.path.getsize(self.app.log.name)
        if size == self.heard:
            return []
        with open(self.app.log.name, "rb") as file:
            file.seek(self.heard)
            text = file.read()
        self.heard += len(text)
        return [line for line in text.decode(errors="replace").splitlines() if any(word in line for word in ("WARNING", "CRITICAL", "Fatal"))]

    # The canvas

    def digit(self):
        size = self.random.uniform(0.15, 0.5)
        self.app.draw(
            DIGITS[self.random.randrange(10)], self.random.uniform(0, 1 - size), self.random.uniform(0, 1 - size), size, size)

    def scribble(self):
        self.app.stroke([self.place() for _ in range(self.random.randint(2, 6))])

    def dot(self):
        self.app.stroke([self.place()])

    def pan(self):
        self.app.stroke([self.place(), self.place()], button=2)

    def wheel(self):
        x, y = self.app.to_screen(*self.place())
        button = self.random.choice([4, 5])
        modifier = self.random.choice([[], ["keydown", "ctrl"]])
        xdotool("mousemove", x, y, *modifier, "click", "--repeat", 3, button, *(["keyup", "ctrl"] if modifier else []))

    # The window

    def key(self):
        self.keys(self.random.choices(KEYS, k=self.random.randint(1, 4)))

    def keys(self, keys):
        self.note("keys " + " ".join(keys))
        self.app.key(*keys)

    def button(self):
        names = ["Recognize", "Undo", "Redo", "Clear", "Pen", "Eraser", "Zoom In", "Zoom Out", "Reset View", "Close Message"]
        self.press(self.app.find(self.random.choice(names)))

    def control(self):
        """Presses any button, switch or menu item that there is, wherever it is."""
        if self.random.random() < 0.5:
            self.open_window(self.random.choice(list(WINDOWS)))
        found = [node for node in self.app.root.walk() if node.role in PRESSED and node.has(Atspi.StateType.VISIBLE)]
        self.press(self.random.choice(found))

    def slider(self):
        self.app.find("Brush Size").set_value(self.random.randint(2, 60))

    def resize(self):
        xdotool("windowsize", self.app.x_windows()[0], self.random.randint(360, 1270), self.random.randint(520, 890))

    def paste(self):
        self.app.key("ctrl+shift+c")
        self.app.key("ctrl+v")

    def press(self, node):
        # What ends the app is tested elsewhere: the memory of one run is what counts here.
        if node and node.enabled and node.name not in ("Quit", "Close"):
            self.pressed[node.name or node.role] += 1
            self.note("press " + (node.name or node.role))
            node.press()
            # GTK does what the button is for when it is up again, a quarter of a second later. A window that opened or closed while the
            # mouse is down would be told of a release without its press, of which GTK warns.
            time.sleep(0.3)

    # Dialogs

    def open_window(self, name):
        self.keys([WINDOWS[name]])
        wait_for(lambda: len(self.app.x_windows()) > 1, name, SHORT)

    def window(self):
        """Opens a dialog or the menu, and does something in it by keys."""
        name = self.random.choice(list(WINDOWS))
        self.open_window(name)
        if name == "menu":
            # All but Quit, the last.
            self.keys([*["Down"] * self.random.randint(1, 11), "Return"])
            return
        for _ in range(self.random.randint(0, 4)):
            self.keys([self.random.choice(["Tab", "Down", "Up", "space", "Tab", "Return", "End", "Home"])])

    def close_dialogs(self):
        for key in ("Escape", "Escape", "Escape", "alt+F4", "ctrl+w", "Escape"):
            # Another start raises the main window, which must not be told to close.
            others = [window for window in self.app.x_windows() if window != self.main]
            if not others:
                return
            self.note(f"close {others[-1]} {key}")
            xdotool("windowfocus", others[-1], "key", "--clearmodifiers", key)
            with contextlib.suppress(NotMet):
                wait_for(lambda: len(self.app.x_windows()) <= len(others), key, 0.3)
        self.stuck += [window for window in self.app.x_windows() if window not in (self.main, *self.stuck)]

    def accept(self, dialog_name, path, button):
        """Types a path into a file chooser and presses its button."""
        dialog = wait_for(lambda: self.app.find(dialog_name), dialog_name, SHORT)
        if button != "Save":
            self.app.key("ctrl+l")
        entry = wait_for(
            lambda: dialog.find("GtkFileChooserEntry", role="text") if button != "Save" else dialog.find(role="text"), "the entry", SHORT)
        entry.set_text(path)
        accept = wait_for(lambda: dialog.find(f"_{button} {button}", role="push button"), button, SHORT)
        wait_for(lambda: accept.enabled, button, SHORT)
        accept.press()
        wait_for(lambda: len(self.app.x_windows()) == 1, "the chooser has closed", SHORT)

    def start(self):
        """Another start with a file: it opens in the window that is there."""
        subprocess.run([PROGRAM, self.random.choice(self.files)], env=self.app.environment, timeout=60, check=True)

    def choose(self):
        self.open_window("open")
        self.accept("Open a Picture", self.random.choice(self.files), "Open")

    def save(self):
        self.open_window("save")
        self.accept("Save the Canvas", self.path(f"saved-{self.count}.png"), "Save")

    def link(self):
        self.open_window("link")
        entry = wait_for(lambda: self.app.find("Link", role="text"), "the entry", SHORT)
        entry.set_text(self.random.choice([
            self.server.link("picture.png"), self.server.link("to-picture"), self.server.link("page"), self.server.link("nothing"),
            self.server.link("circle"), self.server.link("short"), self.server.link("slow"), self.server.link("endless"), "no link",
            "file://" + self.files[0],
        ]))
        self.app.key("Return")
        wait_for(lambda: len(self.app.x_windows()) == 1 or self.message(), "an answer", 1)

    def message(self):
        return any(node.description == "Message" and node.role == "label" for node in self.app.root.walk())

    def history(self):
        self.open_window("history")
        window = wait_for(lambda: self.app.find("History", role="frame"), "the history", SHORT)
        for _ in range(self.random.randint(1, 4)):
            what = self.random.choice([
                "row", "row", "keys", "search", "Correct", "Delete", "Open Again", "menu", "filter", "undo", "export"])
            self.note("history " + what)
            if what == "row" and len(self.app.x_windows()) == 2:
                # Rows are there above and below what is shown; outside of the list the click would mean something else.
                _, edge, _, room = window.find("Entries").box
                places = [row.box for row in window.find("Entries").children]
                left, top, width, height = self.random.choice([
                    place for place in places if place[3] > 0 and place[1] >= edge and place[1] + place[3] <= edge + room])
                xdotool("mousemove", left + width // 2, top + height // 2, "click", "1")
            elif what == "keys":
                self.app.key(*self.random.choices(["Down", "Up", "End", "Home", "Page_Down", "shift+Down", "ctrl+a", "ctrl+c"], k=3))
            elif what == "search":
                window.find("Search Digits").set_text(self.random.choice(["", "", "1", "7", "42", "999999"]))
            elif what == "filter":
                window.find(self.random.choice(["Source", "Date"]), role="combo box").find(role="push button").press()
                self.app.key(*["Down"] * self.random.randint(0, 4), "Return")
            elif what == "undo":
                self.app.key("ctrl+z")
            elif what == "menu":
                self.app.key("F10", *["Down"] * self.random.randint(1, 4), "Return")
            elif what == "export":
                self.app.key("ctrl+e")
                chooser = wait_for(lambda: self.app.find("Name:", role="text"), "the name", 1)
                chooser.set_text(self.path(f"export-{self.count}"))
                self.press(wait_for(lambda: self.app.find("_Export Export", role="push button"), "Export", 1))
                wait_for(lambda: len(self.app.x_windows()) == 2, "the chooser has closed", SHORT)
            else:
                self.press(window.find(what, role="push button"))
                if what == "Correct":
                    entry = wait_for(lambda: self.app.find("Correct Digits"), "the entry", 1)
                    entry.set_text(str(self.random.randrange(1000)))
                    self.app.key("Return")
                    wait_for(lambda: len(self.app.x_windows()) == 2, "the dialog has closed", SHORT)

    def preferences(self):
        self.open_window("preferences")
        window = wait_for(
            lambda: self.app.find("Preferences", role="frame") or self.app.find("Preferences", role="dialog"), "the preferences", SHORT)
        what = self.random.choice(["switch", "Style", "Entries to Keep", "model", "Reset"])
        self.note("preferences " + what)
        if what == "switch":
            self.press(window.find(self.random.choice(["Frames over Digits", "Live Reading", "Keep a History"]), role="check box"))
        elif what == "model":
            self.press(window.find("Choose Model", role="push button"))
            self.accept("Choose a Model", self.random.choice([self.path("model.safetensors"), self.files[0]]), "Open")
        elif what == "Reset":
            self.press(window.find(what))
        else:
            window.find(what, role="combo box").find(role="push button").press()
            self.app.key(*["Down"] * self.random.randint(0, 3), *["Up"] * self.random.randint(0, 3), "Return")

    # The end of an action

    def memory(self):
        """Private memory and all resident memory, in MB: what the app itself holds, and with the libraries it shares."""
        with open(f"/proc/{self.app.process.pid}/smaps_rollup") as file:
            values = {line.split(":")[0]: int(line.split()[1]) for line in file if line.strip().endswith("kB")}
        return (values["Private_Dirty"] + values["Private_Clean"]) / 1024, values["Rss"] / 1024

    def tidy(self):
        """What the exports and savings of the last minute left on the disk."""
        for name in os.listdir(self.folder):
            if name.startswith(("saved-", "export-")):
                path = self.path(name)
                shutil.rmtree(path, True) if os.path.isdir(path) else os.unlink(path)


def run(monkey, options):
    begin = sampled = reported = time.monotonic()
    samples, starts, complaints = [], 1, 0
    while time.monotonic() - begin < options.minutes * 60 or monkey.count < options.actions:
        kind = monkey.act()
        for complaint in monkey.complaints():
            complaints += 1
            print(f"action {monkey.count}: {complaint}\n    after " + " | ".join(monkey.trail), flush=True)
        if monkey.app.process.poll() is not None:
            # Quit can be reached by the keyboard: an orderly end is no failure, and the next start goes on with the same data.
            if monkey.app.process.returncode != 0:
                print(f"{kind} as action {monkey.count} ended the app with status {monkey.app.process.returncode}, after")
                print("    " + " | ".join(monkey.trail) + "\n" + monkey.app.output)
                return None, complaints
            monkey.app.log.close()
            monkey.begin(App(home=monkey.app.home, environment=monkey.environment))
            starts += 1
        stuck = len(monkey.stuck)
        with contextlib.suppress(*GONE):
            if len(monkey.app.x_windows()) > 1:
                monkey.close_dialogs()
        for window in monkey.stuck[stuck:]:
            complaints += 1
            print(f"action {monkey.count}: window {window} cannot be closed\n    after " + " | ".join(monkey.trail), flush=True)
        if time.monotonic() - sampled >= 5:
            sampled = time.monotonic()
            private, resident = monkey.memory()
            samples.append(((sampled - begin) / 60, private))
        if time.monotonic() - reported >= 60:
            reported = time.monotonic()
            print(f"{samples[-1][0]:5.1f} min {monkey.count:6} actions  {private:6.1f} MB private  {resident:6.1f} MB resident", flush=True)
            monkey.tidy()
    print(f"{monkey.count} actions in {(time.monotonic() - begin) / 60:.1f} minutes, {monkey.memory()[0]:.1f} MB private at the end, {starts} start(s)")
    return samples, complaints


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--actions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], choices=list(Monkey.WEIGHTS), metavar="KIND")
    options = parser.parse_args()
    scratch = tempfile.mkdtemp(prefix="scrawl-endurance-")
    with Server(read_bytes(make_picture(os.path.join(scratch, "5.png"), 5))) as server:
        monkey = Monkey(options.seed, options.only, server)
        try:
            samples, complaints = run(monkey, options)
            if samples is not None:
                monkey.app.close()
        finally:
            monkey.app.kill()
            for folder in (scratch, monkey.folder, monkey.app.home):
                shutil.rmtree(folder, True)
    print("done:   " + ", ".join(f"{kind} {count}" for kind, count in monkey.done.most_common()))
    print("missed: " + ", ".join(f"{kind} {count}" for kind, count in monkey.missed.most_common()))
    print("seconds: " + ", ".join(f"{kind} {seconds:.0f}" for kind, seconds in monkey.spent.most_common()))
    print("pressed: " + ", ".join(f"{name} {count}" for name, count in monkey.pressed.most_common()))
    print(f"{complaints} complaints")
    means = growth(samples or [])
    if means:
        for minute in range(0, int(samples[-1][0]) + 1, 10):
            print(f"minutes {minute:3} to {minute + 10:3}: {summary(samples, minute, minute + 10)}")
        early, late = means
        print(f"at least {early:.1f} MB private in minutes 10 to 20, {late:.1f} MB in the last ten: {100 * (late / early - 1):+.1f} %")
    return 1 if complaints or samples is None or (means and means[1] > 1.05 * means[0]) else 0


if __name__ == "__main__":
    sys.exit(main())
