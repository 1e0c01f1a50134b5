extension PageInk {
    /// Whether all but a few marks lie on a part of the picture.
    func liesOn(_ part: Sheet, _ marks: [InkComponent]) -> Bool {
        10 * marks.count { mark in
            let box = part.inSheet(sheet?.inPlane(mark.box) ?? mark.box)
            return box.x >= 0 && box.y >= 0 && box.right <= part.width && box.bottom <= part.height
        } >= 9 * marks.count
    }

    /// Whether a part of the picture is the page's sheet but for a little more or less of what surrounds it.
    func isNearly(_ part: Sheet) -> Bool {
        guard let sheet else { return false }
        return min(part.share(on: sheet), sheet.share(on: part)) >= Self.same
    }

    /// Of two outlines of one sheet each has so much of the other.
    private static let same: Float = 0.8

    /// Whether half of what was read lies across the edges of a part of the picture, which is no sheet then but lit otherwise than the rest.
    func edges(of part: Sheet, cut digits: [ReadDigit]) -> Bool {
        let reduction = plane?.reduction ?? 1
        return !digits.isEmpty && 2 * digits.count { digit in
            let box = digit.box
            return part.cuts(part.inSheet(Box(x: box.x / reduction, y: box.y / reduction, width: box.width / reduction, height: box.height / reduction)))
        } >= digits.count
    }

    /// Whether marks go on across the edges of a part of the picture, which is no sheet then.
    ///
    /// - Parameter fewest: so many are no chance.
    func marksGoOn(beyond part: Sheet, _ marks: [InkComponent], fewest: Int) -> Bool {
        let largest = min(part.width, part.height) / 8
        let crossing = marks.lazy.filter { mark in
            let box = part.inSheet(sheet?.inPlane(mark.box) ?? mark.box)
            // The sheet's own edge may be ink as well.
            return max(box.width, box.height) <= largest && part.cuts(box)
        }
        return crossing.prefix(fewest).count == fewest
    }

    /// Whether there is half as much of the paper's lines beyond an edge of a part of the picture as within it: it is no sheet then.
    func linesGoOn(beyond part: Sheet) -> Bool {
        let width = Float(part.width), height = Float(part.height), band = max(width, height) / 40
        var within = SIMD4<Int>(), beyond = SIMD4<Int>()
        // Some thousand places tell as much as all.
        for index in stride(from: 0, to: ruledPlaces.count, by: max(ruledPlaces.count / 4_096, 1)) {
            let place = SIMD2(Float(ruledPlaces[index] % ink.width), Float(ruledPlaces[index] / ink.width)) + 0.5
            let inPart = part.inSheet(sheet?.inPlane(place) ?? place)
            // How far it is from each edge, outwards.
            let outwards = SIMD4(-inPart.x, inPart.x - width, -inPart.y, inPart.y - height)
            for edge in 0..<4 where abs(outwards[edge]) < band {
                guard edge < 2 ? inPart.y >= 0 && inPart.y < height : inPart.x >= 0 && inPart.x < width else { continue }
                if outwards[edge] < 0 { within[edge] += 1 } else { beyond[edge] += 1 }
            }
        }
        return (0..<4).contains { within[$0] >= Self.fewestOfLines && 2 * beyond[$0] >= within[$0] }
    }

    /// Fewer places of lines tell nothing.
    private static let fewestOfLines = 16
}

private extension Sheet {
    /// Whether a box of the sheet goes on beyond one of its edges.
    func cuts(_ box: Box) -> Bool {
        func crosses(_ start: Int, _ end: Int, _ edge: Int) -> Bool { start < edge - Self.margin && end > edge + Self.margin }
        let isLevel = box.bottom > 0 && box.y < height, isUpright = box.right > 0 && box.x < width
        return isLevel && (crosses(box.x, box.right, 0) || crosses(box.x, box.right, width))
            || isUpright && (crosses(box.y, box.bottom, 0) || crosses(box.y, box.bottom, height))
    }

    /// By so many pixels a mark goes on.
    private static let margin = 2

    /// Which share of the sheet lies on another one of the same picture.
    func share(on other: Sheet) -> Float {
        let across = 16, step = SIMD2(Float(width), Float(height)) / Float(across), inverse = other.projection.inverse
        let shared = (0..<across * across).count { index in
            let place = inverse(projection((SIMD2(Float(index % across), Float(index / across)) + 0.5) * step))
            return place.x >= 0 && place.y >= 0 && place.x < Float(other.width) && place.y < Float(other.height)
        }
        return Float(shared) / Float(across * across)
    }
}
