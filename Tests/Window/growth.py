"""Whether memory grows, from samples of (minutes, MB)."""

import statistics


def growth(samples):
    """Of (minutes, MB): the least of the second ten minutes and of the last ten, or None where the run was too short to tell.

    What the canvas and undo hold comes and goes, up to 130 MB in large pictures; what leaks stays, and lifts the least too.
    """
    end = samples[-1][0] if samples else 0
    early = [megabytes for minute, megabytes in samples if 10 <= minute < 20]
    late = [megabytes for minute, megabytes in samples if minute > end - 10]
    return (min(early), min(late)) if end >= 30 else None


def summary(samples, begin, end):
    values = [megabytes for minute, megabytes in samples if begin <= minute < end]
    return f"least {min(values):.1f}, median {statistics.median(values):.1f}, most {max(values):.1f} MB private"
