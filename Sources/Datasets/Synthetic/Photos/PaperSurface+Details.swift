import Glibc
import NeuralNetwork

/// Printed lines: parallel, or in two directions, sometimes with a margin line.
struct Ruling {
    private let isSquared: Bool
    private let pitch: Float, phase: SIMD2<Float>, halfWidth: Float
    private let colour: SIMD4<Float>, cover: Float
    private let marginLine: Float?

    init(squared: Bool, strength: Float, _ sheet: WrittenSheet, _ random: inout RandomNumbers) {
        isSquared = squared
        pitch = sheet.digitHeight * (squared ? random.uniform(0.4, 1.1) : random.uniform(1.05, 1.9))
        phase = SIMD2(random.uniform(0, pitch), random.uniform(0, pitch))
        halfWidth = max(0.35, min(sheet.digitHeight * random.uniform(0.006, 0.02), 0.4 * sheet.penWidth))
        let colours: [SIMD4<Float>] = [SIMD4(0.35, 0.5, 0.75, 0), SIMD4(0.45, 0.45, 0.45, 0), SIMD4(0.5, 0.4, 0.6, 0),
            SIMD4(0.35, 0.6, 0.6, 0), SIMD4(0.75, 0.5, 0.4, 0)]
        colour = colours[random.integer(below: colours.count)]
        cover = 0.25 + 0.6 * strength
        marginLine = random.chance(0.25) ? random.uniform(0.02, 0.15) * Float(sheet.width) : nil
    }

    func drawn(on light: SIMD4<Float>, _ x: Float, _ y: Float) -> SIMD4<Float> {
        var share = line(y - phase.y, pitch)
        if isSquared { share = max(share, line(x - phase.x, pitch)) }
        var result = share > 0 ? light + (light * colour - light) * (share * cover) : light
        if let marginLine, abs(x - marginLine) < halfWidth + 1 {
            let share = max(0, min(1, halfWidth + 0.5 - abs(x - marginLine)))
            result += (light * SIMD4(0.85, 0.3, 0.3, 0) - result) * (share * cover)
        }
        return result
    }

    private func line(_ position: Float, _ pitch: Float) -> Float {
        let away = abs(position - (position / pitch).rounded() * pitch)
        return max(0, min(1, halfWidth + 0.5 - away)) * min(1, 2 * halfWidth)
    }
}

/// A fold: its two sides lean differently to the light, and its edge is worn.
struct Fold {
    private let point: SIMD2<Float>, normal: SIMD2<Float>
    private let step: Float, edge: Float, reach: Float

    init(_ sheet: WrittenSheet, strength: Float, _ random: inout RandomNumbers) {
        point = SIMD2(random.uniform(0.1, 0.9) * Float(sheet.width), random.uniform(0.1, 0.9) * Float(sheet.height))
        let isStraight = random.chance(0.6)
        let angle = isStraight ? (random.chance(0.5) ? 0 : .pi / 2) + random.clippedNormal(0, 0.03) : random.uniform(0, .pi)
        normal = SIMD2(cos(angle), sin(angle))
        step = random.uniform(-0.12, 0.12) * strength
        edge = random.uniform(-0.22, 0.14) * strength
        reach = random.uniform(4, 40)
    }

    func shade(_ x: Float, _ y: Float) -> Float {
        let away = ((SIMD2(x, y) - point) * normal).sum()
        let side = step * (away > 0 ? 1 : -1) * exp(-abs(away) / (reach * 3))
        return 1 + side + edge * exp(-away * away * 0.4)
    }
}

/// The holes of a spiral along the left edge, with the wire in them.
struct Holes {
    private let x: Float, pitch: Float, radius: Float, phase: Float, wire: SIMD4<Float>

    init(_ sheet: WrittenSheet, _ random: inout RandomNumbers) {
        pitch = sheet.digitHeight * random.uniform(0.35, 0.8)
        radius = pitch * random.uniform(0.18, 0.3)
        x = radius * random.uniform(0.8, 1.6)
        phase = random.uniform(0, pitch)
        wire = SIMD4(0.5, 0.5, 0.52, 0) * random.uniform(0.1, 1.2)
    }

    func drawn(on light: SIMD4<Float>, _ px: Float, _ py: Float) -> SIMD4<Float> {
        guard px < x + radius + 1 else { return light }
        let y = py - phase
        let away = y - (y / pitch).rounded() * pitch
        if px < x, abs(away) < radius * 0.45 { return wire * (1 - 0.6 * abs(away) / radius) }
        let distance = ((px - x) * (px - x) + away * away).squareRoot()
        let share = max(0, min(1, radius - distance + 0.5))
        return light + (SIMD4(0.03, 0.03, 0.03, 0) - light) * share
    }
}
