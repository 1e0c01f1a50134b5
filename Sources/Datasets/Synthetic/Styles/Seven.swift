extension DigitStyle {
    static let seven: [DigitStyle] = [
        DigitStyle(7, "plain", weight: 3) { d in
            d.stroke(d.roof(), d.stem())
        },
        DigitStyle(7, "curved", weight: 1.5) { d in
            let width = d.vary(0.28, 0.04)
            d.stroke([.at(-width, d.between(0.03, 0.14)), .at(-0.05, d.vary(0.01, 0.01)), .at(width * 0.9, d.between(0, 0.05)),
                .at(width, 0.16),
                .at(d.vary(0.1, 0.03), 0.5), .at(d.vary(-0.05, 0.06), 1)])
        },
        DigitStyle(7, "serif", weight: 1.8) { d in
            d.stroke(d.serif(), d.roof(), d.stem())
        },
        DigitStyle(7, "wavy roof") { d in
            d.stroke(d.wave(), d.stem())
        },
        DigitStyle(7, "crossed", weight: 2.5) { d in
            d.stroke(d.roof(), d.stem())
            d.cross()
        },
        DigitStyle(7, "crossed with serif", weight: 1.5) { d in
            d.stroke(d.serif(), d.roof(), d.stem())
            d.cross()
        },
        DigitStyle(7, "crossed, wavy roof") { d in
            d.stroke(d.wave(), d.stem())
            d.cross()
        },
        DigitStyle(7, "crossed, curved", weight: 1.3) { d in
            let width = d.vary(0.28, 0.04)
            d.stroke([.at(-width, d.between(0.02, 0.12)), .at(-0.05, d.vary(0.01, 0.01)), .at(width * 0.9, d.between(0, 0.05)),
                .at(width, 0.15),
                .at(d.vary(0.1, 0.03), 0.5), .at(d.vary(-0.04, 0.06), 1)])
            d.cross()
        },
        DigitStyle(7, "upright stem") { d in
            let right = d.vary(0.22, 0.04)
            d.stroke([.at(right - d.between(0.4, 0.6), d.vary(0.02, 0.03)), .corner(right, d.vary(0, 0.02)),
                .at(right - d.between(0, 0.05), 0.5), .at(right - d.between(0, 0.1), 1)])
            if d.chance(0.4) { d.cross() }
        },
        DigitStyle(7, "curled stem", weight: 0.6) { d in
            d.stroke(d.roof(), [.at(d.vary(0.08, 0.03), 0.38), .at(d.vary(-0.06, 0.03), 0.72), .at(d.vary(-0.08, 0.03), 0.92),
                .at(d.vary(0.02, 0.04), 1)])
            if d.chance(0.4) { d.cross() }
        },
        DigitStyle(7, "two strokes", weight: 0.6) { d in
            let width = d.vary(0.29, 0.03)
            d.stroke([.at(-width, d.vary(0.01, 0.03)), .at(width, d.vary(0.01, 0.02))])
            d.stroke([.at(width - d.between(0, 0.07), d.vary(0.01, 0.02)), .at(d.vary(0.08, 0.03), 0.5), .at(d.vary(-0.06, 0.06), 1)])
            if d.chance(0.4) { d.cross() }
        },
        DigitStyle(7, "crossed by a hooked bar") { d in
            let bar = d.between(0.45, 0.72), reach = d.between(0.12, 0.24), hook = d.between(0.03, 0.1)
            d.stroke(d.roof(), d.stem())
            d.stroke([.at(-reach - 0.03, bar + hook), .at(-reach, bar), .at(0.1, bar - 0.01),
                .at(0.1 + reach * d.between(0.3, 1.2), bar + d.vary(0, 0.03))])
        },
        DigitStyle(7, "foot", weight: 0.25) { d in
            let foot = d.vary(-0.04, 0.04)
            d.stroke(d.roof(), [.at(d.vary(0.1, 0.02), 0.45), .at(foot, 0.98)])
            d.stroke([.at(foot - d.between(0.05, 0.1), 1), .at(foot + d.between(0.05, 0.1), 1)])
            if d.chance(0.5) { d.cross() }
        },
        DigitStyle(7, "crossed, round head", weight: 1.2) { d in
            let width = d.vary(0.24, 0.04), begin = d.between(0.1, 0.26)
            d.stroke([.at(-width, begin), .at(-width * 0.75, begin * 0.3), .at(-0.02, 0), .at(width * 0.9, d.between(0.04, 0.1)),
                .at(width, 0.2), .at(d.vary(0.14, 0.03), 0.5), .at(d.vary(0, 0.05), 1)])
            d.cross()
        },
        DigitStyle(7, "crossed, curled foot", weight: 0.3) { d in
            d.stroke(d.roof(), [.at(d.vary(0.14, 0.03), 0.45), .at(d.vary(0.02, 0.03), 0.9), .at(d.vary(-0.1, 0.04), d.vary(1, 0.02)),
                .at(d.vary(-0.2, 0.04), d.vary(0.93, 0.03))])
            d.cross()
        },
        DigitStyle(7, "slim", weight: 0.8) { d in
            let width = d.between(0.08, 0.16), lean = d.between(0.05, 0.2)
            d.stroke([.at(-width, d.between(0, 0.05)), .at(width * 0.5, d.between(0, 0.02)), .at(width, d.between(0.05, 0.1)),
                .at(width - lean * 0.3, 0.5), .at(width - lean, 1)])
        },
    ]
}

private extension Draft {
    mutating func roof() -> [Knot] {
        let width = vary(0.29, 0.04)
        return [.at(-width, vary(0.03, 0.03)), .corner(width, vary(0, 0.02))]
    }

    /// A roof that begins with a bow downwards.
    mutating func wave() -> [Knot] {
        let width = vary(0.29, 0.03), dip = between(0.05, 0.11)
        return [.at(-width - 0.01, between(0, 0.05)), .at(-width * 0.6, dip), .at(width * 0.3, dip * 0.7),
            .corner(width, vary(-0.01, 0.02))]
    }

    /// The tick at the left end of the roof, drawn before it.
    mutating func serif() -> [Knot] {
        [.corner(vary(-0.31, 0.03), between(0.08, 0.2))]
    }

    mutating func stem() -> [Knot] {
        let foot = vary(-0.05, 0.07)
        return [.at(foot + vary(0.14, 0.03), vary(0.45, 0.03)), .at(foot, 1)]
    }

    /// The bar through the stem.
    mutating func cross() {
        let bar = between(0.42, 0.74), left = between(0.08, 0.28), right = between(0.06, 0.36), tilt = vary(-0.01, 0.045)
        let middle = 0.24 - 0.3 * bar
        stroke([.at(middle - left, bar - tilt), .at(middle, bar + vary(0, 0.015)), .at(middle + right, bar + tilt + vary(0, 0.02))])
    }
}
