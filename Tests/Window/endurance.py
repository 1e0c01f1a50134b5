"""Random actions over all controls, for as long as is asked: no crash, no warning of GLib, no growth of memory.

Tests/Window/endure [--minutes 60] [--actions 10000] [--seed 1]
Ends when both the time and the number of actions are reached.
"""

import argparse
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
from driver import PROGRAM, App, xdotool  # noqa: E402
from pictures import make_picture, read_bytes  # noqa: E402
from gi.repository import GLib  # noqa: E402

KEYS = [
    "Return", "Delete", "ctrl+z", "ctrl+shift+z", "ctrl+c", "ctrl+shift+c", "ctrl+v", "ctrl+plus", "ctrl+minus", "ctrl+0", "p", "e",
    "bracketleft", "bracketright", "Left", "Right", "Tab", "shift+Tab", "space", "Escape",
]
WINDOWS = ["ctrl+o", "ctrl+l", "ctrl+s", "ctrl+h", "ctrl+comma", "ctrl+question", "F1", "F10"]


class Monkey:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.folder = tempfile.mkdtemp(prefix="scrawl-endurance-")
        self.files = [make_picture(os.path.join(self.folder, f"{digit}.png"), digit) for digit in range(3)]
        self.files.append(make_picture(os.path.join(self.folder, "large.jpg"), 8, 2000, 1500, brush=90))
        broken = os.path.join(self.folder, "broken.png")
        with open(broken, "wb") as file:
            file.write(read_bytes(self.files[0])[:200])
        self.files.append(broken)
        self.app = App()
        self.count = 0

    def place(self):
        return self.random.uniform(0.03, 0.97), self.random.uniform(0.03, 0.97)

    def act(self):
        """One action; returns its name."""
        self.count += 1
        kind = self.random.choices(
            ["digit", "scribble", "dot", "key", "window", "button", "slider", "wheel", "pan", "open", "resize"],
            [16, 10, 6, 30, 8, 14, 4, 5, 3, 2, 1])[0]
        getattr(self, kind)()
        return kind

    def digit(self):
        size = self.random.uniform(0.15, 0.5)
        self.app.draw(
            DIGITS[self.random.randrange(10)], self.random.uniform(0, 1 - size), self.random.uniform(0, 1 - size), size, size)

    def scribble(self):
        self.app.stroke([self.place() for _ in range(self.random.randint(2, 6))])

    def dot(self):
        self.app.stroke([self.place()])

    def key(self):
        self.app.key(*self.random.choices(KEYS, k=self.random.randint(1, 4)))

    def window(self):
        """Opens a dialog or the menu, does something in it, and closes it."""
        self.app.key(self.random.choice(WINDOWS))
        time.sleep(self.random.uniform(0, 0.4))
        for _ in range(self.random.randint(0, 3)):
            self.app.key(self.random.choice(["Tab", "Down", "Up", "space", "Tab"]))
        self.close_dialogs()

    def close_dialogs(self):
        for _ in range(6):
            self.app.key("Escape")
            if len(self.app.x_windows()) <= 1:
                return
            time.sleep(0.05)
        # A window that Escape does not close (a file chooser in its entry) is closed by its manager, here by us.
        for window in self.app.x_windows()[1:]:
            subprocess.run(["xdotool", "windowfocus", window, "key", "alt+F4", "key", "ctrl+w", "key", "Escape"], capture_output=True)

    def button(self):
        node = self.app.find(self.random.choice(["Recognize", "Undo", "Redo", "Clear", "Pen", "Eraser", "Zoom In", "Zoom Out"]), role="push button")
        if node and node.enabled:
            node.press()

    def slider(self):
        node = self.app.find("Brush Size")
        if node:
            node.set_value(self.random.randint(2, 60))

    def wheel(self):
        x, y = self.app.to_screen(*self.place())
        button = self.random.choice([4, 5])
        words = ["mousemove", x, y]
        modifier = self.random.choice([[], ["keydown", "ctrl"]])
        xdotool(*words, *modifier, "click", "--repeat", 3, button, *(["keyup", "ctrl"] if modifier else []))

    def pan(self):
        self.app.stroke([self.place(), self.place()], button=2)

    def open(self):
        subprocess.run([PROGRAM, self.random.choice(self.files)], env=self.app.environment, timeout=60, check=True)

    def resize(self):
        windows = self.app.x_windows()
        if windows:
            xdotool("windowsize", windows[0], self.random.randint(360, 1270), self.random.randint(520, 890))

    def memory(self):
        """Private memory and all resident memory, in MB: what the app itself holds, and with the libraries it shares."""
        with open(f"/proc/{self.app.process.pid}/smaps_rollup") as file:
            values = {line.split(":")[0]: int(line.split()[1]) for line in file if line.strip().endswith("kB")}
        return (values["Private_Dirty"] + values["Private_Clean"]) / 1024, values["Rss"] / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--actions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    monkey = Monkey(options.seed)
    begin = report = time.monotonic()
    try:
        while time.monotonic() - begin < options.minutes * 60 or monkey.count < options.actions:
            try:
                kind = monkey.act()
            except (GLib.Error, subprocess.CalledProcessError, AttributeError, AssertionError):
                kind = "something"  # A widget or window that went away meanwhile.
            if monkey.app.process.poll() is not None:
                # Quit can be reached by the keyboard: an orderly end is no failure, and the next start goes on with the same data.
                if monkey.app.process.returncode != 0:
                    print(f"{kind} as action {monkey.count} ended the app with status {monkey.app.process.returncode}:\n{monkey.app.output}")
                    return 1
                monkey.app = App(home=monkey.app.home)
            if len(monkey.app.x_windows()) > 1:
                monkey.close_dialogs()
            if time.monotonic() - report >= 60:
                report = time.monotonic()
                private, resident = monkey.memory()
                print(f"{(report - begin) / 60:5.1f} min {monkey.count:6} actions  {private:6.1f} MB private  {resident:6.1f} MB resident", flush=True)
        private, resident = monkey.memory()
        monkey.app.close()
    finally:
        monkey.app.kill()
        output = monkey.app.output
        shutil.rmtree(monkey.folder, True)
        shutil.rmtree(monkey.app.home, True)
    complaints = [line for line in output.splitlines() if "WARNING" in line or "CRITICAL" in line or "Fatal" in line]
    print(f"{monkey.count} actions in {(time.monotonic() - begin) / 60:.1f} minutes, {private:.1f} MB private at the end, {len(complaints)} complaints")
    for line in complaints[:10]:
        print(line)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
