import CPlatform
import Glibc

/// The instruction sets that the kernels are compiled for, from the one that every x86-64 CPU has to the widest.
public enum InstructionSet: String, CaseIterable, Sendable {
    /// 128-bit SSE2: every x86-64 CPU.
    case portable
    /// 256-bit AVX2 with FMA.
    case avx2
    /// 512-bit AVX-512 F, BW, CD, DQ and VL.
    case avx512

    /// What this CPU and this system allow, narrowest first; `portable` is always among them.
    public static let available: [InstructionSet] = allCases.filter { set in
        switch set {
        case .portable: true
        case .avx2: cpu_has_avx2_fma()
        case .avx512: cpu_has_avx512()
        }
    }

    /// The instruction set of `Kernels.current`: the widest one here unless the environment variable `SCRAWL_KERNELS`
    /// names another one. Chosen once. A name that cannot be followed is ignored and explained by `selectionProblem`.
    public static var current: InstructionSet { selection.set }

    /// Why `SCRAWL_KERNELS` was not followed, as a sentence for the user, or nil.
    public static var selectionProblem: String? { selection.problem }

    private static let selection = select(named: getenv("SCRAWL_KERNELS").map { String(cString: $0) })

    /// The choice that `SCRAWL_KERNELS` set to `name` makes; nil or an empty name leaves the choice to the CPU.
    package static func select(named name: String?) -> (set: InstructionSet, problem: String?) {
        let widest = available.last ?? .portable
        guard let name, !name.isEmpty else { return (widest, nil) }
        let names = available.map(\.rawValue).joined(separator: ", ")
        guard let set = InstructionSet(rawValue: name) else {
            return (widest, "SCRAWL_KERNELS is '\(name)', which is none of: \(names)")
        }
        guard available.contains(set) else {
            return (widest, "SCRAWL_KERNELS is '\(name)', which this CPU does not have; it has: \(names)")
        }
        return (set, nil)
    }
}
