import Glibc

/// Floats between pages that cannot be touched: a read or write behind the last one (or before the first one) ends the process, and
/// what lies on the other side is poisoned with NaN, so that a kernel that reads it shows in its result and one that writes it is found.
final class GuardedFloats {
    enum Side: CaseIterable {
        /// The last float ends at a page that cannot be read.
        case end
        /// The first float begins behind a page that cannot be read.
        case start
    }

    let count: Int
    let pointer: UnsafeMutablePointer<Float>
    private let mapping: UnsafeMutableRawPointer
    private let length: Int
    private let poisoned: UnsafeMutableBufferPointer<Float>
    private static let poison: UInt32 = 0x7FC0_BEEF

    init(_ count: Int, side: Side = .end) {
        let page = 4_096
        let bytes = count * 4
        let middle = (bytes + 512 + page - 1) / page * page
        length = middle + 2 * page
        mapping = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        precondition(mapping != MAP_FAILED)
        precondition(mprotect(mapping, page, PROT_NONE) == 0 && mprotect(mapping + page + middle, page, PROT_NONE) == 0)
        let all = UnsafeMutableBufferPointer(start: (mapping + page).assumingMemoryBound(to: Float.self), count: middle / 4)
        all.update(repeating: Float(bitPattern: Self.poison))
        self.count = count
        pointer = all.baseAddress! + (side == .end ? all.count - count : 0)
        poisoned = UnsafeMutableBufferPointer(rebasing: side == .end ? all[..<(all.count - count)] : all[count...])
    }

    convenience init(_ values: [Float], side: Side = .end) {
        self.init(values.count, side: side)
        for (i, value) in values.enumerated() { pointer[i] = value }
    }

    deinit { munmap(mapping, length) }

    var values: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
    /// Whether nothing was written beside the floats.
    var isIntact: Bool { poisoned.allSatisfy { $0.bitPattern == Self.poison } }
    var bitPatterns: [UInt32] { values.map(\.bitPattern) }
}

/// Numbers that look random and are the same in every run: xorshift (Marsaglia 2003).
struct Numbers {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    /// Between -1 and 1, with bits set down to the last one.
    mutating func float() -> Float { Float(Int32(truncatingIfNeeded: next() >> 16)) / 2_147_483_648 }
    mutating func floats(_ count: Int) -> [Float] { (0..<count).map { _ in float() } }
    mutating func integer(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(next() >> 33) % range.count }
}

/// How many values are further from the reference than their bound, or not a number; 0 in a passing test.
func violations(_ values: [Float], _ reference: [Float], bounds: [Float]) -> Int {
    precondition(values.count == reference.count && values.count == bounds.count)
    return (0..<values.count).count { i in
        !(abs(values[i] - reference[i]) <= bounds[i])
    }
}

/// Half the distance from 1 to the next float: the largest relative error of one rounding.
let unitRoundoff = Float.ulpOfOne / 2
