/// The loops of a neural network for one instruction set.
///
/// Everything is Float32 and row-major; activations are channels-last (N x H x W x C), convolution weights R x S x C x K. Pointers
/// need no alignment. An output must not overlap an input unless its function says that it may. Each function cuts its work into tasks
/// for the threads of `pool`; neither the tasks nor the order of any sum depends on how many threads there are, so that the
/// result is the same bit by bit for any pool. `Reference` says in plain loops what each function computes.
public struct Kernels: Sendable {
    /// The instruction set of these kernels.
    public let instructionSet: InstructionSet

    /// Shared, because a copy of the table itself takes longer than the smallest products.
    private let shared: SharedTable
    var table: KernelTable { shared.table }

    /// The kernels of `InstructionSet.current`: those that everything but a test uses.
    public static let current = Kernels(.current)

    /// - Precondition: `set` is among `InstructionSet.available`.
    public init(_ set: InstructionSet) {
        precondition(InstructionSet.available.contains(set), "this CPU does not have \(set)")
        instructionSet = set
        shared = SharedTable(table: KernelTable.table(for: set))
    }

    /// The same loops with products cut in another way: for measurements.
    package init(_ set: InstructionSet, blocks: BlockSizes) {
        instructionSet = set
        var table = KernelTable.table(for: set)
        table.blocks = blocks
        shared = SharedTable(table: table)
    }

    /// How products are cut.
    package var blocks: BlockSizes { table.blocks }
}

private final class SharedTable: Sendable {
    let table: KernelTable

    init(table: KernelTable) { self.table = table }
}
