extension Sheet {
    /// The sheet alone, turned upright.
    func cut(from plane: GrayPlane) -> GrayPlane {
        var result = GrayPlane(
            width: width, height: height, values: cut(plane.values, width: plane.width, height: plane.height, beyond: nil, paper: nil),
            reduction: plane.reduction)
        result.noise = plane.noise
        return result
    }

    /// The sheet's part of an image of ink, turned upright.
    func cut(from image: InkImage) -> InkImage {
        InkImage(
            width: width, height: height,
            values: cut(image.values, width: image.width, height: image.height, beyond: 0, paper: BlankSquares(of: image)))
    }

    /// - Parameters:
    ///   - beyond: what lies beyond the edges; nil where they are continued.
    ///   - paper: where there is no ink, and 0 is to be, for what is known of that.
    private func cut(_ values: [UInt8], width sourceWidth: Int, height sourceHeight: Int, beyond: UInt8?, paper: BlankSquares?) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: width * height) { target, count in
            values.withUnsafeBufferPointer { source in
                let pixels = Interpolation(source: source.baseAddress!, width: sourceWidth, height: sourceHeight), stretch = Interpolation.stretch
                let step = SIMD3(projection.step.value, projection.step.scale)
                var places = (0..<height).map { y in
                    let start = projection.start(SIMD2(0.5, Float(y) + 0.5))
                    return SIMD3(start.value, start.scale)
                }
                let spare = UnsafeMutableRawPointer.allocate(byteCount: 4 * stretch * MemoryLayout<Float>.stride, alignment: 64)
                defer { spare.deallocate() }
                // In strips of columns: what a whole row of a turned sheet crosses does not stay in the first cache until the next.
                for left in Swift.stride(from: 0, to: width, by: 8 * stretch) {
                    for y in 0..<height {
                        var place = places[y]
                        let row = target.baseAddress! + y * width
                        for x in Swift.stride(from: left, to: min(left + 8 * stretch, width), by: stretch) {
                            let length = min(stretch, width - x)
                            let first = Interpolation.place(place), end = Interpolation.place(place + step * Float(stretch - 1))
                            if let paper, paper.isBlank(around: (first + end) / 2) {
                                (row + x).update(repeating: 0, count: length)
                                place += step * Float(length)
                            } else if length == stretch, pixels.isInside(first), pixels.isInside(end) {
                                pixels.write(&place, step: step, to: row + x, spare: spare)
                            } else {
                                for i in 0..<length {
                                    row[x + i] = pixels.value(at: Interpolation.place(place), beyond: beyond)
                                    place += step
                                }
                            }
                        }
                        places[y] = place
                    }
                }
            }
            count = width * height
        }
    }
}

/// Values between the pixels of an image, in proportion to how near these are.
private struct Interpolation {
    let source: UnsafePointer<UInt8>
    let width: Int, height: Int

    /// So many places in a row are computed together; what is known of paper around the middle one holds for all.
    static let stretch = BlankSquares.side

    /// A place that is still to be divided by its scale, with which it comes.
    @inline(__always)
    static func place(_ place: SIMD3<Float>) -> SIMD2<Float> { SIMD2(place.x, place.y) / place.z - 0.5 }

    /// Whether there are pixels on all sides of a place, and a little more.
    @inline(__always)
    func isInside(_ place: SIMD2<Float>) -> Bool {
        place.x >= 0.1 && place.y >= 0.1 && place.x <= Float(width) - 1.5 && place.y <= Float(height) - 1.5
    }

    /// - Parameter beyond: what lies beyond the edges; nil where they are continued.
    func value(at place: SIMD2<Float>, beyond: UInt8?) -> UInt8 {
        let x = min(max(place.x, 0), Float(width - 1)), y = min(max(place.y, 0), Float(height - 1))
        if let beyond, abs(x - place.x) > 0.5 || abs(y - place.y) > 0.5 { return beyond }
        let left = min(Int(x), max(width - 2, 0)), top = min(Int(y), max(height - 2, 0))
        let dx = x - Float(left), dy = y - Float(top)
        let right = min(left + 1, width - 1), bottom = min(top + 1, height - 1)
        let upper = Float(source[top * width + left]) * (1 - dx) + Float(source[top * width + right]) * dx
        let lower = Float(source[bottom * width + left]) * (1 - dx) + Float(source[bottom * width + right]) * dx
        return UInt8(upper * (1 - dy) + lower * dy + 0.5)
    }

    private typealias Floats = SIMD16<Float>
    private typealias Words = SIMD16<UInt32>

    /// Added to 2^23, or to 1.5 * 2^23 where it may be below 0, a small number loses its fraction, to the nearest whole one, and the lower bits are the whole part.
    private static let whole: Float = 8_388_608, signed: Float = 12_582_912

    /// The values of a stretch of places of which all are inside.
    ///
    /// - Parameters:
    ///   - place: the first place before it is divided by its scale, with which it comes, and then that behind the stretch.
    ///   - step: by what it grows.
    ///   - spare: memory for four values of each place.
    @inline(__always)
    func write(_ place: inout SIMD3<Float>, step: SIMD3<Float>, to target: UnsafeMutablePointer<UInt8>, spare: UnsafeMutableRawPointer) {
        // Lanes are written and read in memory: one after the other in a register takes far longer.
        let bytes = Self.stretch * MemoryLayout<Float>.stride, floats = spare.assumingMemoryBound(to: Float.self)
        var across = place.x, down = place.y, divisor = place.z
        for i in 0..<Self.stretch {
            floats[i] = across
            floats[Self.stretch &+ i] = down
            floats[2 &* Self.stretch &+ i] = divisor
            across += step.x
            down += step.y
            divisor += step.z
        }
        place = SIMD3(across, down, divisor)
        var x = spare.loadUnaligned(as: Floats.self), y = spare.loadUnaligned(fromByteOffset: bytes, as: Floats.self)
        if step.z != 0 || place.z != 1 {
            let scale = spare.loadUnaligned(fromByteOffset: 2 * bytes, as: Floats.self)
            x /= scale
            y /= scale
        }
        x -= 0.5
        y -= 0.5
        // Half a pixel less, and the nearest whole number is the pixel before the place.
        let left = (x - 0.5) + Self.signed, top = (y - 0.5) + Self.signed
        let right = x - (left - Self.signed), below = y - (top - Self.signed)
        let lefts = unsafeBitCast(left, to: Words.self) &- Self.signed.bitPattern, tops = unsafeBitCast(top, to: Words.self) &- Self.signed.bitPattern
        spare.storeBytes(of: lefts, as: Words.self)
        spare.storeBytes(of: tops, toByteOffset: bytes, as: Words.self)
        let words = spare.assumingMemoryBound(to: UInt32.self), pairs = words + 2 * Self.stretch
        for i in 0..<Self.stretch {
            let pair = UnsafeRawPointer(source) + (Int(words[Self.stretch &+ i]) &* width &+ Int(words[i]))
            pairs[i] = UInt32(truncatingIfNeeded: UInt16(littleEndian: pair.loadUnaligned(as: UInt16.self)))
            pairs[Self.stretch &+ i] = UInt32(truncatingIfNeeded: UInt16(littleEndian: (pair + width).loadUnaligned(as: UInt16.self)))
        }
        let upper = spare.loadUnaligned(fromByteOffset: 2 * bytes, as: Words.self), lower = spare.loadUnaligned(fromByteOffset: 3 * bytes, as: Words.self)
        let above = Self.blend(upper, right), under = Self.blend(lower, right), value = above * (1 - below) + under * below + 0.5
        // Rounded down: one less where the nearest whole number is more.
        let nearest = value + Self.whole, rest = value - (nearest - Self.whole)
        spare.storeBytes(of: unsafeBitCast(nearest, to: Words.self) &- unsafeBitCast(rest, to: Words.self) &>> 31, as: Words.self)
        for i in 0..<Self.stretch { target[i] = UInt8(truncatingIfNeeded: words[i]) }
    }

    /// Between the two pixels in the bytes of each word.
    @inline(__always)
    private static func blend(_ pairs: Words, _ share: Floats) -> Floats {
        let left = unsafeBitCast(pairs & 255 | whole.bitPattern, to: Floats.self) - whole
        let right = unsafeBitCast(pairs &>> 8 | whole.bitPattern, to: Floats.self) - whole
        return left * (1 - share) + right * share
    }
}
