import Glibc

/// A reproducible stream of random numbers: xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number
/// generators", 2021; period 2^256 - 1).
///
/// A stream is named by a seed, a word ("initialisation", "shuffling", ...) and any number of indices (epoch, step,
/// example). FNV-1a turns the word into 64 bits, SplitMix64 mixes seed, word and indices and gives the 256 bits of
/// state. Streams of different names are independent for every practical purpose, so that one more draw in one of
/// them changes nothing in another, and tasks that run in parallel each take a stream by their index instead of
/// sharing one.
public struct RandomNumbers: RandomNumberGenerator, Sendable, Hashable {
    /// The four words of xoshiro256++; kept, they continue the stream exactly where it stood.
    public var state: (UInt64, UInt64, UInt64, UInt64) { (s0, s1, s2, s3) }
    private var s0: UInt64, s1: UInt64, s2: UInt64, s3: UInt64

    /// The stream of that name.
    public init(seed: UInt64, stream: String, _ indices: Int...) {
        var mixer = SplitMix64(state: seed)
        mixer.absorb(stream.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 })
        for index in indices { mixer.absorb(UInt64(bitPattern: Int64(index))) }
        (s0, s1, s2, s3) = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
    }

    /// The stream that goes on from a state taken earlier. All four words zero is no state of the generator.
    public init(state: (UInt64, UInt64, UInt64, UInt64)) {
        precondition(state.0 | state.1 | state.2 | state.3 != 0, "xoshiro256++ has no all-zero state")
        (s0, s1, s2, s3) = state
    }

    /// A stream of its own for an index, for instance for one example of a batch. It depends on where this stream
    /// stands, and leaves it as it is.
    public func derived(_ index: Int) -> RandomNumbers {
        var mixer = SplitMix64(state: s0)
        mixer.absorb(s1)
        mixer.absorb(s2)
        mixer.absorb(s3)
        mixer.absorb(UInt64(bitPattern: Int64(index)))
        return RandomNumbers(state: (mixer.next(), mixer.next(), mixer.next(), mixer.next() | 1))
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        let sum = s0 &+ s3
        let result = (sum << 23 | sum >> 41) &+ s0
        let t = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= t
        s3 = s3 << 45 | s3 >> 19
        return result
    }

    /// Uniform in 0..<1, a multiple of 2^-24.
    public mutating func uniform() -> Float {
        Float(next() >> 40) * 0x1p-24
    }

    /// Uniform in lower..<upper (rounding may reach `upper`).
    public mutating func uniform(_ lower: Float, _ upper: Float) -> Float {
        lower + (upper - lower) * uniform()
    }

    /// Normal with mean 0 and standard deviation 1, by the method of Box and Muller in double precision.
    public mutating func normal() -> Float {
        // The first uniform is never 0, so the logarithm is finite.
        let u = (Double(next() >> 11) + 1) * 0x1p-53
        let v = Double(next() >> 11) * 0x1p-53
        return Float((-2 * log(u)).squareRoot() * cos(2 * .pi * v))
    }

    /// An integer in 0..<bound, each exactly as likely (draws that would favour small ones are repeated).
    public mutating func integer(below bound: Int) -> Int {
        precondition(bound > 0, "no integer below \(bound)")
        let bound = UInt64(bound)
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (0 &- bound) % bound
            while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }

    /// True with this probability.
    public mutating func chance(_ probability: Float) -> Bool {
        uniform() < probability
    }

    /// Puts the elements in random order (Fisher and Yates), each order equally likely.
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        shuffle(&elements, downFrom: elements.count, to: 0)
    }

    /// The part of a shuffle that settles the places `start` ..< `end`, when those from `end` on are settled.
    mutating func shuffle<Element>(_ elements: inout [Element], downFrom end: Int, to start: Int) {
        var i = end - 1
        while i >= max(start, 1) {
            elements.swapAt(i, integer(below: i + 1))
            i -= 1
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): mixes seeds, and random bits by position where a stream would have to be
/// walked in order.
struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return SplitMix64.mixed(state)
    }

    /// Makes everything that follows depend on `word`.
    mutating func absorb(_ word: UInt64) {
        state = next() ^ word
    }

    static func mixed(_ word: UInt64) -> UInt64 {
        var z = word
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
