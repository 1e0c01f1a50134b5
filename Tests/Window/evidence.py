"""The colours of ink that spoke for or against an answer."""


def colored_ink(app):
    """How many pixels of the canvas are orange, and how many are blue, as coloured ink is; frames and their labels are of a darker blue."""
    data, _, _, width, height = app.colors()
    orange = blue = 0
    for i in range(0, len(data), 3):
        red, green, blue_part = data[i:i + 3]
        if red > 90 and red > 1.7 * green and blue_part < 40:
            orange += 1
        elif blue_part > 110 and red < 60 and blue_part > 1.7 * green and green > 1.9 * red + 20 and blue_part > 190:
            blue += 1
    return orange, blue
