extension DigitStyle {
    static let five: [DigitStyle] = [
        DigitStyle(5, "two strokes", weight: 3) { d in
            let left = d.vary(-0.2, 0.03), top = d.between(0, 0.08)
            d.stroke([.at(left, top), .corner(left + d.vary(-0.03, 0.025), d.vary(0.42, 0.03))], d.bowl())
            d.stroke([.at(left + d.vary(0, 0.02), d.vary(0.01, 0.015)), .at(left + d.between(0.3, 0.55), d.vary(0, 0.025))])
        },
        DigitStyle(5, "one stroke", weight: 2) { d in
            let left = d.vary(-0.19, 0.03)
            d.stroke([.at(left + d.between(0.32, 0.55), d.vary(0, 0.025)), .corner(left, d.vary(0.02, 0.02)),
                .corner(left + d.vary(-0.03, 0.02), d.vary(0.42, 0.03))], d.bowl())
        },
        DigitStyle(5, "like an s", weight: 1.5) { d in
            d.stroke([.at(d.vary(0.27, 0.03), d.between(0, 0.07)), .at(0.03, d.vary(0, 0.015)), .at(-0.19, 0.12),
                .at(d.vary(-0.2, 0.03), 0.3), .at(0, 0.43), .at(0.22, 0.56),
                .at(0.26, 0.78), .at(0.06, 0.98), .at(d.vary(-0.28, 0.04), d.vary(0.93, 0.04))])
        },
        DigitStyle(5, "detached top", weight: 1.5) { d in
            let left = d.vary(-0.2, 0.03), lift = d.between(0.02, 0.1), shift = d.between(-0.02, 0.14)
            d.stroke([.at(left, 0.06), .corner(left + d.vary(-0.03, 0.025), d.vary(0.42, 0.03))], d.bowl())
            d.stroke([.at(left + shift, 0.06 - lift), .at(left + shift + d.between(0.24, 0.46), 0.05 - lift + d.vary(-0.01, 0.03))])
        },
        DigitStyle(5, "rising top") { d in
            let left = d.vary(-0.2, 0.03), rise = d.between(0.05, 0.18)
            d.stroke([.at(left, 0.1), .corner(left + d.vary(-0.02, 0.025), d.vary(0.44, 0.03))], d.bowl())
            d.stroke([.at(left + d.vary(0, 0.03), 0.11), .at(left + d.between(0.32, 0.55), 0.1 - rise)])
        },
        DigitStyle(5, "falling top", weight: 0.6) { d in
            let left = d.vary(-0.2, 0.03)
            d.stroke([.at(left, 0), .corner(left + d.vary(-0.02, 0.02), d.vary(0.43, 0.03))], d.bowl())
            d.stroke([.at(left, d.vary(0, 0.02)), .at(left + d.between(0.26, 0.44), d.between(0.04, 0.14))])
        },
        DigitStyle(5, "top across the stem", weight: 1.3) { d in
            let stem = d.vary(-0.1, 0.04), reach = d.between(0.1, 0.26), top = d.between(0, 0.08)
            d.stroke([.at(stem, top), .corner(stem + d.vary(-0.07, 0.03), d.vary(0.43, 0.03))], d.bowl())
            d.stroke([.at(stem - reach, top + d.vary(0.01, 0.02)), .at(stem + d.between(0.22, 0.44), top + d.vary(-0.02, 0.03))])
        },
        DigitStyle(5, "short top", weight: 0.9) { d in
            let left = d.vary(-0.16, 0.03)
            d.stroke([.at(left + d.between(0.12, 0.24), d.vary(0.01, 0.02)), .corner(left, d.vary(0.02, 0.02)),
                .corner(left + d.vary(-0.03, 0.02), d.vary(0.42, 0.03))], d.bowl())
        },
        DigitStyle(5, "round corner at the stem") { d in
            let left = d.vary(-0.19, 0.03)
            d.stroke([.at(left + d.between(0.34, 0.52), d.vary(0, 0.02)), .corner(left + 0.02, d.vary(0.02, 0.02)), .at(left - 0.02, 0.26),
                .at(left + d.between(0.02, 0.07), d.vary(0.4, 0.02)),
                .at(0.1, 0.44), .at(0.25, 0.6), .at(0.22, 0.84), .at(0, 1), .at(-0.27, d.vary(0.93, 0.04))])
        },
        DigitStyle(5, "loop at the stem", weight: 0.7) { d in
            let left = d.vary(-0.18, 0.03), loop = d.between(0.03, 0.08)
            d.stroke([.at(left + d.between(0.3, 0.5), d.vary(0, 0.02)), .corner(left, 0.02), .at(left - 0.02, 0.36), .at(left - loop, 0.47),
                .at(left - 0.01, 0.49), .at(left + 0.05, 0.42)],
                [.at(0.08, 0.39), .at(0.24, 0.5), .at(0.26, 0.74), .at(0.08, 0.97), .at(-0.28, d.vary(0.95, 0.04))])
        },
        DigitStyle(5, "leaning stem") { d in
            let tip = d.vary(-0.05, 0.04)
            d.stroke([.at(tip, 0.03), .corner(d.vary(-0.24, 0.03), d.vary(0.42, 0.03))], d.bowl())
            d.stroke([.at(tip + d.vary(0, 0.02), d.vary(0.01, 0.015)), .at(tip + d.between(0.26, 0.44), d.vary(-0.02, 0.03))])
        },
        DigitStyle(5, "small bowl", weight: 0.7) { d in
            let left = d.vary(-0.17, 0.03), waist = d.vary(0.52, 0.03)
            d.stroke([.at(left, 0), .corner(left + d.vary(-0.04, 0.02), waist)],
                [.at(0.02, waist - 0.06), .at(0.19, waist + 0.1), .at(0.15, 0.9), .at(-0.02, 1), .at(-0.25, d.vary(0.94, 0.03))])
            d.stroke([.at(left, d.vary(0, 0.015)), .at(left + d.between(0.3, 0.5), d.vary(0, 0.025))])
        },
        DigitStyle(5, "angular", weight: 0.5) { d in
            let left = d.vary(-0.22, 0.03)
            d.stroke([.at(left + d.between(0.4, 0.55), d.vary(0, 0.02)), .corner(left, d.vary(0, 0.02)), .corner(left, d.vary(0.44, 0.03)),
                .corner(d.vary(0.22, 0.03), d.vary(0.47, 0.03)),
                .at(0.26, 0.74), .corner(d.vary(0.18, 0.03), 0.98), .at(-0.26, d.vary(0.98, 0.025))])
        },
        DigitStyle(5, "like an s with a long top", weight: 0.9) { d in
            let top = d.between(0.02, 0.09)
            d.stroke([.at(d.vary(0.36, 0.05), top * d.between(0, 1.5)), .at(0.02, 0), .corner(d.vary(-0.22, 0.03), top), .at(-0.22, 0.26),
                .at(-0.08, 0.4), .at(0.18, 0.5), .at(0.27, 0.68), .at(0.16, 0.92),
                .at(d.vary(-0.05, 0.05), 1), .at(d.vary(-0.3, 0.05), d.vary(0.96, 0.03))])
        },
    ]
}

private extension Draft {
    /// The bowl of a 5 from after the stem's corner.
    mutating func bowl() -> [Knot] {
        let width = vary(0.27, 0.04), end = between(0.8, 0.98), rise = vary(0.36, 0.025)
        return [.at(width * 0.2, rise), .at(width * 0.85, rise + 0.13), .at(width, vary(0.67, 0.02)), .at(width * 0.7, 0.89),
            .at(vary(-0.01, 0.03), 1),
                .at(-width * between(0.8, 1.2), end)]
    }
}
