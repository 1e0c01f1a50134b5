/// Shares the strokes of touching digits out: which of them belong to what stands left of a cut, which to what stands right of it, and which to both. No line
/// from top to bottom parts digits that overlap; the course of their strokes does.
struct StrokeCuts {
    /// One way to share the strokes out, one bit for each.
    struct Cut {
        let left: UInt64
        let right: UInt64
        /// How little plausible it is by its shape: about 1 for each stroke that it tears.
        let cost: Float
        /// The column that it was made around.
        let middle: Float
    }

    let graph: StrokeGraph
    /// The height of the digits in pixels of the graph.
    let height: Float
    /// By `cost` the most plausible ones, ordered from the left.
    private(set) var cuts: [Cut] = []

    /// Strokes that reach so far over a cut, as a share of the height, may belong to either side.
    private static let margin: Float = 0.1
    private static let step: Float = 0.07
    /// More strokes than this near a cut are not tried either way.
    private static let mostOpen = 6
    /// The price of a stroke that is torn, of ink on the wrong side of the cut, and of a stroke that both sides are given, by its length.
    private static let torn: Float = 0.8, astray: Float = 14, shared: Float = 1.5
    /// A longer stroke is not that of two digits.
    private static let longestShared: Float = 0.7
    private static let dearest: Float = 4.5, mostAround = 5, mostForHeight: Float = 18

    init(_ graph: StrokeGraph, height: Float) {
        self.graph = graph
        self.height = height
        let box = graph.strokes.map(\.box).united
        var found: [[UInt64]: Cut] = [:]
        var middle = Float(box.x) + 0.12 * height
        while middle < Float(box.right) - 0.12 * height {
            for cut in sharings(around: middle) where cut.cost < found[[cut.left, cut.right]]?.cost ?? .infinity { found[[cut.left, cut.right]] = cut }
            middle += max(Self.step * height, 1)
        }
        let most = 6 + Int(Self.mostForHeight * Float(box.width) / height)
        cuts = found.values.sorted { ($0.cost, $0.left, $0.right) < ($1.cost, $1.left, $1.right) }.prefix(most).sorted {
            ($0.left.nonzeroBitCount - $0.right.nonzeroBitCount, $0.middle, $0.left) < ($1.left.nonzeroBitCount - $1.right.nonzeroBitCount, $1.middle, $1.left)
        }
    }

    private func sharings(around middle: Float) -> [Cut] {
        var left: UInt64 = 0, right: UInt64 = 0
        var open: [Int] = []
        let margin = Self.margin * height
        for (index, stroke) in graph.strokes.enumerated() {
            if Float(stroke.box.right) <= middle - margin {
                left |= 1 << UInt64(index)
            } else if Float(stroke.box.x) >= middle + margin {
                right |= 1 << UInt64(index)
            } else {
                open.append(index)
            }
        }
        // What lies clearly on one side is left there.
        open.sort { abs(graph.strokes[$0].meanX - middle) < abs(graph.strokes[$1].meanX - middle) }
        for index in open.dropFirst(Self.mostOpen) {
            if graph.strokes[index].meanX < middle { left |= 1 << UInt64(index) } else { right |= 1 << UInt64(index) }
        }
        open = Array(open.prefix(Self.mostOpen))
        let prices = open.map { self.prices(of: graph.strokes[$0], middle: middle) }
        var fixed: Float = 0
        for index in graph.strokes.indices where !open.contains(index) {
            let price = self.prices(of: graph.strokes[index], middle: middle)
            fixed += left >> UInt64(index) & 1 == 1 ? price.left : price.right
        }
        var cuts: [Cut] = []
        func choose(_ place: Int, _ left: UInt64, _ right: UInt64, _ cost: Float) {
            guard cost < Self.dearest else { return }
            if place == open.count {
                let cost = cost + tearing(left, right)
                if cost < Self.dearest, isTall(left), isTall(right) { cuts.append(Cut(left: left, right: right, cost: cost, middle: middle)) }
                return
            }
            let bit = UInt64(1) << UInt64(open[place]), price = prices[place]
            choose(place + 1, left | bit, right, cost + price.left)
            choose(place + 1, left, right | bit, cost + price.right)
            if let both = price.both { choose(place + 1, left | bit, right | bit, cost + both) }
        }
        choose(0, left, right, fixed)
        return Array(cuts.sorted { ($0.cost, $0.left, $0.right) < ($1.cost, $1.left, $1.right) }.prefix(Self.mostAround))
    }

    private func prices(of stroke: StrokeGraph.Stroke, middle: Float) -> (left: Float, right: Float, both: Float?) {
        var beyond: Float = 0, before: Float = 0
        for pixel in stroke.pixels {
            let offset = Float(pixel % graph.width) - middle
            if offset > 0 { beyond += offset } else { before -= offset }
        }
        let unit = Self.astray / (height * height), length = Float(stroke.pixels.count) / height
        let mayBeShared = stroke.ends > 1 && length <= Self.longestShared
        return (unit * beyond, unit * before, mayBeShared ? 0.1 + Self.shared * length : nil)
    }

    /// What it costs that strokes end on a side where they run on into others that are not given to it. A stroke that is torn ends twice.
    private func tearing(_ left: UInt64, _ right: UInt64) -> Float {
        var sum: Float = 0
        for end in graph.ends where !end.courses.isEmpty {
            for side in [left, right] where side >> UInt64(end.stroke) & 1 == 1 {
                var straightest: Float = 0, kept: Float = 0
                for course in end.courses {
                    straightest = max(straightest, course.strength)
                    if side >> UInt64(course.stroke) & 1 == 1 { kept = max(kept, course.strength) }
                }
                sum += straightest - kept
            }
        }
        return Self.torn / 2 * sum
    }

    /// Whether the strokes are as high as a digit.
    private func isTall(_ strokes: UInt64) -> Bool {
        guard strokes != 0 else { return false }
        return Float(box(of: strokes).height) >= 0.5 * height
    }

    /// The box of some strokes' middle lines.
    func box(of strokes: UInt64) -> Box {
        graph.strokes.indices.filter { strokes >> UInt64($0) & 1 == 1 }.map { graph.strokes[$0].box }.united
    }
}
