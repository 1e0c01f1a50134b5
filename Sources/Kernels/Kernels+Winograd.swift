import KernelArguments

/// The weights of a 3 x 3 convolution, transformed for Winograd's minimal filtering and packed: for networks whose weights stay as they are.
public final class WinogradWeights: @unchecked Sendable {
    // Safe to share: the memory is written in `init` only.

    /// C and K.
    public let inputChannels: Int, outputChannels: Int
    fileprivate let tile: WinogradTile
    /// (m + 2)² matrices (C x K), each in panels.
    fileprivate let matrices: UnsafeMutablePointer<Float>
    fileprivate let instructionSet: InstructionSet
    private let owner: AnyObject

    /// Floats that the transformed weights of a convolution take.
    ///
    /// - Parameter pools: whether a 2 x 2 max pool follows.
    public static func count(_ g: ConvolutionGeometry, pools: Bool) -> Int { count(g, tile: .best(for: g, pools: pools)) }

    package static func count(_ g: ConvolutionGeometry, tile: WinogradTile) -> Int { tile.products * g.inputChannels * g.outputChannels }

    /// Transforms weights (3 x 3 x C x K) for one instruction set into memory of `count` floats, which `owner` keeps alive.
    ///
    /// - Precondition: `kernels.filtersMinimally` is true of the convolution.
    public convenience init(
        _ weights: UnsafePointer<Float>, _ g: ConvolutionGeometry, pools: Bool, for kernels: Kernels, into memory: UnsafeMutablePointer<Float>,
        of owner: AnyObject
    ) {
        self.init(weights, g, tile: .best(for: g, pools: pools), for: kernels, into: memory, of: owner)
    }

    package init(
        _ weights: UnsafePointer<Float>, _ g: ConvolutionGeometry, tile: WinogradTile, for kernels: Kernels, into memory: UnsafeMutablePointer<Float>,
        of owner: AnyObject
    ) {
        precondition(kernels.filtersMinimally(g), "a convolution that has no minimal filtering")
        (inputChannels, outputChannels) = (g.inputChannels, g.outputChannels)
        instructionSet = kernels.instructionSet
        matrices = memory
        self.tile = tile
        self.owner = owner
        kernels.transformWeights(tile, inputChannels, outputChannels, weights, to: matrices, pool: .serial)
    }
}

/// The tiles of minimal filtering F(m x m, 3 x 3).
///
/// The error is 1.1 times that of the plain sum with m = 3 and twice with 4. With 7, which needs still fewer products, it would be 27 times, and a logit be off
/// by more than 1e-4.
package enum WinogradTile: Int, CaseIterable, Sendable {
    case three = 3, four = 4

    /// Products for each tile and channel.
    var products: Int { (rawValue + 2) * (rawValue + 2) }

    /// Tiles that cover so many rows and columns.
    func count(_ rows: Int, _ columns: Int) -> Int { (rows + rawValue - 1) / rawValue * ((columns + rawValue - 1) / rawValue) }

    /// The tile with the fewest products. What has fewer than four tiles an image would read its weights for too few rows.
    package static func best(for g: ConvolutionGeometry, pools: Bool) -> WinogradTile {
        // What a pool leaves out is not computed.
        let rows = pools ? g.outputHeight / 2 * 2 : g.outputHeight, columns = pools ? g.outputWidth / 2 * 2 : g.outputWidth
        func products(_ tile: WinogradTile) -> Int { tile.products * tile.count(rows, columns) }
        return WinogradTile.three.count(rows, columns) >= 4 && products(.three) < products(.four) ? .three : .four
    }
}

extension Kernels {
    /// Whether Winograd's F(4 x 4, 3 x 3) computes this convolution, and with clearly fewer operations than the plain sum.
    ///
    /// It has 36 products for each 16 outputs and channel where the plain sum has 144; its error is about twice that of the plain sum. An image's
    /// result does not depend on the images beside it. A value that is not finite reaches all outputs of its tiles.
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
        let convolution = WinogradConvolution(self, g, tile: weights.tile, matrices: weights.matrices, bias: bias, relu: relu, pools: pools)
        convolution.run(input: input, output: output, pool: pool)
    }

    /// (m + 2)² matrices (C x K) in panels, from weights 3 x 3 x C x K.
    fileprivate func transformWeights(
        _ tile: WinogradTile, _ inputChannels: Int, _ outputChannels: Int, _ weights: UnsafePointer<Float>, to matrices: UnsafeMutablePointer<Float>, pool: ThreadPool
    ) {
        let transforms = WinogradTable.table(for: instructionSet), channelsInTask = 8
        pool.run(tasks: (inputChannels + channelsInTask - 1) / channelsInTask) { task, _ in
            transforms.transformWeights(
                tile.rawValue, task * channelsInTask, min((task + 1) * channelsInTask, inputChannels), inputChannels, outputChannels, weights,
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
    private let tile: WinogradTile
    private var plan = WinogradImage()
    /// The pool behind tiles whose sides are odd: what it takes together lies in several of them.
    private let pooling: PoolGeometry?

    fileprivate init(
        _ kernels: Kernels, _ g: ConvolutionGeometry, tile: WinogradTile, matrices: UnsafePointer<Float>, bias: UnsafePointer<Float>?, relu: Bool, pools: Bool
    ) {
        self.kernels = kernels
        geometry = g
        self.matrices = matrices
        self.bias = bias
        self.tile = tile
        let rows = pools ? g.outputHeight / 2 * 2 : g.outputHeight, columns = pools ? g.outputWidth / 2 * 2 : g.outputWidth
        pooling = pools && tile != .four ? PoolGeometry(
            batch: 1, inputHeight: rows, inputWidth: columns, channels: g.outputChannels, windowHeight: 2, windowWidth: 2) : nil
        plan.tile = tile.rawValue
        plan.rows = g.inputHeight
        plan.columns = g.inputWidth
        plan.channels = g.inputChannels
        plan.offsetY = g.paddingTop
        plan.offsetX = g.paddingLeft
        plan.tileColumns = tile.count(1, columns)
        plan.tiles = tile.count(rows, columns)
        plan.pools = pools && pooling == nil
        plan.outputRows = plan.pools ? rows / 2 : rows
        plan.outputColumns = plan.pools ? columns / 2 : columns
        plan.outputChannels = g.outputChannels
        plan.relu = relu
    }

    /// With weights that are transformed now; they stay in the scratch memory of this thread, so that one convolution can be ready at a time.
    init(
        _ kernels: Kernels, _ g: ConvolutionGeometry, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, relu: Bool, pool: ThreadPool
    ) {
        let matrices = Scratch.weights.floats(WinogradWeights.count(g, tile: .four))
        kernels.transformWeights(.four, g.inputChannels, g.outputChannels, weights, to: matrices, pool: pool)
        self.init(kernels, g, tile: .four, matrices: matrices, bias: bias, relu: relu, pools: false)
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

    /// The tiles of a group: two parts of the micro-kernel, or fewer where what is transformed would take more than 600 kB. That stays in most second-level caches;
    /// the weights of wide layers do not, and come anew for each group. (Measured where a third-level cache gives 21 GB/s: a sixth faster than with 400 kB in a
    /// network whose last layers have 192 channels, and as fast with more than 600 kB.)
    private var largestGroup: Int {
        max(4, min(2 * kernels.table.tileRows, 150_000 / (tile.products * (plan.channels + plan.outputChannels))))
    }

    /// Computes the whole batch.
    func run(input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, pool: ThreadPool) {
        let threaded = geometry.operations >= Work.operationsWorthThreads && pool.threads > 1
        // Whole images where they are pooled after.
        let items = pooling == nil ? geometry.batch * plan.tiles : geometry.batch, least = pooling == nil ? 4 : 1
        let cached = pooling == nil ? largestGroup : max(largestGroup / plan.tiles, 1)
        // Where there is little to do, a group for each thread: borders of groups change no result.
        let largest = threaded ? min(cached, max(least, (items + pool.threads - 1) / pool.threads)) : cached
        let groups = (items + largest - 1) / largest, tiles = pooling == nil ? 1 : plan.tiles
        (threaded ? pool : .serial).run(tasks: groups) { group, _ in
            run(tiles: group * items / groups * tiles..<(group + 1) * items / groups * tiles, input: input, output: output)
        }
    }

    /// Computes some images that follow each other.
    func run(images: Int, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>) {
        let tiles = images * plan.tiles, groups = (tiles + largestGroup - 1) / largestGroup
        for group in 0..<groups {
            run(tiles: group * tiles / groups..<(group + 1) * tiles / groups, input: input, output: output)
        }
    }

    /// Some tiles of the batch; those of whole images where they are pooled after.
    private func run(tiles: Range<Int>, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>) {
        let table = kernels.table, transforms = WinogradTable.table(for: kernels.instructionSet)
        let first = tiles.lowerBound, count = tiles.count, (c, k) = (plan.channels, plan.outputChannels)
        let inputSize = Self.apart(count * c), outputSize = Self.apart(count * k)
        let transformed = Scratch.packedLeft.floats(tile.products * inputSize), products = Scratch.packedRight.floats(tile.products * outputSize)
        let spare = Scratch.gradient.floats(transforms.spareFloats), edge = Scratch.tile.floats(table.spareFloats)
        forEachImage(tiles) { n, range in
            transforms.transformInput(
                plan, range.lowerBound, range.upperBound, input + n * geometry.inputImageSize, inputSize,
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
        for matrix in 0..<tile.products {
            table.multiplyBlock(block, transformed + matrix * inputSize, matrices + matrix * c * k, nil, products + matrix * outputSize, edge)
        }
        let image = plan.outputRows * plan.outputColumns * k
        forEachImage(tiles) { n, range in
            let whole = pooling.map { _ in Scratch.activation.floats(image) } ?? output + n * image
            transforms.transformOutput(
                plan, range.lowerBound, range.upperBound, products + (n * plan.tiles + range.lowerBound - first) * k, outputSize, bias, whole, spare)
            if let pooling { kernels.poolImage(pooling, whole, output + n * pooling.outputImageSize, nil) }
        }
    }

    /// Matrices of so many floats stand so far apart: at multiples of 4 KiB all would fall to the same few lines of the first cache.
    private static func apart(_ floats: Int) -> Int { floats % 1024 == 0 ? floats + 16 : floats }

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
