import DigitRecognition
import Glibc
import NeuralNetwork

/// The sheet's colour at each of its points: paper, ruling, folds and ink, in linear light under white light.
struct PaperSurface {
    let sheet: WrittenSheet
    private let paper: SIMD4<Float>
    private let ink: SIMD4<Float>
    private let strength: Float
    private let fibre: NoiseField, cloud: NoiseField
    private let texture: Float
    private let ruling: Ruling?
    private let folds: [Fold]
    private let holes: Holes?

    init(_ sheet: WrittenSheet, _ conditions: PhotoConditions, _ random: inout RandomNumbers) {
        self.sheet = sheet
        let isDark = conditions[.dark] != nil
        paper = isDark ? Self.board(&random) : Self.paper(tint: conditions[.tintedPaper], &random)
        let pigment = Self.pigment(coloured: conditions[.colouredInk], isDark: isDark, &random)
        ink = pigment
        let full: Float = isDark ? random.uniform(0.75, 1) : random.uniform(0.85, 1)
        strength = conditions[.faintInk].map { full * (0.75 - 0.42 * $0) } ?? full
        fibre = NoiseField(cell: random.uniform(1.2, 3), &random)
        cloud = NoiseField(cell: random.uniform(8, 60), &random)
        texture = (conditions[.texture] ?? 0) * 0.055
        if let ruled = conditions[.ruled] {
            ruling = Ruling(squared: false, strength: ruled, sheet, &random)
        } else if let squared = conditions[.squared] {
            ruling = Ruling(squared: true, strength: squared, sheet, &random)
        } else {
            ruling = nil
        }
        folds = conditions[.creases].map { strength in (0..<1 + random.integer(below: 4)).map { _ in Fold(sheet, strength: strength, &random) } } ?? []
        holes = conditions[.spiral].map { _ in Holes(sheet, &random) }
    }

    func callAsFunction(_ x: Float, _ y: Float) -> SIMD4<Float> {
        var light = paper
        if texture > 0 { light *= 1 + texture * (fibre(x, y) + 0.6 * cloud(x, y)) }
        if let ruling { light = ruling.drawn(on: light, x, y) }
        for fold in folds { light *= fold.shade(x, y) }
        let cover = ink(x, y) * strength
        if cover > 0 { light += (ink - light) * cover }
        if let holes { light = holes.drawn(on: light, x, y) }
        return light
    }

    /// How much ink covers the point, 0 to 1, between the sheet's pixels.
    private func ink(_ x: Float, _ y: Float) -> Float {
        let u = x - 0.5, v = y - 0.5
        let column = Int(u.rounded(.down)), row = Int(v.rounded(.down))
        guard column >= 0, row >= 0, column + 1 < sheet.width, row + 1 < sheet.height else { return 0 }
        let fx = u - Float(column), fy = v - Float(row)
        let i = row * sheet.width + column
        return sheet.ink.values.withUnsafeBufferPointer { values in
            let upper = Float(values[i]) * (1 - fx) + Float(values[i + 1]) * fx
            let lower = Float(values[i + sheet.width]) * (1 - fx) + Float(values[i + sheet.width + 1]) * fx
            return (upper * (1 - fy) + lower * fy) * (1 / 255)
        }
    }

    private static func paper(tint: Float?, _ random: inout RandomNumbers) -> SIMD4<Float> {
        let brightness = random.uniform(0.75, 0.92)
        guard let tint else { return SIMD4(brightness, brightness * random.uniform(0.96, 1.01), brightness * random.uniform(0.92, 1.03), 0) }
        let tints: [SIMD4<Float>] = [SIMD4(1, 0.93, 0.6, 0), SIMD4(0.75, 0.75, 0.73, 0), SIMD4(0.72, 0.55, 0.36, 0), SIMD4(0.75, 0.9, 1, 0),
            SIMD4(1, 0.8, 0.82, 0), SIMD4(0.8, 0.95, 0.78, 0)]
        let chosen = tints[random.integer(below: tints.count)]
        return brightness * (SIMD4(1, 1, 1, 0) + (chosen - SIMD4(1, 1, 1, 0)) * (0.3 + 0.7 * tint))
    }

    /// A blackboard, a greenboard, or a dark screen.
    private static func board(_ random: inout RandomNumbers) -> SIMD4<Float> {
        let boards: [SIMD4<Float>] = [SIMD4(0.02, 0.02, 0.022, 0), SIMD4(0.02, 0.045, 0.035, 0), SIMD4(0.012, 0.013, 0.02, 0),
            SIMD4(0.05, 0.05, 0.05, 0)]
        return boards[random.integer(below: boards.count)] * random.uniform(0.7, 1.3)
    }

    private static func pigment(coloured: Float?, isDark: Bool, _ random: inout RandomNumbers) -> SIMD4<Float> {
        if isDark {
            let chalks: [SIMD4<Float>] = [SIMD4(0.8, 0.8, 0.8, 0), SIMD4(0.8, 0.75, 0.4, 0), SIMD4(0.5, 0.8, 0.9, 0),
                SIMD4(0.5, 0.85, 0.5, 0)]
            return chalks[coloured == nil ? 0 : random.integer(below: chalks.count)]
        }
        guard coloured != nil else {
            let gray = random.uniform(0.01, 0.07)
            return SIMD4(gray, gray, gray * random.uniform(0.9, 1.3), 0)
        }
        let inks: [SIMD4<Float>] = [
            SIMD4(0.015, 0.03, 0.25, 0), SIMD4(0.02, 0.05, 0.3, 0), SIMD4(0.02, 0.02, 0.14, 0), SIMD4(0.5, 0.025, 0.03, 0),
                SIMD4(0.02, 0.22, 0.06, 0), SIMD4(0.18, 0.03, 0.25, 0), SIMD4(0.05, 0.2, 0.4, 0),
        ]
        return inks[random.integer(below: inks.count)]
    }
}
