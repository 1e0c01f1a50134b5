extension DigitStyle {
    static let two: [DigitStyle] = [
        DigitStyle(2, "plain", weight: 3) { d in
            let width = d.vary(0.3, 0.04)
            d.stroke(d.swan(width), [.corner(d.vary(-0.3, 0.04), 1), .at(d.vary(0.34, 0.07), 1 + d.vary(0, 0.03))])
        },
        DigitStyle(2, "loop", weight: 2) { d in
            let width = d.vary(0.28, 0.04), loop = d.between(0.05, 0.14)
            d.stroke(d.swan(width), [.at(-0.2, 1 - loop * 0.3), .at(-0.32, 1 - loop * 0.2), .at(-0.33, 1 - loop),
                .at(-0.18, 1 - loop * 1.15),
                .at(0.05, 1 - loop * 0.5), .at(d.vary(0.36, 0.07), 1 + d.vary(0, 0.035))])
        },
        DigitStyle(2, "large loop", weight: 0.8) { d in
            let width = d.vary(0.27, 0.04), loop = d.between(0.16, 0.26)
            d.stroke(d.swan(width), [.at(-0.17, 0.97), .at(-0.31, 1 - loop * 0.3), .at(-0.26, 1 - loop), .at(-0.08, 1 - loop * 0.9),
                .at(0.12, 1 - loop * 0.2), .at(d.vary(0.36, 0.06), d.vary(0.99, 0.04))])
        },
        DigitStyle(2, "wavy base", weight: 1.5) { d in
            let width = d.vary(0.29, 0.04), wave = d.between(0.03, 0.09)
            d.stroke(d.swan(width), [.corner(d.vary(-0.31, 0.03), 0.98), .at(-0.14, 0.98 - wave), .at(0.14, 1),
                .at(d.vary(0.37, 0.05), 1 - d.between(0, 0.1))])
        },
        DigitStyle(2, "like a z", weight: 1.5) { d in
            let width = d.vary(0.3, 0.04), top = d.vary(0.02, 0.025)
            d.stroke([.at(-width, top + d.vary(0.02, 0.03)), .corner(width, top), .at(d.vary(0, 0.03), 0.5),
                .corner(-width + d.vary(0, 0.03), 1),
                .at(width + d.vary(0.04, 0.06), 1 + d.vary(0, 0.03))])
        },
        DigitStyle(2, "arched z", weight: 1.2) { d in
            let width = d.vary(0.3, 0.04)
            d.stroke([.at(-width, d.between(0.05, 0.16)), .at(-0.02, d.vary(0, 0.015)), .at(width * 0.9, d.between(0.03, 0.1)),
                .at(width * 0.75, 0.26), .at(-0.02, 0.64), .corner(-width, 0.98),
                .at(width + d.vary(0.04, 0.06), 1 + d.vary(0, 0.03))])
        },
        DigitStyle(2, "round turn", weight: 1.5) { d in
            let width = d.vary(0.29, 0.04)
            d.stroke(d.swan(width), [.at(-0.23, d.vary(0.86, 0.02)), .at(d.vary(-0.2, 0.02), 0.98), .at(0.04, 1.01),
                .at(d.vary(0.32, 0.07), d.vary(0.97, 0.035))])
        },
        DigitStyle(2, "curled head", weight: 1.3) { d in
            let width = d.vary(0.27, 0.03), curl = d.between(0.08, 0.14)
            let ending: [Knot] = d.chance(0.5)
                ? [.corner(-0.3, 1), .at(d.vary(0.34, 0.06), 1 + d.vary(0, 0.03))]
                : [.at(-0.2, 0.97), .at(-0.32, 0.97), .at(-0.3, 0.9), .at(0.02, 0.95), .at(d.vary(0.35, 0.06), 1 + d.vary(0, 0.03))]
            d.stroke([.at(-width + curl * 1.3, 0.2), .at(-width + curl * 0.9, 0.3), .at(-width, 0.27), .at(-width * 0.85, 0.1)],
                [.at(0, 0), .at(width * 0.92, 0.12), .at(width * 0.85, 0.34), .at(0.03, 0.68)], ending)
        },
        DigitStyle(2, "falling base") { d in
            let width = d.vary(0.28, 0.04), fall = d.between(0.05, 0.18)
            d.stroke(d.swan(width), [.corner(d.vary(-0.26, 0.04), 1 - fall), .at(0.05, 1 - fall * 0.55), .at(d.vary(0.38, 0.05), 1)])
        },
        DigitStyle(2, "short base", weight: 0.8) { d in
            let width = d.vary(0.3, 0.04)
            d.stroke(d.swan(width), [.corner(d.vary(-0.27, 0.04), 1), .at(d.vary(0.1, 0.05), 1 + d.vary(0, 0.03))])
        },
        DigitStyle(2, "base of its own", weight: 0.4) { d in
            let width = d.vary(0.3, 0.04)
            d.stroke(d.swan(width), [.at(d.vary(-0.29, 0.03), 0.98)])
            d.stroke([.at(d.vary(-0.33, 0.04), 1), .at(d.vary(0.33, 0.06), 1 + d.vary(0, 0.03))])
        },
        DigitStyle(2, "narrow", weight: 0.9) { d in
            let width = d.vary(0.17, 0.03)
            d.stroke(d.swan(width), [.corner(d.vary(-0.17, 0.03), 1), .at(d.vary(0.22, 0.06), 1 + d.vary(0, 0.03))])
        },
    ]
}

private extension Draft {
    /// Head and neck of a 2, from the beginning at the left down to above the turn.
    mutating func swan(_ width: Float) -> [Knot] {
        let begin = between(0.08, 0.3), belly = vary(0.3, 0.035)
        return [.at(-width * between(0.8, 1.05), begin), .at(-width * 0.6, begin * 0.32), .at(vary(0, 0.03), 0),
            .at(width * 0.8, belly * 0.32),
                .at(width, belly), .at(width * 0.6, belly + 0.2), .at(vary(0, 0.03), 0.74)]
    }
}
