"""Picture files for the tests, made with ImageMagick from the tests' own digits."""

import subprocess

from digits import DIGITS


def draw_commands(digit, left, top, width, height):
    commands = []
    for points in DIGITS[digit]:
        places = " L ".join(f"{left + x * width:.1f},{top + y * height:.1f}" for x, y in points)
        commands += ["-draw", f"stroke-linecap round stroke-linejoin round path 'M {places}'"]
    return commands


def make_picture(path, digit=7, width=300, height=300, paper="white", ink="black", brush=18, options=()):
    """A picture with one digit on paper."""
    subprocess.run(
        ["convert", "-size", f"{width}x{height}", f"xc:{paper}", "-fill", "none", "-stroke", ink, "-strokewidth", str(brush),
         *draw_commands(digit, 0, 0, width, height), *options, path], check=True, capture_output=True)
    return path


def make_line(path, digits, size=150, brush=9, options=()):
    """A picture with digits in a row."""
    commands = [command for place, digit in enumerate(digits) for command in draw_commands(digit, place * size, 0, size, size)]
    subprocess.run(
        ["convert", "-size", f"{size * len(digits)}x{size}", "xc:white", "-fill", "none", "-stroke", "black", "-strokewidth", str(brush),
         *commands, *options, path], check=True, capture_output=True)
    return path


def read_bytes(path):
    with open(path, "rb") as file:
        return file.read()


def png_texts(path):
    """The text fields of a PNG file."""
    import struct

    data = read_bytes(path)
    texts, position = {}, 8
    while position < len(data):
        (length,) = struct.unpack(">I", data[position:position + 4])
        kind, body = data[position + 4:position + 8], data[position + 8:position + 8 + length]
        if kind == b"tEXt":
            key, value = body.split(b"\0", 1)
            texts[key.decode()] = value.decode("latin-1")
        elif kind == b"iTXt":
            key, rest = body.split(b"\0", 1)
            texts[key.decode()] = rest[2:].split(b"\0", 2)[2].decode()
        position += 12 + length
    return texts


def picture_size(path):
    return tuple(int(n) for n in subprocess.run(["identify", "-format", "%w %h", path], check=True, capture_output=True, text=True).stdout.split())
