extension DigitStyle {
    static let three: [DigitStyle] = [
        DigitStyle(3, "round", weight: 3) { d in
            d.stroke(d.topBow(), [.corner(d.vary(-0.02, 0.05), d.vary(0.45, 0.02))], d.bottomBow())
        },
        DigitStyle(3, "shallow waist", weight: 1.2) { d in
            let waist = d.between(0.08, 0.17)
            d.stroke(d.topBow(), [.corner(waist, d.vary(0.46, 0.02))], d.bottomBow())
        },
        DigitStyle(3, "deep waist", weight: 1) { d in
            d.stroke(d.topBow(), [.corner(d.between(-0.2, -0.08), d.vary(0.46, 0.03))], d.bottomBow())
        },
        DigitStyle(3, "looped waist", weight: 1.2) { d in
            let loop = d.between(0.05, 0.12)
            d.stroke(d.topBow(), [.at(0, 0.46), .at(-loop * 1.3, 0.49), .at(-loop * 1.2, 0.43), .at(0.02, 0.44)], d.bottomBow())
        },
        DigitStyle(3, "flat top", weight: 2) { d in
            let width = d.vary(0.26, 0.04)
            d.stroke([.at(-width, d.vary(0.02, 0.03)), .corner(width, d.vary(0.01, 0.025)),
                .corner(d.vary(-0.03, 0.05), d.vary(0.41, 0.03))], d.bottomBow())
        },
        DigitStyle(3, "flat top, waist passed smoothly", weight: 0.8) { d in
            let width = d.vary(0.26, 0.04)
            d.stroke([.at(-width, d.vary(0.02, 0.03)), .corner(width, d.vary(0.01, 0.02)), .at(d.vary(0.03, 0.03), d.vary(0.34, 0.02)),
                .at(0.12, 0.42)],
                [.at(0.29, 0.62), .at(0.24, 0.86), .at(0.0, 1), .at(-0.28, d.vary(0.88, 0.05))])
        },
        DigitStyle(3, "arched top, sharp shoulder", weight: 1) { d in
            let width = d.vary(0.26, 0.04)
            d.stroke([.at(-width, d.between(0.06, 0.15)), .at(0, d.vary(0, 0.01)), .at(width * 0.85, d.between(0.02, 0.07)),
                .at(width * 0.8, 0.16),
                .corner(d.vary(-0.03, 0.05), d.vary(0.44, 0.03))], d.bottomBow())
        },
        DigitStyle(3, "straight tail") { d in
            d.stroke(d.topBow(), [.corner(d.vary(0, 0.04), d.vary(0.44, 0.02)), .at(0.18, 0.5), .at(d.vary(0.23, 0.03), 0.66),
                .at(0.08, 0.85),
                .at(d.vary(-0.24, 0.06), d.vary(1, 0.02))])
        },
        DigitStyle(3, "curled head", weight: 1.5) { d in
            let width = d.vary(0.25, 0.03)
            d.stroke([.at(-width * 0.3, 0.18), .at(-width * 0.75, 0.22), .at(-width, 0.12), .at(-width * 0.4, 0.01), .at(width * 0.5, 0.03),
                .at(width * 0.95, 0.2),
                .at(width * 0.6, 0.37), .corner(d.vary(-0.02, 0.05), 0.45)], d.bottomBow())
        },
        DigitStyle(3, "curled foot", weight: 0.8) { d in
            d.stroke(d.topBow(), [.corner(d.vary(-0.02, 0.04), d.vary(0.45, 0.02)), .at(0.2, 0.5), .at(0.3, 0.7), .at(0.16, 0.94),
                .at(-0.1, 1), .at(-0.28, 0.9),
                .at(-0.26, 0.78), .at(d.vary(-0.17, 0.03), d.vary(0.78, 0.03))])
        },
        DigitStyle(3, "flat base", weight: 0.6) { d in
            d.stroke(d.topBow(), [.corner(d.vary(-0.02, 0.05), d.vary(0.45, 0.02)), .at(0.2, 0.51), .at(0.29, 0.7), .at(0.2, 0.93),
                .at(0.02, 0.99),
                .at(d.vary(-0.32, 0.05), 1 + d.vary(0, 0.03))])
        },
        DigitStyle(3, "angular", weight: 0.4) { d in
            let width = d.vary(0.25, 0.04)
            d.stroke([.at(-width, d.vary(0.05, 0.04)), .corner(width * 0.9, d.vary(0.06, 0.04)),
                .corner(d.vary(-0.06, 0.05), d.vary(0.44, 0.03)),
                .corner(width * 1.1, d.vary(0.72, 0.03)), .at(-width, d.vary(0.98, 0.03))])
        },
        DigitStyle(3, "slack", weight: 1) { d in
            let width = d.vary(0.22, 0.04), waist = d.between(0.04, 0.13)
            d.stroke([.at(-width, d.between(0.03, 0.12)), .at(-0.02, 0), .at(width * 0.9, d.between(0.03, 0.12)), .at(width * 0.8, 0.2),
                .at(waist, d.vary(0.43, 0.02)), .at(waist + d.between(0.06, 0.14), 0.55),
                .at(d.vary(0.18, 0.03), 0.72), .at(0, 0.92), .at(d.vary(-0.22, 0.06), d.vary(0.99, 0.02))])
        },
    ]
}

private extension Draft {
    /// The upper bow of a 3 up to before the waist.
    mutating func topBow() -> [Knot] {
        let width = vary(0.25, 0.035), begin = between(0.06, 0.2)
        return [.at(-width * between(0.85, 1.15), begin), .at(-width * 0.4, begin * 0.25), .at(width * 0.25, 0), .at(width * 0.9, 0.12),
                .at(width * 0.8, vary(0.3, 0.02)), .at(width * 0.4, 0.42)]
    }

    /// The lower bow of a 3 from after the waist.
    mutating func bottomBow() -> [Knot] {
        let width = vary(0.29, 0.035), end = between(0.78, 0.97)
        return [.at(width * 0.55, 0.49), .at(width, vary(0.68, 0.03)), .at(width * 0.7, 0.91), .at(vary(0, 0.03), 1),
            .at(-width * 0.65, (1 + end) * 0.49),
                .at(-width * between(0.9, 1.15), end)]
    }
}
