import Kernels
import Testing

@Suite struct PixelTests {
    /// Lengths around whole vectors of all instruction sets.
    private static let lengths = [1, 3, 4, 7, 15, 16, 17, 31, 33, 63, 64, 65, 127, 130, 257]

    private static func bytes(_ count: Int, seed: UInt64) -> [UInt8] {
        var numbers = Numbers(seed: seed)
        return numbers.floats(count).map { UInt8(truncatingIfNeeded: Int($0 * 1000)) }
    }

    @Test("Brightness is half what the eye weighs and half the darkest channel", arguments: InstructionSet.available)
    func brightness(_ set: InstructionSet) {
        for count in Self.lengths {
            let channels = Self.bytes(3 * count, seed: 1)
            var pixels: [UInt32] = [], expected: [UInt32] = []
            for i in 0..<count {
                let blue = UInt32(channels[3 * i]), green = UInt32(channels[3 * i + 1]), red = UInt32(channels[3 * i + 2])
                let luma: UInt32 = (29 * blue + 150 * green + 77 * red) / 256
                pixels.append(blue | green << 8 | red << 16 | 0xFF00_0000)
                expected.append(5 + (luma + min(blue, green, red) + 1) / 2)
            }
            var sums = [UInt32](repeating: 5, count: count)
            PixelLoops.loops(for: set).addBrightness(count, pixels, &sums)
            #expect(sums == expected, "\(count)")
        }
    }

    @Test("The larger and the smaller of two values", arguments: InstructionSet.available)
    func extremes(_ set: InstructionSet) {
        for count in Self.lengths {
            for distance in [1, 5, 64] {
                let values = Self.bytes(count + distance, seed: 2)
                for largest in [true, false] {
                    var result = [UInt8](repeating: 9, count: count + 1)
                    PixelLoops.loops(for: set).extremes(count, values, distance, largest, &result)
                    let expected = (0..<count).map { i -> UInt8 in
                        let other = values[i + distance]
                        return largest ? max(values[i], other) : min(values[i], other)
                    }
                    #expect(result == expected + [9], "\(count) \(distance)")
                }
            }
        }
    }

    @Test("Darkness is the share of the light that is missing", arguments: InstructionSet.available)
    func darkness(_ set: InstructionSet) {
        for count in Self.lengths {
            let values = Self.bytes(count, seed: 3), papers = Self.bytes(count, seed: 4).map { max(Int($0), 1) }
            let scales = papers.map { 255 * 32768 / $0 }
            var result = [UInt8](repeating: 9, count: count + 1)
            PixelLoops.loops(for: set).darkness(
                count, values, scales.map { UInt16($0 >> 16) }, scales.map { UInt16($0 & 0xFFFF) }, &result)
            let expected = (0..<count).map { i -> UInt8 in
                let light = (2 * Int(values[i]) * scales[i]) >> 16
                return UInt8(255 - min(light, 255))
            }
            #expect(result == expected + [9], "\(count)")
        }
    }
}
