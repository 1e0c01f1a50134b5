import NeuralNetwork

extension PhotoConditions {
    /// Conditions as they come together when people take pictures of paper. Those that exclude or worsen each other do not meet: a shadow and strong
    /// blur on faint ink would leave nothing to read.
    public static func random(_ random: inout RandomNumbers) -> PhotoConditions {
        var conditions = PhotoConditions()
        func add(_ trouble: PhotoTrouble, _ probability: Float, upTo: Float = 1) {
            // Both numbers are drawn in any case, so that a changed probability changes nothing else.
            let comes = random.chance(probability), strength = random.uniform(0, upTo)
            if comes { conditions.troubles[trouble] = strength }
        }
        add(.gradient, 0.7)
        add(.shadow, 0.3)
        add(.vignette, 0.4)
        add(.glare, 0.05)
        add(.texture, 0.7)
        add(.tintedPaper, 0.25)
        add(.ruled, 0.25)
        add(.squared, 0.2)
        add(.creases, 0.15)
        add(.table, 0.2)
        add(.spiral, 0.05)
        add(.perspective, 0.5)
        add(.turned, 0.3)
        add(.defocus, 0.5)
        add(.motion, 0.12)
        add(.noise, 0.7)
        add(.whiteBalance, 0.6)
        add(.colouredInk, 0.4)
        add(.faintInk, 0.25)
        add(.compression, 0.6)
        add(.dark, 0.05)
        if conditions[.ruled] != nil { conditions.troubles[.squared] = nil }
        if conditions[.dark] != nil { for other in [.ruled, .squared, .spiral, .tintedPaper] as [PhotoTrouble] { conditions.troubles[other] = nil } }
        if conditions[.faintInk] != nil {
            for other in [.motion, .glare] as [PhotoTrouble] { conditions.troubles[other] = nil }
            for other in [.defocus, .noise, .compression, .ruled, .squared, .shadow] as [PhotoTrouble] {
                if let strength = conditions[other] { conditions.troubles[other] = strength * 0.5 }
            }
        }
        if conditions[.motion] != nil, let strength = conditions[.defocus] { conditions.troubles[.defocus] = strength * 0.5 }
        return conditions
    }
}
