import Kernels
import Testing

@Suite struct PagePixelTests {
    /// Lengths around whole vectors of all instruction sets.
    private static let lengths = [1, 3, 4, 7, 15, 16, 17, 31, 33, 63, 64, 65, 127, 130, 257]

    private static func bytes(_ count: Int, seed: UInt64) -> [UInt8] {
        var numbers = Numbers(seed: seed)
        return numbers.floats(count).map { UInt8(truncatingIfNeeded: Int($0 * 1000)) }
    }

    @Test("Squares of four pixels have their mean brightness", arguments: InstructionSet.available)
    func halvedBrightness(_ set: InstructionSet) {
        for count in Self.lengths {
            let channels = Self.bytes(2 * 2 * count * 3, seed: 1)
            var pixels: [UInt32] = [], brightness: [Int] = []
            for i in 0..<4 * count {
                let (blue, green, red) = (Int(channels[3 * i]), Int(channels[3 * i + 1]), Int(channels[3 * i + 2]))
                pixels.append(UInt32(blue | green << 8 | red << 16 | 0xFF << 24))
                brightness.append(((29 * blue + 150 * green + 77 * red) / 256 + min(blue, green, red) + 1) / 2)
            }
            var result = [UInt8](repeating: 9, count: count + 1)
            PageLoops.loops(for: set).halvedBrightness(count, pixels, Array(pixels[(2 * count)...]), &result)
            let expected = (0..<count).map { i -> UInt8 in
                let above = brightness[2 * i] + brightness[2 * i + 1], lower = 2 * (count + i)
                return UInt8((above + brightness[lower] + brightness[lower + 1] + 2) / 4)
            }
            #expect(result == expected + [9], "\(count)")
        }
    }

    @Test("Squares of four values have their mean", arguments: InstructionSet.available)
    func halved(_ set: InstructionSet) {
        for count in Self.lengths {
            let upper = Self.bytes(2 * count, seed: 2), lower = Self.bytes(2 * count, seed: 3)
            var result = [UInt8](repeating: 9, count: count + 1)
            PageLoops.loops(for: set).halved(count, upper, lower, &result)
            let expected = (0..<count).map { i -> UInt8 in
                let above = Int(upper[2 * i]) + Int(upper[2 * i + 1]), below = Int(lower[2 * i]) + Int(lower[2 * i + 1])
                return UInt8((above + below) / 4)
            }
            #expect(result == expected + [9], "\(count)")
        }
    }

    @Test("Nine values have their mean", arguments: InstructionSet.available)
    func smoothed(_ set: InstructionSet) {
        for count in Self.lengths {
            let rows = (4..<7).map { Self.bytes(count + 2, seed: $0) }
            var result = [UInt8](repeating: 9, count: count + 1), sums = [UInt16](repeating: 0, count: count + 2)
            rows[0].withUnsafeBufferPointer { above in
                rows[1].withUnsafeBufferPointer { values in
                    rows[2].withUnsafeBufferPointer { below in
                        PageLoops.loops(for: set).smoothed(count, above.baseAddress! + 1, values.baseAddress! + 1, below.baseAddress! + 1, &sums, &result)
                    }
                }
            }
            let expected = (0..<count).map { i -> UInt8 in
                let sum = rows.map { row in row[i..<i + 3].reduce(0) { $0 + Int($1) } }.reduce(0, +)
                return UInt8((sum + 4) / 9)
            }
            #expect(result == expected + [9], "\(count)")
        }
    }

    @Test("Of each block the level below which so many values lie", arguments: InstructionSet.available)
    func levels(_ set: InstructionSet) {
        for width in Self.lengths {
            for (side, height) in [(4, 4), (7, 5), (8, 8), (20, 20)] {
                let values = Self.bytes(width * height, seed: UInt64(width)), blocks = (width + side - 1) / side, last = width - (blocks - 1) * side
                for flipped: UInt8 in [0, 255] {
                    let most = (usual: side * height / 7, last: last * height / 7)
                    var result = [UInt8](repeating: 9, count: blocks + 1), spare = [UInt8](repeating: 9, count: 2 * blocks * side + 16)
                    PageLoops.loops(for: set).levels(blocks, side, width, height, flipped, most, values, &spare, &result)
                    let expected = (0..<blocks).map { block -> UInt8 in
                        let pixels = (0..<height).flatMap { y in (block * side..<min((block + 1) * side, width)).map { values[y * width + $0] ^ flipped } }
                        return pixels.sorted()[block == blocks - 1 ? most.last : most.usual]
                    }
                    #expect(result == expected + [9], "\(width) \(side)")
                }
            }
        }
    }

    @Test("The largest and the smallest of the values above and below", arguments: InstructionSet.available)
    func columnExtremes(_ set: InstructionSet) {
        let rowLength = 70, columns = 64
        for rows in [1, 2, 5, 16, 37] {
            let values = Self.bytes(rows * rowLength, seed: UInt64(rows))
            for radius in [1, 2, 3, 8, 40] {
                for largest in [true, false] {
                    var result = [UInt8](repeating: 9, count: rows * rowLength), spare = [UInt8](repeating: 9, count: (2 * radius + 3) * columns)
                    PageLoops.loops(for: set).columnExtremes(rows, rowLength, radius, largest, values, &spare, &result)
                    let expected = (0..<rows * rowLength).map { place -> UInt8 in
                        let y = place / rowLength, x = place % rowLength
                        let around = (max(y - radius, 0)...min(y + radius, rows - 1)).map { values[$0 * rowLength + x] }
                        return x >= columns ? 9 : largest ? around.max()! : around.min()!
                    }
                    #expect(result == expected, "\(rows) \(radius) \(largest)")
                }
            }
        }
    }

    @Test("Edges lie where one value reaches the threshold and its neighbour does not", arguments: InstructionSet.available)
    func edges(_ set: InstructionSet) {
        for count in Self.lengths + [3000] {
            let above = Self.bytes(count + 1, seed: 7), values = Self.bytes(count + 1, seed: 8)
            for threshold: UInt8 in [0, 100, 255] {
                let edges = above.withUnsafeBufferPointer { above in
                    values.withUnsafeBufferPointer { PageLoops.loops(for: set).edges(count, $0.baseAddress! + 1, above.baseAddress! + 1, threshold) }
                }
                let expected = (1...count).reduce(0) { sum, i in
                    let isInk = values[i] >= threshold
                    return sum + ((values[i - 1] >= threshold) != isInk ? 1 : 0) + ((above[i] >= threshold) != isInk ? 1 : 0)
                }
                #expect(edges == expected, "\(count) \(threshold)")
            }
        }
    }

    @Test("The darkest three values and how much values differ from their neighbours", arguments: InstructionSet.available)
    func roughness(_ set: InstructionSet) {
        for count in Self.lengths {
            let values = Self.bytes(count + 2, seed: 9)
            var darkest = [UInt16](repeating: 300, count: count + 1), roughness = [UInt16](repeating: 5, count: count + 1)
            values.withUnsafeBufferPointer { PageLoops.loops(for: set).roughness(count, $0.baseAddress! + 1, &darkest, &roughness) }
            let expected = (0..<count).map { i in
                let (before, here, behind) = (Int(values[i]), Int(values[i + 1]), Int(values[i + 2]))
                return (UInt16(max(before + here + behind, 300)), UInt16(5 + abs(2 * here - before - behind)))
            }
            #expect(darkest == expected.map(\.0) + [300], "\(count)")
            #expect(roughness == expected.map(\.1) + [5], "\(count)")
        }
    }

    @Test("Ink is 128 at the threshold, none at a third of it, 255 at five thirds", arguments: InstructionSet.available)
    func ink(_ set: InstructionSet) {
        for lengths in [[1], [5, 3], [15, 16, 17], [30, 20, 20, 7], [33, 33, 64], [16, 11, 11, 11, 4], [9, 6, 6, 6, 6, 6]] {
            let ends = lengths.indices.map { lengths[...$0].reduce(0, +) }, count = ends.last!
            let thresholds = (0...lengths.count).map { Float(20 + 37 * $0 % 50) }
            let shares = lengths.flatMap { length in (0..<length).map { Float($0) / Float(length) } }
            // Paper alone in every third stretch.
            let isPaper = lengths.indices.flatMap { [Bool](repeating: $0 % 3 == 1, count: lengths[$0]) }
            let darkness = zip(isPaper, Self.bytes(count, seed: 10)).map { $0 ? 5 : $1 }
            var result = [UInt8](repeating: 9, count: count + 1)
            PageLoops.loops(for: set).ink(lengths.count, ends.map(Int32.init), thresholds, shares, darkness, &result)
            let expected = (0..<count).map { x -> UInt8 in
                let stretch = ends.firstIndex { x < $0 }!
                let threshold = thresholds[stretch] + shares[x] * (thresholds[stretch + 1] - thresholds[stretch])
                return UInt8(min(max(127.5 + (Float(darkness[x]) - threshold) * 191.25 / threshold, 0), 255))
            }
            #expect(result == expected + [9], "\(lengths)")
        }
    }
}
