extension DigitStyle {
    static let four: [DigitStyle] = [
        DigitStyle(4, "open", weight: 2.5) { d in
            let bar = d.vary(0.12, 0.05), cross = d.vary(0.58, 0.05)
            d.stroke([.at(d.vary(-0.2, 0.05), d.between(0, 0.1)), .corner(d.vary(-0.3, 0.03), cross),
                .at(bar + d.between(0.06, 0.28), cross + d.vary(0, 0.035))])
            d.stroke([.at(bar + d.vary(0.02, 0.04), d.between(0, 0.34)), .at(bar + d.vary(-0.02, 0.03), 1)])
        },
        DigitStyle(4, "open, leaning", weight: 1.3) { d in
            let cross = d.vary(0.57, 0.05)
            d.stroke([.at(d.vary(-0.08, 0.05), d.between(0, 0.08)), .corner(d.vary(-0.34, 0.04), cross),
                .at(d.between(0.2, 0.42), cross - d.vary(0.03, 0.03))])
            d.stroke([.at(d.vary(0.2, 0.04), d.between(0.08, 0.36)), .at(d.vary(-0.06, 0.05), 1)])
        },
        DigitStyle(4, "closed", weight: 2) { d in
            let bar = d.vary(0.12, 0.04), cross = d.vary(0.64, 0.05)
            d.stroke([.at(bar + d.vary(-0.02, 0.03), d.vary(0.01, 0.02)), .corner(d.vary(-0.34, 0.04), cross),
                .at(bar + d.between(0.08, 0.28), cross + d.vary(0, 0.03))])
            d.stroke([.at(bar + d.vary(0, 0.02), d.vary(0, 0.03)), .at(bar + d.vary(-0.01, 0.03), 1)])
        },
        DigitStyle(4, "closed in one stroke") { d in
            let bar = d.vary(0.12, 0.04), cross = d.vary(0.62, 0.05)
            d.stroke([.at(bar + d.between(0.08, 0.26), cross + d.vary(0, 0.03)), .corner(d.vary(-0.34, 0.03), cross), .corner(bar, 0),
                .at(bar + d.vary(0, 0.03), 1)])
        },
        DigitStyle(4, "one stroke", weight: 2.2) { d in
            let turn = d.between(0.16, 0.3), cross = d.vary(0.55, 0.05), back = d.between(0.12, 0.3)
            d.stroke([.at(d.vary(-0.06, 0.06), 0), .corner(d.vary(-0.27, 0.04), cross), .at((turn - 0.27) / 2, cross - 0.02),
                .corner(turn, cross - back),
                .at(turn - d.between(0.02, 0.12), (cross - back + 1) / 2), .at(turn - d.between(0.06, 0.24), 1)])
        },
        DigitStyle(4, "one stroke, curved") { d in
            let turn = d.between(0.16, 0.28), cross = d.vary(0.52, 0.05)
            d.stroke([.at(d.vary(-0.15, 0.05), 0), .at(-0.26, cross * 0.6), .at(-0.24, cross), .at(0, cross + 0.01),
                .corner(turn, cross - d.between(0.1, 0.3)),
                .at(turn - d.between(0.0, 0.1), 0.7), .at(turn - d.between(0.04, 0.2), 1)])
        },
        DigitStyle(4, "like a u", weight: 1.3) { d in
            let cross = d.vary(0.52, 0.04), bar = d.vary(0.22, 0.03)
            d.stroke([.at(d.vary(-0.24, 0.03), d.between(0, 0.08)), .at(-0.26, cross * 0.6), .at(-0.18, cross), .at(0.03, cross + 0.03),
                .at(bar, cross - d.between(0.02, 0.12))])
            d.stroke([.at(bar + d.vary(0.02, 0.02), d.vary(0.02, 0.03)), .at(bar, 0.5), .at(bar + d.vary(-0.02, 0.04), 1)])
        },
        DigitStyle(4, "looped corner", weight: 0.8) { d in
            let loop = d.between(0.05, 0.1), cross = d.vary(0.58, 0.04), bar = d.vary(0.12, 0.04)
            d.stroke([.at(d.vary(-0.02, 0.05), 0), .at(-0.26, cross - 0.08), .at(-0.34, cross), .at(-0.33, cross + loop),
                .at(-0.22, cross + loop * 0.4),
                .at(bar + d.between(0.08, 0.26), cross - d.vary(0.01, 0.03))])
            d.stroke([.at(bar + d.vary(0.02, 0.03), d.between(0.05, 0.3)), .at(bar + d.vary(-0.02, 0.03), 1)])
        },
        DigitStyle(4, "bent cross-bar") { d in
            let cross = d.vary(0.55, 0.04), bar = d.vary(0.14, 0.04)
            d.stroke([.at(d.vary(-0.18, 0.05), 0), .at(-0.27, cross * 0.65), .at(d.vary(-0.24, 0.02), cross), .at(-0.05, cross + 0.03),
                .at(bar + d.between(0.08, 0.26), cross)])
            d.stroke([.at(bar + d.vary(0.03, 0.03), d.between(0.02, 0.3)), .at(bar + d.vary(-0.03, 0.03), 1)])
        },
        DigitStyle(4, "slim, low bar apart", weight: 1.2) { d in
            let back = d.between(0.1, 0.22), cross = d.between(0.6, 0.8), foot = d.between(0, 0.12), begin = d.between(0.4, 0.62)
            let bar = foot + d.between(-0.04, 0.11)
            d.stroke([.at(d.between(-0.08, 0.06), 0), .at(-back * d.between(0.6, 0.9), cross * 0.55), .at(-back, cross - 0.08),
                .at(-back * 0.6, cross), .at(foot, cross - d.between(-0.01, 0.07))])
            d.stroke((d.chance(0.4) ? [.at(bar - d.between(0, 0.03), begin + 0.08)] : [])
                + [.at(bar + d.between(0.03, 0.12), begin), .at(bar + 0.02, 0.78), .at(bar - d.between(-0.02, 0.07), 1)])
        },
        DigitStyle(4, "short bar", weight: 0.7) { d in
            let cross = d.vary(0.62, 0.04), bar = d.vary(0.16, 0.04)
            d.stroke([.at(d.vary(-0.1, 0.05), 0), .corner(d.vary(-0.32, 0.03), cross),
                .at(bar + d.between(0.06, 0.22), cross + d.vary(0, 0.02))])
            d.stroke([.at(bar, cross - d.between(0.1, 0.26)), .at(bar - d.between(0, 0.08), 1)])
        },
        DigitStyle(4, "pointed loop", weight: 0.5) { d in
            let bar = d.vary(0.12, 0.03), cross = d.vary(0.58, 0.04)
            d.stroke([.at(bar, d.vary(0.03, 0.03)), .at(-0.14, 0.2), .at(d.vary(-0.31, 0.03), cross - 0.04), .at(-0.2, cross),
                .at(0.02, cross - 0.01),
                .at(bar + d.between(0.08, 0.24), cross - 0.04)])
            d.stroke([.at(bar + d.vary(0.02, 0.02), d.vary(0.02, 0.03)), .at(bar, 0.5), .at(bar + d.vary(-0.01, 0.03), 1)])
        },
        DigitStyle(4, "long cross-bar", weight: 0.5) { d in
            let cross = d.vary(0.66, 0.05), bar = d.vary(0.08, 0.04)
            d.stroke([.at(bar + d.vary(0, 0.03), 0), .corner(d.vary(-0.4, 0.04), cross), .at(d.vary(0.42, 0.05), cross + d.vary(0, 0.03))])
            d.stroke([.at(bar + d.vary(0.03, 0.03), d.between(0.1, 0.4)), .at(bar + d.vary(-0.01, 0.03), 1)])
        },
        DigitStyle(4, "one stroke, narrow", weight: 1.6) { d in
            let turn = d.between(0.08, 0.18), cross = d.between(0.55, 0.84), back = d.between(0.1, 0.32)
            d.stroke([.at(d.vary(0, 0.05), 0), .corner(d.vary(-0.2, 0.03), cross), .at((turn - 0.2) / 2, cross - d.between(0, 0.04)),
                .corner(turn, cross - back),
                .at(turn - d.between(0, 0.08), 1)])
        },
        DigitStyle(4, "round one stroke", weight: 0.8) { d in
            let turn = d.between(0.06, 0.2), cross = d.between(0.52, 0.7)
            d.stroke([.at(d.vary(-0.02, 0.06), 0), .at(-0.17, cross * 0.55), .at(-0.22, cross - 0.06), .at(-0.1, cross),
                .at(turn - 0.04, cross - 0.08), .corner(turn, cross - d.between(0.1, 0.26)),
                .at(turn - 0.02, 0.75), .at(turn - d.between(0.02, 0.16), 1)])
        },
        // As it is written in East Asia: a bowl that swings up to the right, with the bar through its bottom or through its left side.
        DigitStyle(4, "bowl and bar", weight: 2) { d in
            let cross = d.between(0.44, 0.62), bar = d.vary(0.0, 0.05), reach = d.between(0.28, 0.46)
            let lean = d.vary(-0.03, 0.04)
            d.stroke([.at(bar - d.between(0.24, 0.4), d.between(-0.02, 0.14)), .at(bar - d.between(0.18, 0.26), cross * 0.62),
                .at(bar, cross), .at(bar + reach * 0.55, cross + d.vary(-0.01, 0.03)), .at(bar + reach, cross - d.between(0.1, 0.26))])
            let top = d.between(0, 0.12), bow = d.chance(0.5) ? d.between(0.06, 0.2) : d.vary(0.02, 0.02)
            d.stroke([.at(bar + bow, top), .at(bar + bow * 0.3, top + 0.1), .at(bar, cross * 0.75), .at(bar + lean, 1)])
        },
        DigitStyle(4, "deep bowl and bar", weight: 1.2) { d in
            let cross = d.between(0.42, 0.6), bar = d.vary(0.02, 0.05), left = d.between(0.24, 0.36), right = d.between(0.24, 0.4)
            d.stroke([.at(bar - left, d.between(0.02, 0.22)), .at(bar - left * 0.9, cross * 0.75), .at(bar - left * 0.4, cross - 0.01),
                .at(bar + right * 0.4, cross), .at(bar + right * 0.9, cross * 0.75), .at(bar + right, d.between(0.1, 0.3))])
            d.stroke([.at(bar + d.vary(0.03, 0.03), d.between(-0.03, 0.1)), .at(bar + d.vary(0, 0.02), 0.5), .at(bar + d.vary(-0.02, 0.04), 1)])
        },
    ]
}
