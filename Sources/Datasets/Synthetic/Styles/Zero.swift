extension DigitStyle {
    static let zero: [DigitStyle] = [
        DigitStyle(0, "oval", weight: 4) { d in
            let width = d.vary(0.31, 0.05), start = d.vary(280, 18)
            d.stroke(.arc(0, 0.5, width, 0.5, from: start, to: start - 360 + d.gap(), drift: d.vary(0, 0.06)))
        },
        DigitStyle(0, "tall", weight: 1.5) { d in
            let width = d.vary(0.2, 0.03), start = d.vary(280, 15)
            d.stroke(.arc(0, 0.5, width, 0.5, from: start, to: start - 360 + d.gap(), drift: d.vary(0, 0.05)))
        },
        DigitStyle(0, "round", weight: 1.5) { d in
            let width = d.vary(0.46, 0.04), start = d.vary(280, 25)
            d.stroke(.arc(0, 0.5, width, 0.48, from: start, to: start - 360 + d.gap(), drift: d.vary(0, 0.06)))
        },
        DigitStyle(0, "lying", weight: 0.7) { d in
            let start = d.vary(275, 25)
            d.stroke(.arc(0, 0.5, d.vary(0.6, 0.07), 0.42, from: start, to: start - 360 + d.gap(), drift: d.vary(0, 0.06)))
        },
        DigitStyle(0, "open at the top") { d in
            let width = d.vary(0.34, 0.06), start = d.vary(262, 15)
            d.stroke(.arc(0, 0.5, width, 0.5, from: start, to: start - 360 + d.between(22, 62), drift: d.vary(0.04, 0.08)))
        },
        DigitStyle(0, "ends inside") { d in
            let width = d.vary(0.34, 0.05), start = d.vary(285, 15)
            d.stroke(.arc(0, 0.5, width, 0.5, from: start, to: start - 360 - d.between(15, 70), drift: -d.between(0.1, 0.28)))
        },
        DigitStyle(0, "begins inside") { d in
            let width = d.vary(0.35, 0.05), depth = d.between(0.1, 0.3), start = d.vary(265, 12)
            d.stroke([.corner(d.vary(-0.05, 0.06), depth)],
                .arc(0, 0.5, width, 0.5, from: start, to: start - 360 + d.gap(), drift: d.vary(0, 0.05)))
        },
        DigitStyle(0, "ends with a tail") { d in
            let width = d.vary(0.32, 0.05), start = d.vary(262, 15)
            d.stroke(.arc(0, 0.5, width, 0.48, from: start, to: start - 345, drift: d.vary(0, 0.04)),
                [.at(d.vary(0.02, 0.05), d.vary(-0.03, 0.03)), .at(d.vary(0.22, 0.08), d.vary(-0.06, 0.05))])
        },
        DigitStyle(0, "straight left side", weight: 0.8) { d in
            let width = d.vary(0.3, 0.05)
            d.stroke([.corner(-width * d.between(0.6, 0.95), d.vary(0.03, 0.03)), .at(-width, 0.45), .at(-width * 0.8, d.vary(0.86, 0.04))],
                .arc(0, 0.5, width, 0.5, from: 100, to: -80), [.at(-width * d.between(0.5, 1.1), d.vary(0.06, 0.04))])
        },
        DigitStyle(0, "clockwise", weight: 0.8) { d in
            let width = d.vary(0.32, 0.06), start = d.between(150, 290)
            d.stroke(.arc(0, 0.5, width, 0.5, from: start, to: start + 360 - d.gap(), drift: d.vary(0, 0.06)))
        },
        DigitStyle(0, "two halves", weight: 0.5) { d in
            let width = d.vary(0.32, 0.05)
            d.stroke(.arc(0, 0.5, width, 0.5, from: d.vary(285, 8), to: d.vary(75, 8)))
            d.stroke(.arc(0, 0.5, width, 0.5, from: d.vary(260, 8), to: d.vary(462, 8)))
        },
        DigitStyle(0, "double ring", weight: 0.4) { d in
            let width = d.vary(0.33, 0.05), start = d.vary(280, 25)
            d.stroke(.arc(0, 0.5, width, 0.5, from: start, to: start - d.between(560, 740), drift: d.vary(0, 0.12)))
        },
        DigitStyle(0, "slashed", weight: 0.8) { d in
            let width = d.vary(0.33, 0.05), start = d.vary(280, 18), length = d.between(0.75, 1.3)
            d.stroke(.arc(0, 0.5, width, 0.5, from: start, to: start - 360 + d.gap(), drift: d.vary(0, 0.04)))
            d.stroke([.at(width * length, 0.5 - 0.38 * length), .at(-width * length, 0.5 + 0.38 * length)])
        },
        DigitStyle(0, "angular", weight: 0.4) { d in
            let width = d.vary(0.3, 0.05), shoulder = d.between(0.12, 0.3)
            d.stroke([.at(d.vary(0, 0.03), 0), .at(-width, shoulder), .at(-width, 1 - shoulder), .at(d.vary(0, 0.06), 1),
                .at(width, 1 - shoulder), .at(width, shoulder), .at(d.vary(0.02, 0.03), d.vary(0, 0.04))])
        },
        DigitStyle(0, "begins with a tail", weight: 1.2) { d in
            let width = d.vary(0.34, 0.05), close = d.vary(268, 14)
            d.stroke([.at(d.between(0.08, 0.26), d.between(-0.1, 0.02))],
                .arc(0, 0.5, width, 0.48, from: d.vary(258, 10), to: close - 360, drift: d.vary(0, 0.04)),
                d.chance(0.5) ? [.at(d.vary(-0.12, 0.06), d.vary(0.04, 0.03))] : [])
        },
    ]
}
