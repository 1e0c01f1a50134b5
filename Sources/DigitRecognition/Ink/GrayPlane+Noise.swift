extension GrayPlane {
    /// The plane smoothed as far as its noise asks for: grains as dark as the strokes would be taken for ink, and a threshold above them would lose the
    /// strokes. Means over 3 x 3 pixels, once or more often.
    var calmed: GrayPlane {
        let grain = deviation(apart: 1), passes = Self.left.firstIndex { $0 * grain <= Self.bearable } ?? Self.left.count - 1
        guard passes > 0 else { return self }
        var result = (0..<passes).reduce(self) { plane, _ in plane.smoothed }
        result.noise = Self.left[passes] * grain
        // Clouds of noise, which means of few pixels leave as they are, are told by pixels whose means have nothing in common. Where one digit fills the
        // picture, nearly all that lies so far apart differs.
        let distance = 2 * passes + 1
        if min(width, height) >= 16 * distance { result.noise = max(result.noise, result.deviation(apart: distance)) }
        return result
    }

    /// What is left of the deviation of white noise after so many means over 3 x 3 pixels: the root of the sum of the squared weights.
    private static let left: [Float] = [1, 0.3333, 0.2346, 0.1934]
    /// A deviation that strokes stand out from clearly.
    private static let bearable: Float = 5

    /// The deviation of the noise, taken for white: of the places that are quieter than most, for strokes, lines and carpets are no noise.
    ///
    /// - Parameter distance: how many pixels lie between those that are compared.
    private func deviation(apart distance: Int) -> Float {
        let side = 16
        // Of a large plane a quarter of the squares is enough to know, as is every third of their rows.
        let step = max(width, height) > 1000 ? 2 * side : side
        var quartiles: [Int] = []
        values.withUnsafeBufferPointer { values in
            withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 256) { counts in
                for top in stride(from: 0, to: height, by: step) {
                    for left in stride(from: distance, to: width - distance, by: step) {
                        counts.update(repeating: 0)
                        var count = 0
                        let xs = left..<min(left + side, width - distance)
                        for y in stride(from: top, to: min(top + side, height), by: 3) {
                            let line = values.baseAddress! + y * width
                            for x in xs {
                                let difference = 2 * Int(line[x]) &- Int(line[x - distance]) &- Int(line[x + distance])
                                counts[min(abs(difference), 255)] &+= 1
                            }
                            count += xs.count
                        }
                        var below = 0
                        quartiles.append(counts.firstIndex { below += Int($0); return 4 * below >= count } ?? 0)
                    }
                }
            }
        }
        guard !quartiles.isEmpty else { return 0 }
        // 2 b - a - c deviates by the root of 6 times what its parts do, and a quarter of a normal distribution lies within 0.3186 deviations.
        return Float(quartiles.sorted()[quartiles.count / 4]) / 0.7805
    }
}
