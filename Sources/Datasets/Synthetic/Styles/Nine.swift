extension DigitStyle {
    static let nine: [DigitStyle] = [
        DigitStyle(9, "straight", weight: 2.5) { d in
            let head = Head(&d)
            d.stroke(head.ring(&d), [.corner(head.width + d.vary(0, 0.01), head.middle - d.between(0.03, 0.15)),
                .at(head.width + d.vary(-0.03, 0.02), 0.6), .at(head.width + d.vary(-0.08, 0.06), 1)])
        },
        DigitStyle(9, "bent", weight: 2.2) { d in
            let head = Head(&d)
            d.stroke(head.ring(&d), [.corner(head.width, head.middle - d.between(0, 0.1)), .at(head.width, 0.52),
                .at(head.width * 0.6, 0.8), .at(d.vary(-0.1, 0.07), 1)])
        },
        DigitStyle(9, "hooked", weight: 2) { d in
            let head = Head(&d)
            d.stroke(head.ring(&d), [.corner(head.width, head.middle - d.between(0, 0.12)), .at(head.width, 0.6),
                .at(head.width * 0.8, 0.86), .at(0.05, 1), .at(d.vary(-0.2, 0.05), d.vary(0.96, 0.04))])
        },
        DigitStyle(9, "like a g", weight: 1.2) { d in
            let head = Head(&d)
            d.stroke(head.ring(&d), [.corner(head.width, head.middle - d.between(0.02, 0.14)), .at(head.width, 0.62),
                .at(head.width * 0.85, 0.88), .at(0.02, 1), .at(-0.22, d.vary(0.95, 0.02)),
                .at(d.vary(-0.29, 0.03), d.vary(0.83, 0.04))])
        },
        DigitStyle(9, "flat foot") { d in
            let head = Head(&d)
            d.stroke(head.ring(&d), [.corner(head.width, head.middle - d.between(0, 0.12)), .at(head.width + d.vary(0, 0.02), 0.55),
                .at(head.width * 0.95, 0.92), .at(head.width * 0.5, 0.99),
                .at(d.vary(-0.3, 0.06), 1 + d.vary(0, 0.03))])
        },
        DigitStyle(9, "open head", weight: 1.2) { d in
            let head = Head(&d), begin = d.vary(300, 14)
            d.stroke(.arc(0, head.middle, head.width, head.height, from: begin, to: d.between(30, 60)),
                [.corner(head.width, head.middle - d.between(0.06, 0.22)), .at(head.width - 0.02, 0.6),
                .at(head.width + d.vary(-0.12, 0.08), 1)])
        },
        DigitStyle(9, "curled head", weight: 1.1) { d in
            let head = Head(&d), begin = d.between(330, 400)
            d.stroke(.arc(0, head.middle, head.width * 0.62, head.height * 0.7, from: begin, to: begin - 60),
                .arc(0, head.middle, head.width, head.height, from: 290, to: d.vary(8, 10)),
                [.corner(head.width, head.middle - d.between(0.03, 0.1))], d.tail(head))
        },
        DigitStyle(9, "head drawn twice", weight: 0.8) { d in
            let head = Head(&d)
            d.stroke(.arc(0, head.middle, head.width, head.height, from: 350, to: d.between(-370, -330), drift: d.vary(0, 0.15)),
                d.tail(head))
        },
        DigitStyle(9, "clockwise", weight: 1.3) { d in
            let head = Head(&d), begin = d.between(5, 60)
            d.stroke(.arc(0, head.middle, head.width, head.height, from: begin, to: 345), d.tail(head))
        },
        DigitStyle(9, "two strokes", weight: 1) { d in
            let head = Head(&d), begin = d.vary(320, 25)
            d.stroke(.arc(0, head.middle, head.width, head.height, from: begin, to: begin - 360 + d.gap(), drift: d.vary(0, 0.04)))
            d.stroke([.at(head.width + d.vary(0.01, 0.02), head.middle - d.between(-0.05, 0.24)),
                .at(head.width - d.between(0, 0.05), 0.62), .at(head.width - d.between(0, 0.15), 1)])
        },
        DigitStyle(9, "tail to the right", weight: 0.7) { d in
            let head = Head(&d)
            d.stroke(head.ring(&d), [.corner(head.width * 0.95, head.middle), .at(head.width * 0.8, 0.52), .at(head.width * 0.9, 0.78),
                .at(head.width * d.between(0.9, 1.3), 1)])
        },
        DigitStyle(9, "snail", weight: 0.8) { d in
            let head = Head(&d)
            d.stroke(.arc(0, head.middle, head.width, head.height, from: 330, to: -20, drift: d.vary(-0.1, 0.05)),
                [.at(head.width * 0.55, head.middle + 0.05), .at(head.width * 0.9, 0.62), .at(head.width * 0.65, 0.86), .at(0, 1),
                .at(d.vary(-0.24, 0.05), d.vary(0.98, 0.03))])
        },
        DigitStyle(9, "small head, long stem", weight: 0.8) { d in
            var head = Head(&d)
            head.height = d.between(0.14, 0.19)
            head.middle = head.height
            head.width = d.vary(0.17, 0.02)
            d.stroke(head.ring(&d), [.corner(head.width, head.middle - 0.03)], d.tail(head))
        },
        DigitStyle(9, "pointed head", weight: 0.6) { d in
            let head = Head(&d), right = head.width
            d.stroke([.at(right, d.vary(0.05, 0.03)), .at(0, d.vary(0.02, 0.02)), .at(-head.width, head.middle), .at(-0.1, head.middle * 2),
                .corner(right, d.vary(0.12, 0.05))], d.tail(head))
        },
        DigitStyle(9, "waisted", weight: 0.35) { d in
            var head = Head(&d)
            head.width = d.between(0.13, 0.24)
            head.height = d.between(0.14, 0.23)
            head.middle = head.height
            let neck = d.between(-0.02, 0.1), belly = d.between(0.2, 0.34)
            d.stroke(head.ring(&d), [.at(neck, 2 * head.middle + 0.04), .at((neck + belly) * 0.62, 0.6), .at(belly, 0.78),
                .at(belly * 0.7, 0.95), .at(d.vary(-0.05, 0.05), 1),
                .at(d.vary(-0.28, 0.05), d.vary(0.99, 0.03))])
        },
        DigitStyle(9, "roofed", weight: 0.8) { d in
            let head = Head(&d), reach = d.between(0.05, 0.22)
            d.stroke([.at(head.width + reach, d.between(0, 0.12)), .at(head.width * 0.6, d.between(0, 0.04))],
                .arc(0, head.middle, head.width, head.height, from: 270, to: d.gap(10)),
                [.corner(head.width, head.middle - d.between(0.05, 0.2))], d.tail(head))
        },
        DigitStyle(9, "waved stem", weight: 0.8) { d in
            let head = Head(&d)
            d.stroke(head.ring(&d), [.corner(head.width, head.middle - d.between(0, 0.1)), .at(head.width * 0.5, 0.5),
                .at(head.width * d.between(0.9, 1.3), 0.72), .at(head.width * 0.7, 0.95), .at(d.vary(-0.15, 0.1), 1)])
        },
        DigitStyle(9, "slim", weight: 0.8) { d in
            var head = Head(&d)
            head.height = d.between(0.12, 0.22)
            head.middle = head.height
            head.width = d.between(0.1, 0.16)
            let lean = d.between(0, 0.14)
            d.stroke(head.ring(&d), [.corner(head.width, head.middle - d.between(0, 0.08)), .at(head.width - lean * 0.3, 0.6),
                .at(head.width - lean, 1)])
        },
        DigitStyle(9, "ring with a tick across the stem", weight: 1.2) { d in
            var head = Head(&d)
            head.width = d.between(0.09, 0.24)
            let neck = head.middle * 2 - d.between(0.02, 0.12), tick = d.between(0.03, 0.09), lean = d.between(0, 0.2)
            d.stroke([.at(head.width * d.between(0.2, 0.8), d.between(0.02, 0.1))],
                .arc(0, head.middle, head.width, head.height, from: 260, to: 150),
                [.at(0, neck - tick * 0.8), .corner(head.width + d.between(0.01, 0.06), neck),
                .at(-head.width * d.between(0.3, 1), neck + tick)])
            d.stroke([.at(head.width * d.between(0.6, 1), d.between(0, 0.08)), .at(head.width, neck), .at(head.width - lean * 0.4, 0.7),
                .at(head.width - lean, 1)])
        },
        DigitStyle(9, "flat head, leaning", weight: 0.6) { d in
            var head = Head(&d)
            head.height = d.between(0.1, 0.15)
            head.middle = head.height
            head.width = d.between(0.18, 0.28)
            let lean = d.between(0.25, 0.5)
            d.stroke(head.ring(&d), [.corner(head.width + d.between(0, 0.1), d.between(0, 0.08)), .at(head.width - lean * 0.3, 0.45),
                .at(head.width - lean, 1)])
        },
    ]
}

/// The ring of a 9.
private struct Head {
    var width: Float, height: Float, middle: Float

    init(_ d: inout Draft) {
        width = d.vary(0.25, 0.03)
        height = d.vary(0.25, 0.03)
        middle = height
    }

    /// Round from the upper right by the left and the bottom back to the right side.
    func ring(_ d: inout Draft) -> [Knot] {
        let begin = d.vary(325, 15)
        return .arc(0, middle, width, height, from: begin, to: d.gap(8), drift: d.vary(0, 0.04))
    }
}

private extension Draft {
    mutating func tail(_ head: Head) -> [Knot] {
        let bend = between(0, 0.45)
        return [.at(head.width, 0.58), .at(head.width - bend * 0.25, 0.82), .at(head.width - bend, 1 + vary(0, 0.015))]
    }
}
