extension DigitStyle {
    static let eight: [DigitStyle] = [
        DigitStyle(8, "one stroke", weight: 3) { d in
            let rings = Rings(&d)
            d.stroke(rings.fromTopRight(mirrored: false), rings.close(mirrored: false, short: d.vary(0.02, 0.05)))
        },
        DigitStyle(8, "one stroke, mirrored", weight: 1.5) { d in
            let rings = Rings(&d)
            d.stroke(rings.fromTopRight(mirrored: true), rings.close(mirrored: true, short: d.vary(0.02, 0.05)))
        },
        DigitStyle(8, "open at the top", weight: 0.8) { d in
            let rings = Rings(&d)
            d.stroke(rings.fromTopRight(mirrored: d.chance(0.25)), [.at(rings.top * 0.6, rings.waist * 0.78),
                .at(rings.top * d.between(0.8, 1.25), rings.waist * d.between(0.12, 0.35))])
        },
        DigitStyle(8, "straight return", weight: 1.2) { d in
            let rings = Rings(&d)
            d.stroke([.at(rings.top * d.between(0.7, 1.2), rings.waist * d.between(0.1, 0.3))], rings.leftFirst(),
                [.at(0, rings.waist + d.vary(0.02, 0.02)), .at(rings.top * d.between(0.9, 1.5), rings.waist * d.between(0.05, 0.35))])
        },
        DigitStyle(8, "two rings", weight: 1.8) { d in
            let rings = Rings(&d), start = d.vary(280, 30), second = d.vary(280, 35), overlap = d.vary(0, 0.025)
            let upper = rings.waist / 2, lower = (1 - rings.waist) / 2
            d.stroke(.arc(d.vary(0, 0.03), upper + overlap, rings.top, upper, from: start, to: start - 360 + d.gap(), drift: d.vary(0, 0.06)))
            d.stroke(.arc(d.vary(0, 0.03), 1 - lower - overlap, rings.bottom, lower, from: second, to: second - 360 + d.gap(), drift: d.vary(0, 0.06)))
        },
        DigitStyle(8, "two rings in one stroke") { d in
            let rings = Rings(&d)
            let upper = rings.waist / 2, lower = (1 - rings.waist) / 2
            d.stroke(.arc(0, upper, rings.top, upper, from: 90, to: d.chance(0.5) ? 450 : -270),
                .arc(0, 1 - lower, rings.bottom, lower, from: 270, to: d.chance(0.5) ? -90 + d.gap() : 630 - d.gap()))
        },
        DigitStyle(8, "from the waist") { d in
            let rings = Rings(&d)
            d.stroke([.at(0.02, rings.waist)], [.at(-rings.top * 0.9, rings.waist * 0.62), .at(-rings.top * 0.6, rings.waist * 0.12),
                .at(0.03, 0), .at(rings.top * 0.9, rings.waist * 0.28),
                .at(rings.top * 0.5, rings.waist * 0.8), .at(0, rings.waist), .at(-rings.bottom * 0.9, 0.7),
                .at(-rings.bottom * 0.6, 0.94), .at(0.05, 1),
                .at(rings.bottom * 0.95, 0.8), .at(rings.bottom * 0.6, 0.6),
                .at(0.03 + d.vary(0, 0.04), rings.waist + d.vary(0.02, 0.03))])
        },
        DigitStyle(8, "from the top left", weight: 1.2) { d in
            let rings = Rings(&d), begin = d.between(0.02, 0.14)
            d.stroke([.at(-rings.top * d.between(0.7, 1), begin + 0.04), .at(-rings.top * 0.7, rings.waist * 0.65), .at(0, rings.waist),
                .at(rings.bottom * 0.9, 0.7), .at(rings.bottom * 0.5, 0.96),
                .at(-0.04, 1), .at(-rings.bottom * 0.95, 0.82), .at(-rings.bottom * 0.5, 0.58), .at(0, rings.waist - 0.01),
                .at(rings.top * 0.9, rings.waist * 0.45), .at(rings.top * 0.5, 0.02), .at(-rings.top * d.between(0.4, 1), begin)])
        },
        DigitStyle(8, "slim", weight: 0.8) { d in
            var rings = Rings(&d)
            rings.top = d.vary(0.14, 0.02)
            rings.bottom = d.vary(0.16, 0.02)
            let mirrored = d.chance(0.3)
            d.stroke(rings.fromTopRight(mirrored: mirrored), rings.close(mirrored: mirrored, short: d.vary(0, 0.05)))
        },
        DigitStyle(8, "tail at the top", weight: 0.7) { d in
            let rings = Rings(&d)
            d.stroke([.at(rings.top + d.between(0.05, 0.2), d.between(0, 0.1))], rings.leftFirst(), [.at(0.02, rings.waist),
                .at(rings.top * 0.9, rings.waist * 0.5), .at(rings.top * 0.6, rings.waist * d.between(0.1, 0.25))])
        },
        DigitStyle(8, "arched from the left, open", weight: 0.8) { d in
            let rings = Rings(&d)
            d.stroke([.at(-rings.top * d.between(0.9, 1.4), d.between(0.06, 0.2)), .at(-rings.top * 0.3, 0.01), .at(rings.top * 0.9, 0.1),
                .at(rings.top * 0.7, rings.waist * 0.65), .at(0, rings.waist), .at(-rings.bottom * 0.9, 0.7),
                .at(-rings.bottom * 0.7, 0.94), .at(0.02, 1), .at(rings.bottom * 0.9, 0.84), .at(rings.bottom * 0.6, 0.62),
                .at(0, rings.waist - 0.02), .at(-rings.top * 0.9, rings.waist * d.between(0.45, 0.7)),
                .at(-rings.top * d.between(0.5, 1), rings.waist * d.between(0.2, 0.4))])
        },
        DigitStyle(8, "closed below only", weight: 0.6) { d in
            let rings = Rings(&d)
            let mirrored = d.chance(0.5)
            let knots = [.at(rings.top * d.between(0.8, 1.3), rings.waist * d.between(0.2, 0.45))] + rings.leftFirst()
                + [.at(0.02, rings.waist + d.vary(0, 0.02)), .at(rings.top * d.between(0.4, 0.8), rings.waist * d.between(0.55, 0.85))]
            d.stroke(mirrored ? knots.map { .at(-$0.point.x, $0.point.y) } : knots)
        },
    ]
}

/// The two rings of an 8.
private struct Rings {
    var top: Float, bottom: Float, waist: Float

    init(_ d: inout Draft) {
        top = d.vary(0.23, 0.03)
        bottom = d.vary(0.27, 0.035)
        waist = d.vary(0.46, 0.03)
    }

    /// Down like an S, round the bottom and up to the waist.
    func leftFirst() -> [Knot] {
        [.at(0.02, 0), .at(-top * 0.9, waist * 0.3), .at(-top * 0.75, waist * 0.68), .at(0, waist), .at(bottom * 0.85, waist + 0.15),
        .at(bottom, waist + 0.31),
         .at(bottom * 0.5, 0.97), .at(-0.03, 1), .at(-bottom * 0.9, 0.87), .at(-bottom * 0.9, 0.68)]
    }

    func fromTopRight(mirrored: Bool) -> [Knot] {
        let knots: [Knot] = [.at(top * 0.8, waist * 0.25)] + leftFirst()
        return mirrored ? knots.map { .at(-$0.point.x, $0.point.y) } : knots
    }

    func close(mirrored: Bool, short: Float) -> [Knot] {
        let side: Float = mirrored ? -1 : 1
        return [.at(0, waist + 0.01), .at(side * top * 0.9, waist * 0.55), .at(side * top * 0.85, waist * 0.27 + short)]
    }
}
