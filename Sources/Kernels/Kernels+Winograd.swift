import KernelArguments

/// The weights of a 3 x 3 convolution, transformed for Winograd's minimal filtering and packed: for networks whose weights stay as they are.
public final class WinogradWeights: @unchecked Sendable {
    // Safe to share: the memory is written in `init` only.

    /// C and K.
    public let inputChannels: Int, outputChannels: Int
    /// 36 matrices (C x K), each in panels.
    fileprivate let matrices: UnsafeMutablePointer<Float>
    fileprivate let instructionSet: InstructionSet
    private let owner: AnyObject

    /// Floats that the transformed weights of a convolution take.
    public static func count(_ g: ConvolutionGeometry) -> Int { 36 * g.inputChannels * g.outputChannels }

    /// Transforms weights (3 x 3 x C x K) for one instruction set into memory of `count` floats, which `owner` keeps alive.
    ///
    /// - Precondition: `kernels.filtersMinimally` is true of the convolution.
    public init(
        _ weights: UnsafePointer<Float>, _ g: ConvolutionGeometry, for kernels: Kernels, into memory: UnsafeMutablePointer<Float>, of owner: AnyObject
    ) {
        precondition(kernels.filtersMinimally(g), "a convolution that has no minimal filtering")
        (inputChannels, outputChannels) = (g.inputChannels, g.outputChannels)
        instructionSet = kernels.instructionSet
        matrices = memory
        self.owner = owner
        kernels.transformWeights(inputChannels, outputChannels, weights, to: matrices, pool: .serial)
    }
}

extension Kernels {
    /// Whether Winograd's F(4 x 4, 3 x 3) computes this convolution, and with clearly fewer operations than the plain sum.
    ///
    /// It has 36 products for each 16 outputs and channel where the plain sum has 144; its error is about twice that of the plain sum. An image's
    /// result does not depend on the images beside it. A value that is not finite reaches all 16 outputs of its tiles.
    public func filtersMinimally(_ g: ConvolutionGeometry) -> Bool {
        let tiles = (g.outputHeight + 3) / 4 * ((g.outputWidth + 3) / 4)
        return g.kernelHeight == 3 && g.kernelWidth == 3 && g.strideY == 1 && g.strideX == 1
            && g.inputChannels % table.vectorWidth == 0 && g.inputChannels >= 16 && g.outputChannels % table.panelWidth == 0
            && 2 * 36 * tiles <= 9 * g.outputHeight * g.outputWidth
    }

    /// Whether that is so even if the weights must be transformed first.
    func filtersMinimallyAtOnce(_ g: ConvolutionGeometry) -> Bool { g.batch >= 8 && filtersMinimally(g) }

    /// Output (N x P x Q x K) = input (N x H x W x C) correlated with 3 x 3 weights, plus bias (K), then ReLU; with `pools` the largest of each 2 x 2
    /// pixels of that (N x P/2 x Q/2 x K, odd rows and columns left out).
    ///
    /// - Precondition: the weights were transformed for this instruction set and for these channels.
    public func convolution(
        _ g: ConvolutionGeometry, pools: Bool, input: UnsafePointer<Float>, weights: WinogradWeights, bias: UnsafePointer<Float>?, relu: Bool,
        output: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        precondition(
            weights.instructionSet == instructionSet && weights.inputChannels == g.inputChannels && weights.outputChannels == g.outputChannels,
            "weights of another convolution")
        let convolution = WinogradConvolution(self, g, matrices: weights.matrices, bias: bias, relu: relu, pools: pools)
        convolution.run(input: input, output: output, pool: pool)
    }

    /// 36 matrices (C x K) in panels, from weights 3 x 3 x C x K.
    fileprivate func transformWeights(
        _ inputChannels: Int, _ outputChannels: Int, _ weights: UnsafePointer<Float>, to matrices: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        let transforms = WinogradTable.table(for: instructionSet), channelsInTask = 8
        pool.run(tasks: (inputChannels + channelsInTask - 1) / channelsInTask) { task, _ in
            transforms.transformWeights(
                task * channelsInTask, min((task + 1) * channelsInTask, inputChannels), inputChannels, outputChannels, weights,
                inputChannels * outputChannels, matrices, Scratch.values.floats(transforms.spareFloats))
        }
    }
}

/// A convolution by minimal filtering made ready, for a whole batch or image by image.
struct WinogradConvolution {
    private let kernels: Kernels
    private let geometry: ConvolutionGeometry
    private let matrices: UnsafePointer<Float>
    private let bias: UnsafePointer<Float>?
    private var plan = WinogradImage()

    fileprivate init(
        _ kernels: Kernels, _ g: ConvolutionGeometry, matrices: UnsafePointer<Float>, bias: UnsafePointer<Float>?, relu: Bool, pools: Bool
    ) {
        self.kernels = kernels
        geometry = g
        self.matrices = matrices
        self.bias = bias
        plan.rows = g.inputHeight
        plan.columns = g.inputWidth
        plan.channels = g.inputChannels
        plan.offsetY = g.paddingTop
        plan.offsetX = g.paddingLeft
        plan.tileColumns = (g.outputWidth + 3) / 4
        plan.tiles = (g.outputHeight + 3) / 4 * plan.tileColumns
        plan.outputRows = pools ? g.outputHeight / 2 : g.outputHeight
        plan.outputColumns = pools ? g.outputWidth / 2 : g.outputWidth
        plan.outputChannels = g.outputChannels
        plan.pools = pools
        plan.relu = relu
    }

    /// With weights that are transformed now; they stay in the scratch memory of this thread, so that one convolution can be ready at a time.
    init(
        _ kernels: Kernels, _ g: ConvolutionGeometry, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, relu: Bool, pool: ThreadPool
    ) {
        let matrices = Scratch.weights.floats(36 * g.inputChannels * g.outputChannels)
        kernels.transformWeights(g.inputChannels, g.outputChannels, weights, to: matrices, pool: pool)
        self.init(kernels, g, matrices: matrices, bias: bias, relu: relu, pools: false)
    }

    /// The gradient of the input of `g`: the convolution of the output's gradient with the kernels turned by 180 degrees, inputs and outputs exchanged.
    init(inputGradientOf g: ConvolutionGeometry, _ kernels: Kernels, weights: UnsafePointer<Float>, pool: ThreadPool) {
        let (c, k) = (g.inputChannels, g.outputChannels)
        let turned = Scratch.packedLeft.floats(9 * c * k)
        pool.run(tasks: 9) { tap, _ in
            let source = weights + (8 - tap) * c * k, target = turned + tap * c * k
            for i in 0..<c { for j in 0..<k { target[j * c + i] = source[i * k + j] } }
        }
        self.init(kernels, g.inputGradient, weights: turned, bias: nil, relu: false, pool: pool)
    }

    /// The tiles of a group: two parts of the micro-kernel, or fewer where what is transformed would not stay in the second-level cache beside the
    /// weights.
    private var largestGroup: Int {
        max(4, min(2 * kernels.table.tileRows, 102_400 / (36 * (plan.channels + plan.outputChannels))))
    }

    /// Computes the whole batch.
    func run(input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, pool: ThreadPool) {
        let tiles = geometry.batch * plan.tiles, threaded = geometry.operations >= Work.operationsWorthThreads && pool.threads > 1
        // Where there is little to do, a group for each thread: borders of groups change no result.
        let largest = threaded ? min(largestGroup, max(4, (tiles + pool.threads - 1) / pool.threads)) : largestGroup
        let groups = (tiles + largest - 1) / largest
        (threaded ? pool : .serial).run(tasks: groups) { group, _ in
            run(tiles: group * tiles / groups..<(group + 1) * tiles / groups, input: input, output: output)
        }
    }

    /// Computes some images that follow each other.
    func run(images: Int, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>) {
        let tiles = images * plan.tiles, groups = (tiles + largestGroup - 1) / largestGroup
        for group in 0..<groups {
            run(tiles: group * tiles / groups..<(group + 1) * tiles / groups, input: input, output: output)
        }
    }

    /// Some tiles of the batch.
    private func run(tiles: Range<Int>, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>) {
        let table = kernels.table, transforms = WinogradTable.table(for: kernels.instructionSet)
        let first = tiles.lowerBound, count = tiles.count, (c, k) = (plan.channels, plan.outputChannels)
        let transformed = Scratch.packedLeft.floats(36 * count * c), products = Scratch.packedRight.floats(36 * count * k)
        let spare = Scratch.values.floats(transforms.spareFloats), tile = Scratch.tile.floats(table.spareFloats)
        forEachImage(tiles) { n, range in
            transforms.transformInput(
                plan, range.lowerBound, range.upperBound, input + n * geometry.inputImageSize, count * c,
                transformed + (n * plan.tiles + range.lowerBound - first) * c, spare)
        }
        var block = ProductBlock()
        block.rows = count
        block.columns = k
        block.steps = c
        block.parts = (count + table.tileRows - 1) / table.tileRows
        block.lastPart = block.parts
        block.lastPanel = k / table.panelWidth
        block.lda = c
        block.packedRight = true
        block.ldc = k
        for matrix in 0..<36 {
            table.multiplyBlock(block, transformed + matrix * count * c, matrices + matrix * c * k, nil, products + matrix * count * k, tile)
        }
        forEachImage(tiles) { n, range in
            transforms.transformOutput(
                plan, range.lowerBound, range.upperBound, products + (n * plan.tiles + range.lowerBound - first) * k, count * k, bias,
                output + n * plan.outputRows * plan.outputColumns * k, spare)
        }
    }

    /// Calls `body` with each image that has some of these tiles of the batch, and which of its tiles they are.
    private func forEachImage(_ tiles: Range<Int>, _ body: (_ image: Int, _ tiles: Range<Int>) -> Void) {
        var tile = tiles.lowerBound
        while tile < tiles.upperBound {
            let n = tile / plan.tiles, start = tile - n * plan.tiles, end = min(plan.tiles, start + tiles.upperBound - tile)
            body(n, start..<end)
            tile += end - start
        }
    }
}

extension ConvolutionGeometry {
    /// Whether the input gradient is a plain convolution itself.
    var hasInputGradient: Bool {
        strideY == 1 && strideX == 1 && max(paddingTop, paddingBottom) < kernelHeight && max(paddingLeft, paddingRight) < kernelWidth
    }

    /// The convolution that gives this one's input gradient, where it is one.
    var inputGradient: ConvolutionGeometry {
        var g = self
        (g.inputHeight, g.inputWidth, g.inputChannels, g.outputChannels) = (outputHeight, outputWidth, outputChannels, inputChannels)
        (g.paddingTop, g.paddingLeft) = (kernelHeight - 1 - paddingTop, kernelWidth - 1 - paddingLeft)
        (g.paddingBottom, g.paddingRight) = (kernelHeight - 1 - paddingBottom, kernelWidth - 1 - paddingRight)
        return g
    }
}
