"""Measures how fast the window follows the hand, by the app's own clock: `make timings`. Figures, not a test.

Every event is noted by the app with the system's monotonic clock (SCRAWL_TIMINGS); this script draws, and takes differences.
A frame counts when GTK has finished painting it.
"""

import json
import os
import statistics
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from digits import DIGITS  # noqa: E402
from driver import App, wait_for, xdotool  # noqa: E402

STARTS = 7
STROKES = 2000


def events(app):
    """Microseconds and name of each event noted so far."""
    return [(int(words[1]), words[2]) for words in (line.split() for line in app.output.splitlines()) if len(words) == 3 and words[0] == "timing"]


def from_to(noted, begin, end):
    """Milliseconds from each `begin` to the first frame painted after the next `end`; a `begin` that another follows first is left out."""
    times = []
    for index, (start, name) in enumerate(noted):
        if name != begin:
            continue
        reached = False
        for moment, other in noted[index + 1:]:
            if other == begin and not reached:
                break
            reached = reached or other == end
            if reached and other == "painted":
                times.append((moment - start) / 1000)
                break
    return times


def seen(app, *names, after=0):
    """The index behind the last of these events, which the app has noted in this order from an index on; None before that."""
    noted = [name for _, name in events(app)]
    for name in names:
        if name not in noted[after:]:
            return None
        after = noted.index(name, after) + 1
    return after


def quiet(app, seconds):
    """Waits until the app has noted nothing for so long."""
    count, since = -1, 0
    while time.monotonic() - since < seconds:
        time.sleep(seconds / 10)
        if len(events(app)) != count:
            count, since = len(events(app)), time.monotonic()


def line(what, values, unit="ms"):
    values = sorted(values)
    if values:
        most = values[min(len(values) - 1, int(0.95 * len(values)))]
        print(
            f"{what:58} median {statistics.median(values):7.1f} {unit}   95 % below {most:7.1f} {unit}   worst {values[-1]:7.1f} {unit}"
            f"   of {len(values)}", flush=True)
    else:
        print(f"{what:58} nothing was measured", flush=True)


def memory(app):
    with open(f"/proc/{app.process.pid}/smaps_rollup") as file:
        values = {row.split(":")[0]: int(row.split()[1]) / 1024 for row in file if row.strip().endswith("kB")}
    own = values["Private_Dirty"] + values["Private_Clean"]
    return f"{values['Rss']:.0f} MB resident, {values['Pss']:.0f} MB with its share of libraries, {own:.0f} MB its own"


def app(**settings):
    home = tempfile.mkdtemp(prefix="scrawl-timings-")
    os.makedirs(os.path.join(home, "config/scrawl"))
    with open(os.path.join(home, "config/scrawl/settings.json"), "w") as file:
        json.dump(settings, file)
    return App(home=home, environment={"SCRAWL_TIMINGS": "1"})


def starts():
    times = []
    for _ in range(STARTS):
        one = app()
        times.append((next(moment for moment, name in events(one) if name == "painted") / 1e6 - one.started) * 1000)
        one.close()
    line("start of the process to the first painted window", times)


def answers(one):
    for digit in (1, 7, 2, 3, 0, 5, 6, 9, 4, 8) * 2:
        begin = len(events(one))
        one.draw(DIGITS[digit])
        begin = wait_for(lambda: seen(one, *["stroke"] * len(DIGITS[digit]), "answer", "painted", after=begin), "the answer to the last stroke")
        one.key("Return")
        begin = wait_for(lambda: seen(one, "recognize", "answer", "painted", after=begin), "the answer")
        one.key("w")
        wait_for(lambda: seen(one, "why", "evidence", "painted", after=begin), "the coloured ink")
        one.key("w")
        one.key("Delete")
        wait_for(lambda: one.result == "Nothing drawn", "a blank canvas")
    noted = events(one)
    line("stroke finished to its answer painted", from_to(noted, "stroke", "answer"))
    line("Why? to the coloured ink painted", from_to(noted, "why", "evidence"))
    line("Return to the answer painted", from_to(noted, "recognize", "answer"))


def many_strokes(one):
    """Draws 2,000 strokes with a thin brush, then a long one, whose frames are counted."""
    one.find("Brush Size").set_value(2)
    left, top, width, height = one.canvas.box
    words = []
    for index in range(STROKES):
        x, y = left + 15 + (index % 50) * (width - 30) / 50, top + 15 + index // 50 * (height - 30) / (STROKES / 50)
        words += ["mousemove", round(x), round(y), "mousedown", 1, "mousemove", round(x + 5), round(y + 4), "mousemove", round(x + 8), round(y), "mouseup", 1]
    for start in range(0, len(words), 13 * 50):
        xdotool(*words[start:start + 13 * 50])
    quiet(one, 2)
    begin = time.monotonic()
    # Computed from the box of before: the app has better to do than to answer questions.
    def place(x, y):
        return round(left + x * width), round(top + y * height)
    words = ["mousemove", *place(0.1, 0.1), "mousedown", 1]
    for step in range(600):
        x, y = 0.1 + 0.8 * ((step / 97) % 1), 0.1 + 0.8 * ((step / 211) % 1)
        words += ["mousemove", *place(x, y), "sleep", 0.005]
    xdotool(*words)
    end = time.monotonic()
    xdotool("mouseup", 1)
    noted = [(moment, name) for moment, name in events(one) if begin * 1e6 <= moment <= end * 1e6]
    pen = next(moment for moment, name in noted if name == "pen")
    # Only now: the app notes strokes later than they are sent.
    print("strokes on the canvas:", sum(name == "stroke" and moment < pen for moment, name in events(one)))
    noted = [(moment, name) for moment, name in noted if moment >= pen]
    starts = [moment for moment, name in noted if name == "frame"]
    work = [(noted[i + 1][0] - noted[i][0]) / 1000 for i in range(len(noted) - 1) if noted[i][1] == "frame" and noted[i + 1][1] == "painted"]
    gaps = [(b - a) / 1000 for a, b in zip(starts, starts[1:])]
    seconds = (starts[-1] - starts[0]) / 1e6
    print(f"frames while a stroke is drawn over them: {(len(starts) - 1) / seconds:.1f} a second, over {seconds:.1f} s")
    line("from one frame to the next", gaps)
    line("work of a frame", work)


if __name__ == "__main__":
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs")
    starts()
    one = app()
    try:
        quiet(one, 1)
        print("memory when idle:", memory(one))
        answers(one)
        print("memory after twenty digits:", memory(one))
        one.close()
        # A press on a frame's label would choose a digit in place of drawing.
        one = app(showsFrames=False)
        many_strokes(one)
        print("memory after 2,000 strokes:", memory(one))
        one.close()
    finally:
        one.kill()
