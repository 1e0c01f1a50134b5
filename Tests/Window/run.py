"""Runs the tests of this folder, or those named, and counts them."""

import glob
import os
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

# On a machine that does other things as well a click may be lost before a window is up, or a message be gone before it is looked at.
# So few tests are tried again, each as often as this, and are told; more than these, or a fault of the app itself, is a failure.
MOST_TRIED_AGAIN, TRIES = 2, 2


def may_be_chance(report):
    """Whether a test only waited in vain for something; a crash, a warning or a wrong value is reported as something else."""
    return "\naccessible.NotMet: " in report


def run(tests):
    return unittest.TextTestRunner(verbosity=2).run(unittest.TestSuite(tests))


names = sys.argv[1:] or sorted(os.path.splitext(os.path.basename(path))[0] for path in glob.glob(os.path.join(sys.path[0], "test_*.py")))
result = run([unittest.defaultTestLoader.loadTestsFromNames(names)])
reports = result.failures + result.errors
unsteady = {}
if len({test.id() for test, _ in reports}) <= MOST_TRIED_AGAIN and all(may_be_chance(report) for _, report in reports):
    for test, report in reports:
        print(f"\n{test.id()} is tried again.", flush=True)
        if run([type(test)(test._testMethodName) for _ in range(TRIES)]).wasSuccessful():
            unsteady[test.id()] = report
failed = len({test.id() for test, _ in reports} - set(unsteady))
skipped = len(result.skipped)
print(f"{result.testsRun - failed - skipped} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
for name in unsteady:
    print(f"unsteady: {name} failed once, and passed {TRIES} times after that")
sys.exit(1 if failed else 0)
