extension DigitStyle {
    static let one: [DigitStyle] = [
        DigitStyle(1, "bar", weight: 2.5) { d in
            let bend = d.vary(0, 0.025)
            d.stroke([.at(0, 0), .at(bend, 0.5), .at(d.vary(0, 0.02), 1)])
        },
        DigitStyle(1, "flag", weight: 2.5) { d in
            d.stroke([.at(d.vary(-0.22, 0.06), d.vary(0.22, 0.06)), .corner(0, 0), .at(d.vary(0, 0.02), 0.5), .at(d.vary(0, 0.025), 1)])
        },
        DigitStyle(1, "long flag", weight: 2) { d in
            let drop = d.between(0.35, 0.72)
            d.stroke([.at(-drop * d.between(0.4, 0.75), drop), .corner(0, 0), .at(d.vary(0, 0.025), 0.5), .at(d.vary(0, 0.03), 1)])
        },
        DigitStyle(1, "flag down to the base line", weight: 0.8) { d in
            let drop = d.between(0.7, 0.95)
            d.stroke([.at(-drop * d.between(0.3, 0.55), drop), .corner(0, 0), .at(d.vary(0, 0.02), 0.5), .at(d.vary(0, 0.03), 1)])
        },
        DigitStyle(1, "curved flag", weight: 1.5) { d in
            let drop = d.between(0.18, 0.5)
            d.stroke([.at(-drop * d.between(0.6, 0.9), drop), .at(-drop * 0.3, drop * d.between(0.3, 0.48)), .corner(0, 0),
                .at(d.vary(0.015, 0.02), 0.5), .at(d.vary(0, 0.03), 1)])
        },
        DigitStyle(1, "round shoulder", weight: 0.6) { d in
            let drop = d.between(0.2, 0.42)
            d.stroke([.at(-drop * d.between(0.4, 0.6), drop), .at(-0.06, d.between(0.02, 0.05)), .at(0.02, d.between(0, 0.03)),
                .at(0.05, 0.2),
                .at(d.vary(0.03, 0.02), 0.6), .at(d.vary(0, 0.03), 1)])
        },
        DigitStyle(1, "retraced flag", weight: 0.8) { d in
            let drop = d.between(0.15, 0.45)
            d.stroke([.at(d.vary(-0.07, 0.03), drop), .at(d.vary(-0.04, 0.02), drop * 0.5), .corner(0, 0), .at(d.vary(0, 0.02), 0.5),
                .at(d.vary(0, 0.02), 1)])
        },
        DigitStyle(1, "base line") { d in
            let reach = d.between(0.13, 0.36), base = 1 + d.base()
            d.stroke([.at(0, 0), .at(d.vary(0, 0.02), 0.5), .at(d.vary(0, 0.02), 1)])
            d.stroke([.at(-reach * d.between(0.8, 1.2), base + d.vary(0, 0.02)), .at(reach * d.between(0.7, 1.25), base + d.vary(0, 0.02))])
        },
        DigitStyle(1, "flag and base line", weight: 2) { d in
            let drop = d.between(0.12, 0.34), reach = d.between(0.14, 0.36), base = 1 + d.base()
            d.stroke([.at(-drop * d.between(0.6, 1.1), drop), .corner(0, 0), .at(d.vary(0, 0.02), 0.5), .at(d.vary(0, 0.02), 1)])
            d.stroke([.at(-reach * d.between(0.7, 1.3), base + d.vary(0, 0.02)), .at(reach * d.between(0.7, 1.3), base + d.vary(0, 0.02))])
        },
        DigitStyle(1, "long flag and base line", weight: 1.3) { d in
            let drop = d.between(0.32, 0.58), reach = d.between(0.14, 0.36), base = 1 + d.base()
            d.stroke([.at(-drop * d.between(0.45, 0.8), drop), .corner(0, 0), .at(d.vary(0, 0.02), 0.5), .at(d.vary(0, 0.02), 1)])
            d.stroke([.at(-reach * d.between(0.8, 1.4), base + d.vary(0, 0.02)), .at(reach * d.between(0.7, 1.2), base + d.vary(0, 0.02))])
        },
        DigitStyle(1, "base line in one stroke") { d in
            let drop = d.between(0.12, 0.4), reach = d.between(0.15, 0.34)
            let flag: [Knot] = d.chance(0.8) ? [.at(-drop * d.between(0.5, 0.95), drop)] : []
            d.stroke(flag, [.corner(0, 0), .at(d.vary(0, 0.02), 0.5), .corner(d.vary(0, 0.02), 0.98)],
                [.corner(-reach * d.between(0.5, 1), 1 + d.vary(0, 0.02)), .at(reach, 1 + d.vary(0, 0.02))])
        },
        DigitStyle(1, "looped foot", weight: 0.5) { d in
            let drop = d.between(0.1, 0.3), reach = d.between(0.16, 0.32)
            d.stroke([.at(-drop * d.between(0.5, 0.95), drop), .corner(0, 0), .at(d.vary(0, 0.02), 0.5), .at(d.vary(-0.02, 0.02), 0.9),
                .at(-reach, 1.02), .at(-reach * 0.9, 0.93), .at(0.02, 0.96), .at(reach, 1 + d.vary(0, 0.02))])
        },
        DigitStyle(1, "hook to the left", weight: 0.9) { d in
            let drop = d.between(0.1, 0.35), hook = d.between(0.07, 0.2)
            let flag: [Knot] = d.chance(0.8) ? [.at(-drop * d.between(0.5, 1), drop)] : []
            d.stroke(flag, [.corner(0, 0), .at(d.vary(0, 0.02), 0.5), .at(0, 0.93), .at(-hook, d.vary(0.98, 0.025))])
        },
        DigitStyle(1, "foot to the right", weight: 0.6) { d in
            let drop = d.between(0.1, 0.3), foot = d.between(0.06, 0.16)
            let flag: [Knot] = d.chance(0.6) ? [.at(-drop * d.between(0.5, 1), drop)] : []
            d.stroke(flag, [.corner(0, 0), .at(d.vary(0, 0.02), 0.5), .at(0, 0.9), .at(foot, d.vary(0.98, 0.02))])
        },
        DigitStyle(1, "flag of its own", weight: 0.5) { d in
            let drop = d.between(0.15, 0.35)
            d.stroke([.at(0, 0), .at(d.vary(0, 0.02), 0.5), .at(d.vary(0, 0.02), 1)])
            d.stroke([.at(d.vary(0, 0.02), d.vary(0.02, 0.02)), .at(-drop * d.between(0.5, 1), drop)])
        },
        DigitStyle(1, "flat flag", weight: 1) { d in
            let drop = d.between(0.2, 0.42), lean = d.between(0, 0.22)
            d.stroke([.at(-drop * d.between(0.8, 1.2), drop), .at(-drop * d.between(0.45, 0.65), drop * d.between(0.45, 0.65)),
                .corner(0, 0), .at(-lean * 0.5 + d.vary(0, 0.02), 0.5), .at(-lean, 1)])
        },
        DigitStyle(1, "flag from the stem", weight: 0.6) { d in
            let drop = d.between(0.3, 0.55)
            d.stroke([.at(d.vary(-0.13, 0.04), drop * d.between(0.7, 1)), .at(d.vary(-0.02, 0.02), drop),
                .at(d.vary(-0.02, 0.02), drop * 0.5), .corner(0, 0), .at(d.vary(0, 0.02), 0.5), .at(d.vary(0, 0.025), 1)])
        },
        DigitStyle(1, "flag and long base line", weight: 1.2) { d in
            let drop = d.between(0.08, 0.3), reach = d.between(0.3, 0.5), base = 1 + d.base(), lean = d.between(0, 0.2)
            d.stroke([.at(-drop * d.between(0.8, 1.4), drop), .corner(0, 0), .at(-lean * 0.5, 0.5), .at(-lean, 1)])
            d.stroke([.at(-lean - reach * d.between(0.7, 1.2), base + d.vary(0, 0.02)),
                .at(-lean + reach * d.between(0.7, 1.2), base + d.vary(0, 0.02))])
        },
        DigitStyle(1, "bowed flag, leaning", weight: 0.7) { d in
            let drop = d.between(0.3, 0.55), lean = d.between(0.08, 0.32)
            d.stroke([.at(-drop * d.between(0.8, 1.05), drop), .at(-drop * 0.55, drop * d.between(0.38, 0.55)),
                .at(-0.08, d.between(0.02, 0.07)), .corner(0, 0), .at(-lean * 0.4 + d.vary(0, 0.02), 0.5), .at(-lean, 1)])
        },
    ]
}

private extension Draft {
    /// How far the base line lies below the bar's end; sometimes it does not touch it.
    mutating func base() -> Float { chance(0.3) ? between(0.02, 0.09) : vary(0, 0.012) }
}
