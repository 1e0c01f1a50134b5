extension DigitStyle {
    static let six: [DigitStyle] = [
        DigitStyle(6, "plain", weight: 3) { d in
            let loop = Loop(&d)
            d.stroke(d.back(loop), loop.around(to: d.gap(8)))
        },
        DigitStyle(6, "straight back", weight: 1.3) { d in
            let loop = Loop(&d)
            d.stroke([.at(d.vary(0.1, 0.07), 0), .at(d.vary(-0.1, 0.03), 0.3),
                .at(-loop.width * 0.95, loop.middle - 0.06)], loop.around(to: d.gap(5)))
        },
        DigitStyle(6, "hooked head", weight: 1.3) { d in
            let loop = Loop(&d)
            d.stroke([.at(d.vary(0.27, 0.04), d.between(0.06, 0.16)), .at(0.16, 0.01), .at(0, 0.03), .at(-0.2, 0.22),
                .at(-loop.width, loop.middle - 0.1)], loop.around(to: d.gap(5)))
        },
        DigitStyle(6, "open", weight: 1.2) { d in
            let loop = Loop(&d)
            d.stroke(d.back(loop), loop.around(to: d.between(28, 62)))
        },
        DigitStyle(6, "curled inwards", weight: 1) { d in
            let loop = Loop(&d)
            d.stroke(d.back(loop), loop.around(to: d.vary(10, 10), drift: -d.between(0.2, 0.45)))
        },
        DigitStyle(6, "crossing its back", weight: 1.4) { d in
            let loop = Loop(&d), reach = d.between(0.06, 0.2)
            d.stroke(d.back(loop), loop.around(to: 75),
                [.at(-loop.width * 0.6, loop.middle - loop.height * d.between(0.6, 0.85)),
                .at(-loop.width - reach, loop.middle - loop.height * d.between(0.1, 0.7))])
        },
        DigitStyle(6, "narrow", weight: 0.8) { d in
            var loop = Loop(&d)
            loop.width = d.vary(0.19, 0.02)
            d.stroke([.at(d.vary(0.08, 0.05), 0), .at(-loop.width * 0.7, 0.28),
                .at(-loop.width, loop.middle - 0.1)], loop.around(to: d.gap(5)))
        },
        DigitStyle(6, "small loop", weight: 0.9) { d in
            var loop = Loop(&d)
            loop.height = d.between(0.15, 0.2)
            loop.middle = 1 - loop.height
            loop.width = d.vary(0.24, 0.03)
            d.stroke([.at(d.vary(0.16, 0.06), 0), .at(-0.1, 0.22), .at(-loop.width, loop.middle - 0.16)], loop.around(to: d.gap(5)))
        },
        DigitStyle(6, "large loop", weight: 0.9) { d in
            var loop = Loop(&d)
            loop.height = d.between(0.31, 0.36)
            loop.middle = 1 - loop.height
            d.stroke([.at(d.vary(0.15, 0.06), 0), .at(-0.12, 0.18), .at(-loop.width * 0.97, loop.middle - 0.1)], loop.around(to: d.gap(5)))
        },
        DigitStyle(6, "looped head", weight: 0.5) { d in
            let loop = Loop(&d)
            d.stroke([.at(d.vary(0.02, 0.03), 0.2), .at(0.14, 0.12), .at(0.17, 0.03), .at(0.06, 0.01), .at(-0.16, 0.24),
                .at(-loop.width, loop.middle - 0.1)], loop.around(to: d.gap(5)))
        },
        DigitStyle(6, "loop drawn from the foot", weight: 0.5) { d in
            let loop = Loop(&d)
            d.stroke([.at(d.vary(0.16, 0.05), 0), .at(-0.1, 0.2), .at(-loop.width, loop.middle),
                .corner(-loop.width * 0.8, loop.middle + loop.height * 0.7)],
                .arc(0, loop.middle, loop.width, loop.height, from: 205, to: 505 + d.vary(0, 15)))
        },
        DigitStyle(6, "small loop crossing its back", weight: 0.7) { d in
            var loop = Loop(&d)
            loop.height = d.between(0.14, 0.2)
            loop.middle = 1 - loop.height
            loop.width = d.vary(0.2, 0.03)
            d.stroke([.at(d.vary(0.14, 0.07), 0), .at(-0.08, 0.3), .at(-loop.width, loop.middle - 0.06)], loop.around(to: 80),
                [.at(-loop.width * 0.6, loop.middle - loop.height * d.between(0.6, 0.9)),
                .at(-loop.width - d.between(0.05, 0.16), loop.middle - loop.height * d.between(0.2, 0.9))])
        },
    ]
}

/// The ring of a 6.
private struct Loop {
    var width: Float, height: Float, middle: Float

    init(_ d: inout Draft) {
        width = d.vary(0.27, 0.035)
        height = d.vary(0.25, 0.025)
        middle = 1 - height
    }

    /// Round from the left side by the bottom and the right, to so many degrees short of the left side again.
    func around(to gap: Float, drift: Float = 0) -> [Knot] {
        .arc(0, middle, width, height, from: 180, to: -180 + gap, drift: drift)
    }
}

private extension Draft {
    /// The curved back of a 6 from its head down to the ring.
    mutating func back(_ loop: Loop) -> [Knot] {
        let head = vary(0.18, 0.06)
        return [.at(head, 0), .at(head * 0.2 - 0.06, vary(0.13, 0.02)), .at(-loop.width * vary(0.85, 0.04), vary(0.38, 0.02)),
            .at(-loop.width, loop.middle - 0.1)]
    }
}
