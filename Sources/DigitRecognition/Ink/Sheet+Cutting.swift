import Kernels

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
                let interpolate = PageLoops.current.interpolate
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
                                interpolate(&place, step, source.baseAddress!, sourceWidth, spare, row + x)
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
}
