/// Ink as strokes that end, meet and cross: the pieces of its skeleton between the places where they meet, and which of them run on into one another.
struct StrokeGraph {
    /// A piece of a stroke between two places where strokes meet, or its end.
    struct Stroke {
        /// Places in the skeleton.
        let pixels: [Int]
        let box: Box
        let meanX: Float
        /// How many of its ends meet others.
        var ends = 0
    }

    /// A stroke's end where it meets others.
    struct End {
        let stroke: Int
        /// The others there that it may run on into, and how straight: 1 where it does so surely, or where a cut through a single stroke was suggested.
        let courses: [(stroke: Int, strength: Float)]
    }

    let width: Int
    let height: Int
    private(set) var strokes: [Stroke] = []
    private(set) var ends: [End] = []
    /// For each pixel the strokes that its ink belongs to, one bit each: several where they meet.
    private(set) var owners: [UInt64] = []

    /// More strokes than this are no digits.
    static let mostStrokes = 48
    /// Where strokes meet, their skeletons bend within so many stroke widths.
    private static let meeting: Float = 0.7

    /// - Parameters:
    ///   - ink: with at least one row and column of paper around it.
    ///   - stroke: the mean width of the strokes.
    ///   - seams: where single strokes may be cut: the column in each row.
    /// - Returns: nil where the ink is none, or too tangled for digits.
    init?(of ink: InkImage, stroke: Float, seams: [[Int]]) {
        width = ink.width
        height = ink.height
        let skeleton = Skeleton(of: ink.values.map { $0 >= InkComponent.threshold ? 1 : 0 }, width: width, height: height)
        // 0 for paper, 1 along strokes, 2 where they meet, 3 where they may be cut.
        var kinds = skeleton.values
        let pixels = kinds.indices.filter { kinds[$0] != 0 }
        let reach = max(Self.meeting * stroke, 1)
        let junctions = pixels.filter { skeleton.branches(at: $0) > 2 }
        guard !pixels.isEmpty, junctions.count <= 4 * Self.mostStrokes else { return nil }
        for junction in junctions {
            let x = junction % width, y = junction / width, far = Int(reach)
            for row in max(y - far, 0)...min(y + far, height - 1) {
                for column in max(x - far, 0)...min(x + far, width - 1) where kinds[row * width + column] == 1 {
                    let across = Float(column - x), down = Float(row - y)
                    if across * across + down * down <= reach * reach { kinds[row * width + column] = 2 }
                }
            }
        }
        for seam in seams {
            for pixel in pixels where kinds[pixel] == 1 && pixel % width >= seam[pixel / width] {
                if neighbours(of: pixel).contains(where: { kinds[$0] == 1 && $0 % width < seam[$0 / width] }) { kinds[pixel] = 3 }
            }
        }
        let groups = Self.groups(of: pixels, kinds: kinds, width: width)
        var owner = [Int](repeating: -1, count: kinds.count)
        var meetings: [(pixels: [Int], isCut: Bool)] = []
        for group in groups {
            if kinds[group[0]] == 1 {
                for pixel in group { owner[pixel] = strokes.count }
                strokes.append(Stroke(pixels: group, box: box(of: group), meanX: group.reduce(Float(0)) { $0 + Float($1 % width) } / Float(group.count)))
            }
        }
        guard (2...Self.mostStrokes).contains(strokes.count) else { return nil }
        for group in groups where kinds[group[0]] != 1 {
            for pixel in group { owner[pixel] = strokes.count + meetings.count }
            meetings.append((group, kinds[group[0]] == 3))
        }
        var members = strokes.indices.map { UInt64(1) << UInt64($0) }
        for meeting in meetings {
            let branches = branches(at: meeting.pixels, owner: owner, reach: Int(2 * stroke) + 3)
            members.append(branches.reduce(0) { $0 | 1 << UInt64($1.stroke) })
            for branch in branches { strokes[branch.stroke].ends += 1 }
            ends += Self.ends(of: branches, isCut: meeting.isCut)
        }
        spread(&owner, over: ink)
        owners = owner.map { $0 < 0 ? 0 : members[$0] }
    }

    private func box(of pixels: [Int]) -> Box {
        let columns = pixels.map { $0 % width }, rows = pixels.map { $0 / width }
        let left = columns.min()!, top = rows.min()!
        return Box(x: left, y: top, width: columns.max()! - left + 1, height: rows.max()! - top + 1)
    }

    private func neighbours(of pixel: Int) -> [Int] {
        [pixel - width - 1, pixel - width, pixel - width + 1, pixel - 1, pixel + 1, pixel + width - 1, pixel + width, pixel + width + 1]
    }

    /// Pixels of one kind that hang together.
    private static func groups(of pixels: [Int], kinds: [UInt8], width: Int) -> [[Int]] {
        var seen = [Bool](repeating: false, count: kinds.count), groups: [[Int]] = []
        for start in pixels where !seen[start] {
            var group = [start], next = 0
            seen[start] = true
            while next < group.count {
                let pixel = group[next]
                next += 1
                for other in [pixel - width - 1, pixel - width, pixel - width + 1, pixel - 1, pixel + 1, pixel + width - 1, pixel + width, pixel + width + 1]
                where !seen[other] && kinds[other] == kinds[start] {
                    seen[other] = true
                    group.append(other)
                }
            }
            groups.append(group)
        }
        return groups
    }

    /// A stroke that begins where strokes meet, and the way it goes from there, of length 1.
    private typealias Branch = (stroke: Int, direction: (x: Float, y: Float))

    private func branches(at meeting: [Int], owner: [Int], reach: Int) -> [Branch] {
        var contacts: [(stroke: Int, pixel: Int)] = []
        for pixel in meeting {
            for other in neighbours(of: pixel) where owner[other] >= 0 && owner[other] < strokes.count {
                // Two pixels of a stroke's end may touch the place.
                let isSame = contacts.contains { contact in
                    contact.stroke == owner[other] && max(abs(contact.pixel % width - other % width), abs(contact.pixel / width - other / width)) <= 2
                }
                if !isSame { contacts.append((owner[other], other)) }
            }
        }
        return contacts.map { ($0.stroke, direction(from: $0.pixel, of: $0.stroke, owner: owner, reach: reach)) }
    }

    private func direction(from contact: Int, of stroke: Int, owner: [Int], reach: Int) -> (x: Float, y: Float) {
        var reached = [contact], front = 0
        var seen: Set<Int> = [contact]
        for _ in 0..<reach {
            let behind = front
            front = reached.count
            for pixel in reached[behind..<front] {
                for other in neighbours(of: pixel) where owner[other] == stroke && seen.insert(other).inserted { reached.append(other) }
            }
            if reached.count == front { break }
        }
        let last = reached[(reached.count / 2)...]
        let x = last.reduce(Float(0)) { $0 + Float($1 % width) } / Float(last.count) - Float(contact % width)
        let y = last.reduce(Float(0)) { $0 + Float($1 / width) } / Float(last.count) - Float(contact / width)
        let length = max((x * x + y * y).squareRoot(), 1e-3)
        return (x / length, y / length)
    }

    private static func ends(of branches: [Branch], isCut: Bool) -> [End] {
        branches.indices.map { index in
            let direction = branches[index].direction
            let courses = branches.indices.filter { $0 != index }.map { other -> (stroke: Int, strength: Float) in
                let cosine = -(direction.x * branches[other].direction.x + direction.y * branches[other].direction.y)
                return (branches[other].stroke, isCut ? 1 : min(max((cosine - leastStraight) / (straight - leastStraight), 0), 1))
            }
            return End(stroke: branches[index].stroke, courses: courses.filter { $0.strength > 0 })
        }
    }

    /// The cosines of the turns from which on a stroke may run on, and surely does.
    private static let leastStraight: Float = 0.3, straight: Float = 0.9

    /// Gives each inked pixel to what it is nearest to.
    private func spread(_ owner: inout [Int], over ink: InkImage) {
        var front = owner.indices.filter { owner[$0] >= 0 }
        while !front.isEmpty {
            var next: [Int] = []
            for pixel in front {
                for other in neighbours(of: pixel) where owner.indices.contains(other) && owner[other] < 0 && ink.values[other] > 0 {
                    owner[other] = owner[pixel]
                    next.append(other)
                }
            }
            front = next
        }
    }
}
