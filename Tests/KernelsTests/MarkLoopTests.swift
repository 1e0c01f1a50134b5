import Kernels
import Testing

@Suite struct MarkLoopTests {
    /// Lengths around whole vectors of all instruction sets.
    private static let lengths = [1, 3, 4, 7, 15, 16, 17, 21, 31, 33, 63, 64, 65, 130]

    /// Paper, full ink and what lies between.
    private static func ink(_ count: Int, seed: UInt64) -> [UInt8] {
        var numbers = Numbers(seed: seed)
        return numbers.floats(count).map { UInt8(min(max($0 * 400 + 100, 0), 255)) }
    }

    @Test("The length of the gradient over squares of four pixels", arguments: InstructionSet.available)
    func gradients(_ set: InstructionSet) {
        for count in Self.lengths {
            let upper = Self.ink(count + 1, seed: 1), lower = Self.ink(count + 1, seed: 2)
            var lengths = [Float](repeating: -1, count: count + 1)
            MarkLoops.loops(for: set).gradients(count, upper, lower, &lengths)
            let expected = (0..<count).map { x -> Float in
                let across = (Float(upper[x + 1]) + Float(lower[x + 1]) - Float(upper[x]) - Float(lower[x])) / 2
                let down = (Float(lower[x]) + Float(lower[x + 1]) - Float(upper[x]) - Float(upper[x + 1])) / 2
                return (across * across + down * down).squareRoot()
            }
            // The sums are whole numbers, and a root is rounded once.
            #expect(lengths == expected + [-1], "\(count)")
        }
    }

    @Test("Sums and largest values of rows and columns", arguments: InstructionSet.available)
    func rows(_ set: InstructionSet) {
        for count in Self.lengths {
            let rows = [Self.ink(count, seed: 3), [UInt8](repeating: 0, count: count), Self.ink(count, seed: 4)]
            var sums = [UInt32](repeating: 0, count: count + 1), peaks = [UInt8](repeating: 0, count: count + 1)
            for row in rows {
                let (sum, peak) = MarkLoops.loops(for: set).addRow(count, row, &sums, &peaks)
                #expect(sum == row.reduce(0) { $0 + UInt32($1) } && peak == row.max()!, "\(count)")
            }
            #expect(sums == (0..<count).map { x in rows.reduce(0) { $0 + UInt32($1[x]) } } + [0], "\(count)")
            #expect(peaks == (0..<count).map { x in rows.map { $0[x] }.max()! } + [0], "\(count)")
        }
    }

    @Test("The cheapest step down to each pixel", arguments: InstructionSet.available)
    func steps(_ set: InstructionSet) {
        for count in Self.lengths {
            let above = Self.ink(count + 2, seed: 5), row = Self.ink(count + 2, seed: 6)
            var numbers = Numbers(seed: 7)
            let costs = [.infinity] + numbers.floats(count) + [.infinity], entry: Float = 0.7, aside: Float = 0.02
            var result = [Float](repeating: -1, count: count), steps = [Int8](repeating: 9, count: count + 1)
            above.withUnsafeBufferPointer { above in
                row.withUnsafeBufferPointer { row in
                    costs.withUnsafeBufferPointer {
                        MarkLoops.loops(for: set).stepDown(
                            count, above.baseAddress! + 1, row.baseAddress! + 1, entry, aside, $0.baseAddress! + 1, &result, &steps)
                    }
                }
            }
            for x in 1...count {
                func isInk(_ row: [UInt8], _ x: Int) -> Bool { row[x] >= 128 }
                var best = Float.infinity, step: Int8 = 0
                for side in [0, -1, 1] {
                    let slips = side != 0 && !isInk(above, x + side) && isInk(above, x) && isInk(row, x + side)
                    let enters = isInk(row, x) && !isInk(above, x + side) || slips
                    let cost = costs[x + side] + (enters ? entry : 0) + (side == 0 ? 0 : aside)
                    if cost < best { best = cost; step = Int8(side) }
                }
                #expect(result[x - 1] == best + Float(row[x]) / 255 && steps[x - 1] == step, "\(count) \(x)")
            }
            #expect(steps[count] == 9)
        }
    }
}
