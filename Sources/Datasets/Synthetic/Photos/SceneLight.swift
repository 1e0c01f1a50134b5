import Glibc
import NeuralNetwork

/// How much light falls on each point of the picture: 1 is the light of an even sky, points run from 0 to 1 over the picture.
struct SceneLight {
    private let gradient: SIMD2<Float>
    private let vignette: Float
    private let shadows: [Shadow]
    private let glares: [(centre: SIMD2<Float>, radius: Float, strength: Float)]

    private struct Shadow {
        let point: SIMD2<Float>, normal: SIMD2<Float>
        let depth: Float, softness: Float, bend: Float, wave: Float
    }

    init(_ conditions: PhotoConditions, _ random: inout RandomNumbers) {
        let angle = random.uniform(0, 2 * .pi)
        gradient = SIMD2(cos(angle), sin(angle)) * ((conditions[.gradient] ?? 0) * 0.75)
        vignette = (conditions[.vignette] ?? 0) * 1.1
        shadows = conditions[.shadow].map { strength in
            (0..<1 + random.integer(below: 2)).map { _ in
                let angle = random.uniform(0, 2 * .pi)
                return Shadow(
                    point: SIMD2(random.uniform(0.1, 0.9), random.uniform(0.1, 0.9)),
                    normal: SIMD2(cos(angle), sin(angle)), depth: 0.2 + 0.5 * strength,
                    softness: random.chance(0.5) ? random.uniform(0.008, 0.04) : random.uniform(0.04, 0.2),
                    bend: random.uniform(-0.9, 0.9), wave: random.uniform(0, 0.06))
            }
        } ?? []
        glares = conditions[.glare].map { strength in
            [(SIMD2(random.uniform(-0.1, 1.1), random.uniform(-0.1, 1.1)), random.uniform(0.1, 0.3), 0.15 + 0.4 * strength)]
        } ?? []
    }

    /// What the light multiplies the surface's colour by, and what a reflection adds to it.
    func callAsFunction(_ u: Float, _ v: Float) -> (factor: Float, added: Float) {
        let centred = SIMD2(u - 0.5, v - 0.5)
        var factor = 1 + (centred * gradient).sum()
        factor *= 1 - vignette * (centred * centred).sum()
        for shadow in shadows {
            let offset = SIMD2(u, v) - shadow.point
            let along = offset.x * -shadow.normal.y + offset.y * shadow.normal.x
            let away = (offset * shadow.normal).sum() + shadow.bend * along * along + shadow.wave * sin(along * 14)
            factor *= 1 - shadow.depth / (1 + exp(-away / shadow.softness * 4))
        }
        var added: Float = 0
        for glare in glares {
            let offset = (SIMD2(u, v) - glare.centre) / glare.radius
            added += glare.strength * exp(-(offset * offset).sum())
        }
        return (factor, added)
    }
}
