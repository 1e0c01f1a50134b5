import KernelsPortable

extension KernelTable {
    static let portable = KernelTable(
        vectorWidth: KernelsPortable.vectorWidth, tileRows: KernelsPortable.tileRows,
        packedCopies: KernelsPortable.packedCopies, shortSteps: KernelsPortable.shortSteps, narrowColumns: KernelsPortable.narrowColumns, blocks: .portable,
        runPeak: KernelsPortable.runPeak, readAll: KernelsPortable.readAll, packRowParts: KernelsPortable.packRowParts,
        packColumnPanels: KernelsPortable.packColumnPanels, multiplyBlock: KernelsPortable.multiplyBlock,
        multiplyRow: KernelsPortable.multiplyRow, multiplyShort: KernelsPortable.multiplyShort,
        multiplyNarrow: KernelsPortable.multiplyNarrow, multiplyTransposed: KernelsPortable.multiplyTransposed,
        multiplySparse: KernelsPortable.multiplySparse, listNonzeros: KernelsPortable.listNonzeros,
        convolveImage: KernelsPortable.convolveImage, accumulateWeightGradient: KernelsPortable.accumulateWeightGradient,
        convolvePlane: KernelsPortable.convolvePlane,
        accumulatePlaneGradient: KernelsPortable.accumulatePlaneGradient, addColumns: KernelsPortable.addColumns, sumGroups: KernelsPortable.sumGroups, relu: KernelsPortable.relu,
        reluGradient: KernelsPortable.reluGradient, leakyReLU: KernelsPortable.leakyReLU,
        leakyReLUGradient: KernelsPortable.leakyReLUGradient, gelu: KernelsPortable.gelu,
        geluGradient: KernelsPortable.geluGradient, add: KernelsPortable.add, scale: KernelsPortable.scale,
        lerp: KernelsPortable.lerp, sumOfSquares: KernelsPortable.sumOfSquares, sgdStep: KernelsPortable.sgdStep,
        adamStep: KernelsPortable.adamStep, softmaxRows: KernelsPortable.softmaxRows,
        columnMoments: KernelsPortable.columnMoments, columnProducts: KernelsPortable.columnProducts,
        scaleShiftRows: KernelsPortable.scaleShiftRows, batchNormGradientRows: KernelsPortable.batchNormGradientRows,
        maxPoolRows: KernelsPortable.maxPoolRows, maxPoolGradientRows: KernelsPortable.maxPoolGradientRows)
}
