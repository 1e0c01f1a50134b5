import KernelsAVX2

extension KernelTable {
    static let avx2 = KernelTable(
        vectorWidth: KernelsAVX2.vectorWidth, tileRows: KernelsAVX2.tileRows,
        packedCopies: KernelsAVX2.packedCopies, shortSteps: KernelsAVX2.shortSteps, narrowColumns: KernelsAVX2.narrowColumns, blocks: .avx2,
        runPeak: KernelsAVX2.runPeak, readAll: KernelsAVX2.readAll, packRowParts: KernelsAVX2.packRowParts,
        packColumnPanels: KernelsAVX2.packColumnPanels, multiplyBlock: KernelsAVX2.multiplyBlock,
        multiplyRow: KernelsAVX2.multiplyRow, multiplyShort: KernelsAVX2.multiplyShort,
        multiplyNarrow: KernelsAVX2.multiplyNarrow, multiplyTransposed: KernelsAVX2.multiplyTransposed,
        multiplySparse: KernelsAVX2.multiplySparse, listNonzeros: KernelsAVX2.listNonzeros,
        convolveImage: KernelsAVX2.convolveImage, accumulateWeightGradient: KernelsAVX2.accumulateWeightGradient,
        convolvePlane: KernelsAVX2.convolvePlane,
        accumulatePlaneGradient: KernelsAVX2.accumulatePlaneGradient, addColumns: KernelsAVX2.addColumns, sumGroups: KernelsAVX2.sumGroups, relu: KernelsAVX2.relu,
        reluGradient: KernelsAVX2.reluGradient, leakyReLU: KernelsAVX2.leakyReLU,
        leakyReLUGradient: KernelsAVX2.leakyReLUGradient, gelu: KernelsAVX2.gelu, geluGradient: KernelsAVX2.geluGradient,
        add: KernelsAVX2.add, scale: KernelsAVX2.scale, lerp: KernelsAVX2.lerp, sumOfSquares: KernelsAVX2.sumOfSquares,
        sgdStep: KernelsAVX2.sgdStep, adamStep: KernelsAVX2.adamStep, softmaxRows: KernelsAVX2.softmaxRows,
        columnMoments: KernelsAVX2.columnMoments, columnProducts: KernelsAVX2.columnProducts,
        scaleShiftRows: KernelsAVX2.scaleShiftRows, batchNormGradientRows: KernelsAVX2.batchNormGradientRows,
        maxPoolRows: KernelsAVX2.maxPoolRows, maxPoolGradientRows: KernelsAVX2.maxPoolGradientRows)
}
