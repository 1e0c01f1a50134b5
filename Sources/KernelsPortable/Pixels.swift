// Loops over the pixels of pictures. Plain ones, of which the compiler makes vectors of this instruction set.

/// The brightness of a pixel: half as the eye weighs it and half by the darkest channel. In its word are blue, green and red from the lowest byte.
@inline(__always) func brightness(_ pixel: UInt32) -> UInt32 {
    let pixel = Int32(bitPattern: pixel), blue = pixel & 0xFF, green = (pixel &>> 8) & 0xFF, red = (pixel &>> 16) & 0xFF
    let luma = (29 &* blue &+ 150 &* green &+ 77 &* red) &>> 8
    let cool = green < blue ? green : blue, darkest = red < cool ? red : cool
    return UInt32(bitPattern: (luma &+ darkest &+ 1) &>> 1)
}

/// Adds the brightness of each pixel to its sum.
public func addBrightness(count: Int, pixels: UnsafePointer<UInt32>, sums: UnsafeMutablePointer<UInt32>) {
    var i = 0
    while i < count {
        sums[i] = sums[i] &+ brightness(pixels[i])
        i += 1
    }
}

/// Writes the larger ones, or the smaller ones, of `count` values and those that lie `distance` behind them.
public func extremes(count: Int, values: UnsafePointer<UInt8>, distance: Int, largest: Bool, result: UnsafeMutablePointer<UInt8>) {
    let others = values + distance
    var i = 0
    if largest {
        while i < count {
            result[i] = values[i] < others[i] ? others[i] : values[i]
            i += 1
        }
    } else {
        while i < count {
            result[i] = values[i] < others[i] ? values[i] : others[i]
            i += 1
        }
    }
}

/// Writes 255 less each value times its scale, and at least 0: a scale is a whole number and a part in 65536ths, for twice the value.
public func darkness(
    count: Int, values: UnsafePointer<UInt8>, wholes: UnsafePointer<UInt16>, parts: UnsafePointer<UInt16>, result: UnsafeMutablePointer<UInt8>
) {
    var i = 0
    while i < count {
        // In 16 bits, of which a vector holds twice as many as of 32: the upper half of a product comes with the product.
        let twice = UInt16(truncatingIfNeeded: values[i]) &<< 1
        let light = twice &* wholes[i] &+ UInt16(truncatingIfNeeded: (UInt32(truncatingIfNeeded: twice) &* UInt32(truncatingIfNeeded: parts[i])) &>> 16)
        result[i] = UInt8(truncatingIfNeeded: 255 &- (light < 255 ? light : 255))
        i += 1
    }
}
