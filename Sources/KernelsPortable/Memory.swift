// The rules of the instruction-set targets. Each file stands in KernelsPortable and is linked into the other two, so that one source
// is compiled for each instruction set. Only loops over raw pointers live here: an Array, a closure or a sort would bring copies of
// standard-library code compiled for this instruction set, which the linker may pick for the whole program.

/// The vector at `p`, which needs no alignment.
@inline(__always) func load(_ p: UnsafePointer<Float>) -> Vector {
    UnsafeRawPointer(p).loadUnaligned(as: Vector.self)
}

/// The vector at `p`, which needs no alignment.
@inline(__always) func load(_ p: UnsafeMutablePointer<Float>) -> Vector {
    UnsafeRawPointer(p).loadUnaligned(as: Vector.self)
}

/// Writes the vector to `p`, which needs no alignment.
@inline(__always) func store(_ vector: Vector, _ p: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(p).storeBytes(of: vector, as: Vector.self)
}

/// All lanes the same.
@inline(__always) func broadcast(_ x: Float) -> Vector { Vector(repeating: x) }

/// The first `count` lanes are those at `p`, the others 0; nothing behind them is read.
@inline(__always) func loadFirst(_ count: Int, _ p: UnsafePointer<Float>) -> Vector {
    var vector = Vector.zero
    withUnsafeMutableBytes(of: &vector) { bytes in
        let lanes = bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Float.self)
        var lane = 0
        while lane < count {
            lanes[lane] = p[lane]
            lane += 1
        }
    }
    return vector
}

/// Writes the first `count` lanes to `p`, and nothing behind them.
@inline(__always) func storeFirst(_ count: Int, _ vector: Vector, _ p: UnsafeMutablePointer<Float>) {
    withUnsafeBytes(of: vector) { bytes in
        let lanes = bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Float.self)
        var lane = 0
        while lane < count {
            p[lane] = lanes[lane]
            lane += 1
        }
    }
}

/// The lanes of a vector as bit patterns.
typealias BitVector = Vector.MaskStorage

@inline(__always) func bits(_ x: Vector) -> BitVector { unsafeBitCast(x, to: BitVector.self) }

@inline(__always) func floats(_ x: BitVector) -> Vector { unsafeBitCast(x, to: Vector.self) }

/// All bits of a lane where the mask is true, none where it is false.
@inline(__always) func bits(_ mask: SIMDMask<BitVector>) -> BitVector { unsafeBitCast(mask, to: BitVector.self) }

/// `x` where the mask is true, `y` elsewhere. Written with exclusive or, which the compiler makes one blend; (x & mask) | (y & ~mask)
/// becomes dozens of instructions.
@inline(__always) func select(_ mask: SIMDMask<BitVector>, _ x: Vector, _ y: Vector) -> Vector {
    floats(bits(y) ^ ((bits(x) ^ bits(y)) & bits(mask)))
}

/// The lanes from `first` on, and zeros before them.
@inline(__always) func lanes(from first: Int, _ x: Vector) -> Vector {
    floats(bits(x) & bits(countingLanes .>= Vector(repeating: Float(first))))
}

/// max(x, 0); a NaN stays.
@inline(__always) func rectified(_ x: Vector) -> Vector { floats(bits(x) & ~bits(x .< Vector.zero)) }
