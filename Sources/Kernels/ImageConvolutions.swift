import KernelArguments

/// A forward convolution made ready, image by image: weights packed, the way chosen.
struct ForwardConvolution {
    private let kernels: Kernels
    private let geometry: ConvolutionGeometry
    private let weights: UnsafePointer<Float>
    private let bias: UnsafePointer<Float>?
    private var plan = ImageConvolution()
    private let frame: ImageFrame
    /// Where the image has one channel and the kernel is 3 x 3.
    private let plane: PlaneConvolution?

    /// The weights stay in the scratch memory of this thread: only one convolution can be ready at a time.
    init(
        _ kernels: Kernels, _ g: ConvolutionGeometry, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, relu: Bool, pool: ThreadPool
    ) {
        let table = kernels.table
        self.kernels = kernels
        geometry = g
        frame = ImageFrame(
            rows: g.inputHeight, columns: g.inputWidth, channels: g.inputChannels, left: g.paddingLeft,
            width: g.inputWidth + g.paddingLeft + g.paddingRight)
        plane = kernels.plane(g, relu: relu)
        if plane != nil {
            (self.weights, self.bias) = (weights, bias)
            return
        }
        let steps = g.kernelHeight * g.kernelWidth * g.inputChannels
        let packs = g.outputChannels % table.vectorWidth != 0 || (g.outputChannels > table.panelWidth && g.batch > 1)
        self.weights = packs ? kernels.packedWeights(g.outputChannels, steps, weights, pool: pool) : weights
        self.bias = bias.map { kernels.wholePanels($0, count: g.outputChannels) }
        plan.place(frame)
        plan.strideY = g.strideY
        plan.strideX = g.strideX
        plan.offsetY = g.paddingTop
        plan.kernelRows = g.kernelHeight
        plan.kernelColumns = g.kernelWidth
        plan.outputWidth = g.outputWidth
        plan.outputChannels = g.outputChannels
        plan.packedWeights = packs
        plan.relu = relu
    }

    /// Computes some output rows of one image; `output` is that of row 0.
    func run(rows: Range<Int>, image: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>) {
        let table = kernels.table
        if var plane {
            let padded = kernels.paddedPlane(geometry, frame, image)
            plane.outputHeight = rows.count
            table.convolvePlane(
                plane, padded + rows.lowerBound * geometry.strideY * plane.rowPitch, weights, bias,
                output + rows.lowerBound * geometry.outputWidth * geometry.outputChannels)
        } else {
            table.convolveImage(
                plan, rows.lowerBound, rows.upperBound, frame.source(image, for: plan, rows: rows), weights, bias, output,
                Scratch.tile.floats(table.spareFloats))
        }
    }
}

/// The gradient of a convolution's input made ready, image by image.
struct BackwardConvolution {
    private let kernels: Kernels
    private let weights: UnsafePointer<Float>
    private var plan = ImageConvolution()
    private let frame: ImageFrame

    /// The weights stay in the scratch memory of this thread: only one convolution can be ready at a time.
    init(_ kernels: Kernels, _ g: ConvolutionGeometry, weights: UnsafePointer<Float>, pool: ThreadPool) {
        self.kernels = kernels
        self.weights = kernels.turnedWeights(g, weights, pool: pool)
        frame = ImageFrame(
            rows: g.outputHeight, columns: g.outputWidth, channels: g.outputChannels, left: g.kernelWidth - 1 - g.paddingLeft,
            width: g.inputWidth + g.kernelWidth - 1, spreadY: g.strideY, spreadX: g.strideX)
        plan.place(frame)
        plan.offsetY = g.kernelHeight - 1 - g.paddingTop
        plan.kernelRows = g.kernelHeight
        plan.kernelColumns = g.kernelWidth
        plan.outputWidth = g.inputWidth
        plan.outputChannels = g.inputChannels
        plan.packedWeights = true
    }

    /// Computes some rows of the gradient of one image; `inputGradient` is that of row 0.
    func run(rows: Range<Int>, outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>) {
        let table = kernels.table
        table.convolveImage(
            plan, rows.lowerBound, rows.upperBound, frame.source(outputGradient, for: plan, rows: rows), weights, nil, inputGradient,
            Scratch.tile.floats(table.spareFloats))
    }
}

extension Kernels {
    /// The plane convolution that computes `g`, where one does.
    func plane(_ g: ConvolutionGeometry, relu: Bool = false) -> PlaneConvolution? {
        guard g.inputChannels == 1, g.kernelHeight == 3, g.kernelWidth == 3, g.outputChannels % table.vectorWidth == 0 else { return nil }
        return PlaneConvolution(
            rowPitch: g.inputWidth + g.paddingLeft + g.paddingRight, strideY: g.strideY, strideX: g.strideX,
            outputHeight: g.outputHeight, outputWidth: g.outputWidth, outputChannels: g.outputChannels, relu: relu)
    }

    /// An image of one channel with its padding on all sides.
    func paddedPlane(_ g: ConvolutionGeometry, _ frame: ImageFrame, _ image: UnsafePointer<Float>) -> UnsafePointer<Float> {
        if frame.isPlain && g.paddingTop == 0 && g.paddingBottom == 0 { return image }
        let width = frame.width
        let padded = Scratch.image.floats((g.inputHeight + g.paddingTop + g.paddingBottom) * width)
        padded.update(repeating: 0, count: g.paddingTop * width)
        frame.copy(image, rows: 0..<g.inputHeight, to: padded + g.paddingTop * width)
        (padded + (g.paddingTop + g.inputHeight) * width).update(repeating: 0, count: g.paddingBottom * width)
        return UnsafePointer(padded)
    }
}

extension ImageFrame {
    /// The image itself where its pixels are neighbours, else a copy of the rows that `rows` of the output need.
    func source(_ image: UnsafePointer<Float>, for plan: ImageConvolution, rows: Range<Int>) -> UnsafePointer<Float> {
        guard isSpread else { return image }
        let lowest = max(rows.lowerBound * plan.strideY - plan.offsetY, 0)
        let highest = min((rows.upperBound - 1) * plan.strideY - plan.offsetY + plan.kernelRows, spreadRows)
        let framed = Scratch.image.floats(spreadRows * plan.rowPitch)
        copy(image, rows: lowest..<max(lowest, highest), to: framed)
        return UnsafePointer(framed)
    }
}

extension ImageConvolution {
    /// The image as the convolution finds it: as it is given, with its padding left out, or spread with its padding.
    fileprivate mutating func place(_ frame: ImageFrame) {
        channels = frame.channels
        imageRows = frame.spreadRows
        imageColumns = frame.isSpread ? frame.width : frame.columns
        rowPitch = imageColumns * channels
        offsetX = frame.isSpread ? 0 : frame.left
    }
}
