import Kernels

/// What this machine can do at best, measured just now.
struct Limits {
    /// Floating-point operations a second of one core, with the instruction set in use.
    static func peak(_ kernels: Kernels, seconds: Double = 0.05) -> Double {
        var operations = 0
        let time = secondsPerCall(seconds: seconds, samples: 5) { operations = kernels.runPeakLoop(rounds: 20_000) }
        return Double(operations) / time
    }
}
