extension Picture {
    /// The same turned counterclockwise by so many quarters of a turn.
    package func turned(quarters: Int) -> Picture {
        let pixels = stride(from: 0, to: bytes.count, by: 4).map { SIMD4(bytes[$0], bytes[$0 + 1], bytes[$0 + 2], bytes[$0 + 3]) }
        let turned = pixels.turned(quarters: quarters, width: width).flatMap { [$0.x, $0.y, $0.z, $0.w] }
        let lies = quarters & 1 == 1
        return Picture(width: lies ? height : width, height: lies ? width : height, bytes: turned)
    }
}

extension Array {
    /// The values of an image, row by row, with the image turned counterclockwise by so many quarters of a turn.
    ///
    /// - Parameter width: values in a row.
    @inlinable package func turned(quarters: Int, width: Int) -> [Element] {
        let height = count / width
        return switch quarters & 3 {
        case 1: (0..<width).reversed().flatMap { x in (0..<height).map { self[$0 * width + x] } }
        case 2: reversed()
        case 3: (0..<width).flatMap { x in (0..<height).reversed().map { self[$0 * width + x] } }
        default: self
        }
    }
}
