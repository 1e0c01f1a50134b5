import KernelsAVX512

extension KernelTable {
    static let avx512 = KernelTable(
        vectorWidth: KernelsAVX512.vectorWidth, tileRows: KernelsAVX512.tileRows,
        packedCopies: KernelsAVX512.packedCopies, shortSteps: KernelsAVX512.shortSteps, narrowColumns: KernelsAVX512.narrowColumns, blocks: .avx512,
        runPeak: KernelsAVX512.runPeak, readAll: KernelsAVX512.readAll, packRowParts: KernelsAVX512.packRowParts,
        packColumnPanels: KernelsAVX512.packColumnPanels, multiplyBlock: KernelsAVX512.multiplyBlock,
        multiplyRow: KernelsAVX512.multiplyRow, multiplyShort: KernelsAVX512.multiplyShort,
        multiplyNarrow: KernelsAVX512.multiplyNarrow, multiplyTransposed: KernelsAVX512.multiplyTransposed,
        multiplySparse: KernelsAVX512.multiplySparse, listNonzeros: KernelsAVX512.listNonzeros,
        convolveImage: KernelsAVX512.convolveImage, accumulateWeightGradient: KernelsAVX512.accumulateWeightGradient,
        convolvePlane: KernelsAVX512.convolvePlane,
        accumulatePlaneGradient: KernelsAVX512.accumulatePlaneGradient, addColumns: KernelsAVX512.addColumns, sumGroups: KernelsAVX512.sumGroups, relu: KernelsAVX512.relu,
        reluGradient: KernelsAVX512.reluGradient, leakyReLU: KernelsAVX512.leakyReLU,
        leakyReLUGradient: KernelsAVX512.leakyReLUGradient, gelu: KernelsAVX512.gelu, geluGradient: KernelsAVX512.geluGradient,
        add: KernelsAVX512.add, scale: KernelsAVX512.scale, lerp: KernelsAVX512.lerp, sumOfSquares: KernelsAVX512.sumOfSquares,
        sgdStep: KernelsAVX512.sgdStep, adamStep: KernelsAVX512.adamStep, softmaxRows: KernelsAVX512.softmaxRows,
        columnMoments: KernelsAVX512.columnMoments, columnProducts: KernelsAVX512.columnProducts,
        scaleShiftRows: KernelsAVX512.scaleShiftRows, batchNormGradientRows: KernelsAVX512.batchNormGradientRows,
        maxPoolRows: KernelsAVX512.maxPoolRows, maxPoolGradientRows: KernelsAVX512.maxPoolGradientRows)
}
