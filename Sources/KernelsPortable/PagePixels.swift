// Loops over the pixels of whole pages, for the light on them and their ink. Most are plain ones, of which the compiler makes vectors of this instruction set.

/// Writes the brightness of squares of two by two pixels, each as `addBrightness` has it, rounded.
///
/// - Parameter count: of squares: half as many as there are pixels in a row.
public func halvedBrightness(count: Int, upper: UnsafePointer<UInt32>, lower: UnsafePointer<UInt32>, result: UnsafeMutablePointer<UInt8>) {
    var i = 0
    while i < count {
        let above = brightness(upper[2 &* i]) &+ brightness(upper[2 &* i &+ 1]), below = brightness(lower[2 &* i]) &+ brightness(lower[2 &* i &+ 1])
        result[i] = UInt8(truncatingIfNeeded: (above &+ below &+ 2) &>> 2)
        i += 1
    }
}

/// Writes the means of squares of two by two values, rounded down.
///
/// - Parameter count: of squares: half as many as there are values in a row.
public func halved(count: Int, upper: UnsafePointer<UInt8>, lower: UnsafePointer<UInt8>, result: UnsafeMutablePointer<UInt8>) {
    var i = 0
    while i < count {
        let above = UInt16(upper[2 &* i]) &+ UInt16(upper[2 &* i &+ 1]), below = UInt16(lower[2 &* i]) &+ UInt16(lower[2 &* i &+ 1])
        result[i] = UInt8(truncatingIfNeeded: (above &+ below) &>> 2)
        i += 1
    }
}

/// Writes the means over three by three values, rounded, for `count` values that have neighbours on both sides.
///
/// - Parameter sums: memory for `count` + 2 numbers.
public func smoothed(
    count: Int, above: UnsafePointer<UInt8>, values: UnsafePointer<UInt8>, below: UnsafePointer<UInt8>, sums: UnsafeMutablePointer<UInt16>,
    result: UnsafeMutablePointer<UInt8>
) {
    var i = 0
    while i < count &+ 2 {
        sums[i] = UInt16((above - 1)[i]) &+ UInt16((values - 1)[i]) &+ UInt16((below - 1)[i])
        i += 1
    }
    i = 0
    while i < count {
        // A ninth is 7282 / 65536 within the rounding.
        let sum = sums[i] &+ sums[i &+ 1] &+ sums[i &+ 2] &+ 4
        result[i] = UInt8(truncatingIfNeeded: (UInt32(truncatingIfNeeded: sum) &* 7282) &>> 16)
        i += 1
    }
}

/// Writes for each block of a row of blocks the highest level below which no more than so many of its values lie, bit by bit from the highest one.
///
/// - Parameters:
///   - side: of the blocks, at most 255; the last one may be narrower.
///   - flipped: bits of the values that are taken for their opposite.
///   - most: so many values, and as many in the last block.
///   - spare: memory for twice the width of all blocks and 16 more.
public func levels(
    blocks: Int, side: Int, width: Int, rows: Int, flipped: UInt8, most: (usual: Int, last: Int), values: UnsafePointer<UInt8>,
    spare: UnsafeMutablePointer<UInt8>, result: UnsafeMutablePointer<UInt8>
) {
    let counts = spare, limits = spare + (blocks &* side &+ 8)
    var block = 0, bit: UInt8 = 128
    while block < blocks {
        result[block] = 0
        block += 1
    }
    while bit > 0 {
        block = 0
        while block < blocks {
            // What is written too much is written over by the next block.
            let word = UInt64(result[block] | bit) &* 0x0101_0101_0101_0101
            var x = block &* side
            while x < (block &+ 1) &* side {
                UnsafeMutableRawPointer(limits + x).storeBytes(of: word, as: UInt64.self)
                x += 8
            }
            block += 1
        }
        var x = 0, y = 0
        while x < width {
            counts[x] = 0
            x += 1
        }
        while y < rows {
            let row = values + y &* width
            x = 0
            while x < width {
                counts[x] = counts[x] &+ (row[x] ^ flipped < limits[x] ? 1 : 0)
                x += 1
            }
            y += 1
        }
        block = 0
        while block < blocks {
            let first = block &* side, isLast = block == blocks &- 1
            let below = sum(of: counts + first, count: isLast ? width &- first : side)
            result[block] |= below <= (isLast ? most.last : most.usual) ? bit : 0
            block += 1
        }
        bit >>= 1
    }
}

/// The sum of bytes, eight at a time.
@inline(__always) private func sum(of bytes: UnsafePointer<UInt8>, count: Int) -> Int {
    let even: UInt64 = 0x00FF_00FF_00FF_00FF
    // In four numbers of 16 bits.
    var sums: UInt64 = 0, i = 0
    while i < count {
        var word = UnsafeRawPointer(bytes + i).loadUnaligned(as: UInt64.self)
        if count &- i < 8 { word &<<= UInt64(64 &- 8 &* (count &- i)) }
        sums = sums &+ (word & even) &+ (word &>> 8 & even)
        i += 8
    }
    return Int((sums &* 0x0001_0001_0001_0001) &>> 48)
}

/// Writes the largest, or the smallest, of the values at most `radius` rows away, for 64 columns (the filter of van Herk and of Gil and Werman: three
/// comparisons for each value, however wide the window).
///
/// - Parameters:
///   - rowLength: from one row to the next, of the values and of the result, which must not overlap.
///   - spare: memory for 2 * `radius` + 3 rows of 64 values.
public func columnExtremes(
    rows: Int, rowLength: Int, radius: Int, largest: Bool, values: UnsafePointer<UInt8>, spare: UnsafeMutablePointer<UInt8>,
    result: UnsafeMutablePointer<UInt8>
) {
    let lanes = 64, window = 2 &* radius &+ 1, after = spare + (window &+ 1) &* lanes
    // Each window that begins in a block ends in it or in the next one. Beyond the edges lies what never wins.
    var block = 0 &- radius
    while block < rows &- radius {
        let end = block &+ window
        // The extremes from each row on to the end of the block.
        fill(spare + window &* lanes, largest ? 0 : 255)
        var y = end
        while y > block {
            y -= 1
            let row = spare + (y &- block) &* lanes, isInside = y >= 0 && y < rows
            extremes(row + lanes, isInside ? values + y &* rowLength : UnsafePointer(row + lanes), largest, row)
        }
        // Those of the next block up to each row.
        fill(after, largest ? 0 : 255)
        while y < end, y &+ radius < rows {
            extremes(after, spare + (y &- block) &* lanes, largest, result + (y &+ radius) &* rowLength)
            if y &+ window < rows { extremes(after, values + (y &+ window) &* rowLength, largest, after) }
            y += 1
        }
        block = end
    }

    @inline(__always) func fill(_ p: UnsafeMutablePointer<UInt8>, _ value: UInt8) {
        var i = 0
        while i < lanes {
            p[i] = value
            i += 1
        }
    }

    @inline(__always) func extremes(_ x: UnsafePointer<UInt8>, _ y: UnsafePointer<UInt8>, _ largest: Bool, _ z: UnsafeMutablePointer<UInt8>) {
        var i = 0
        if largest {
            while i < lanes {
                z[i] = x[i] < y[i] ? y[i] : x[i]
                i += 1
            }
        } else {
            while i < lanes {
                z[i] = x[i] < y[i] ? x[i] : y[i]
                i += 1
            }
        }
    }
}

/// How many of `count` values reach the threshold where the one before them or the one above does not, or the other way round; each of the two counts.
///
/// - Parameter count: at most 32767.
public func edges(count: Int, values: UnsafePointer<UInt8>, above: UnsafePointer<UInt8>, threshold: UInt8) -> Int {
    let before = values - 1
    // In narrow numbers, of which a vector holds many.
    var edges: UInt16 = 0, i = 0
    while i < count {
        let here: UInt8 = values[i] >= threshold ? 1 : 0, left: UInt8 = before[i] >= threshold ? 1 : 0, upper: UInt8 = above[i] >= threshold ? 1 : 0
        edges &+= UInt16((here ^ left) &+ (here ^ upper))
        i += 1
    }
    return Int(edges)
}

/// Raises what is darkest to the sum of each value and its two neighbours, and adds to the roughness by how much twice the value differs from them.
public func roughness(count: Int, values: UnsafePointer<UInt8>, darkest: UnsafeMutablePointer<UInt16>, roughness: UnsafeMutablePointer<UInt16>) {
    let before = values - 1, behind = values + 1
    var i = 0
    while i < count {
        let here = Int16(values[i]), around = Int16(before[i]) &+ Int16(behind[i])
        let sum = UInt16(bitPattern: around &+ here), difference = here &+ here &- around
        darkest[i] = darkest[i] < sum ? sum : darkest[i]
        roughness[i] = roughness[i] &+ UInt16(bitPattern: difference < 0 ? 0 &- difference : difference)
        i += 1
    }
}

/// Writes the ink of a row of pixels: 128 where it is as dark as the threshold, none at a third of it, 255 at five thirds.
///
/// - Parameters:
///   - stretches: how many stretches of pixels there are, over each of which the threshold changes evenly.
///   - ends: of the stretches, behind the last pixel of each.
///   - thresholds: in the middle of the block that each stretch begins to leave, and behind them that of the last block.
///   - shares: how far each pixel is on its way to the middle of the next block.
public func ink(
    stretches: Int, ends: UnsafePointer<Int32>, thresholds: UnsafePointer<Float>, shares: UnsafePointer<Float>, darkness: UnsafePointer<UInt8>,
    result: UnsafeMutablePointer<UInt8>
) {
    let width = stretches > 0 ? Int(ends[stretches &- 1]) : 0
    var x = 0, stretch = 0
    while stretch < stretches {
        let end = Int(ends[stretch]), first = thresholds[stretch], next = thresholds[stretch &+ 1], step = next - first
        // Most of a sheet is paper, on which nothing is darker than this.
        let paper = InkPixels(repeating: UInt8(truncatingIfNeeded: Int32((first < next ? first : next) * 0.33)))
        // What is written beyond the stretch is written over by the next one.
        while x < end, x &+ InkPixels.scalarCount <= width {
            let isDark = unsafeBitCast(UnsafeRawPointer(darkness + x).loadUnaligned(as: InkPixels.self) .> paper, to: SIMD2<UInt64>.self)
            if isDark[0] | isDark[1] == 0 {
                UnsafeMutableRawPointer(result + x).storeBytes(of: InkPixels(), as: InkPixels.self)
            } else {
                ink(count: InkPixels.scalarCount, first, step, shares + x, darkness + x, result + x)
            }
            x += InkPixels.scalarCount
        }
        if x < end { ink(count: end &- x, first, step, shares + x, darkness + x, result + x) }
        x = end
        stretch += 1
    }
}

/// As many pixels as floats are computed together.
private typealias InkPixels = SIMD16<UInt8>

@inline(__always)
private func ink(
    count: Int, _ first: Float, _ step: Float, _ shares: UnsafePointer<Float>, _ darkness: UnsafePointer<UInt8>, _ result: UnsafeMutablePointer<UInt8>
) {
    var i = 0
    while i < count {
        let threshold = first + shares[i] * step, ink = 127.5 + (Float(darkness[i]) - threshold) * 191.25 / threshold
        let positive = ink < 0 ? 0 : ink, bounded = positive < 255 ? positive : 255
        // Rounding down in steps that vectors have: added to 2^23, a number loses its fraction, to the nearest whole one.
        let nearest = bounded + 8_388_608
        result[i] = UInt8(truncatingIfNeeded: nearest.bitPattern &- (nearest - 8_388_608 > bounded ? 1 : 0))
        i += 1
    }
}
