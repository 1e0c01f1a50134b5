import Kernels

/// The light on the paper of a photo: how bright each place would be without ink.
///
/// The paper is the closing of the picture: dark places that are narrower than a window are filled with what surrounds them. The window is as small as
/// the strokes allow, so that the shadow of a hand or the edge of a table, which is wider, stays what it is.
struct PaperLight {
    /// Brightness of the bare paper, one value for each cell of the plane.
    let paper: GrayPlane
    /// Pixels of the plane along a cell's side: 1 or 2.
    let side: Int

    /// How fine the light is followed.
    static func cellSide(width: Int, height: Int) -> Int { max(width, height) > 400 ? 2 : 1 }

    /// - Parameter width: of the window, in pixels of the plane.
    init(_ cells: GrayPlane, side: Int, width: Int) {
        self.side = side
        paper = cells.closed(max((width / side + 1) / 2, 1)).smoothed
    }

    /// The usual brightness of the paper.
    var usual: UInt8 {
        let counts = paper.values.histogram()
        var below = 0
        return UInt8(counts.indices.first { below += counts[$0]; return 2 * below >= paper.values.count } ?? 255)
    }

    /// 255 * (1 - brightness / paper) for each pixel: the share of light that is missing.
    func darkness(of plane: GrayPlane) -> [UInt8] {
        let width = plane.width, loop = PixelLoops.current.darkness
        return [UInt8](unsafeUninitializedCapacity: plane.values.count) { result, count in
            plane.values.withUnsafeBufferPointer { values in
                paper.values.withUnsafeBufferPointer { paper in
                    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 2 * (width + 2)) { memory in
                        let wholes = memory.baseAddress!, parts = wholes + width + 2
                        for y in 0..<plane.height {
                            if y % side == 0 {
                                let cells = paper.baseAddress! + y / side * self.paper.width
                                for column in 0..<self.paper.width {
                                    let scale = Self.scales[Int(cells[column])]
                                    let whole = UInt16(truncatingIfNeeded: scale >> 16), part = UInt16(truncatingIfNeeded: scale)
                                    // Two pixels at once; cells at the right edge reach beyond it.
                                    let x = column &* side
                                    UnsafeMutableRawPointer(wholes + x).storeBytes(of: SIMD2(whole, whole), as: SIMD2<UInt16>.self)
                                    UnsafeMutableRawPointer(parts + x).storeBytes(of: SIMD2(part, part), as: SIMD2<UInt16>.self)
                                }
                            }
                            loop(width, values.baseAddress! + y * width, wholes, parts, result.baseAddress! + y * width)
                        }
                    }
                }
            }
            count = plane.values.count
        }
    }

    /// 255 / paper in 32768ths.
    private static let scales: [UInt32] = (0...255).map { 255 * 32768 / UInt32(max($0, 1)) }
}
