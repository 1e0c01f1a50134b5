/// Ink and what only looks like it: shadows, grain, the paper's lines.
extension PageLayout {
    /// The components that stand out. On a photo that is out of focus those too that are more blurred than the others, and where the pen was faint those that
    /// are paler, if they stand among others of their size: writing, and not shadows or grain.
    static func standingOut(of components: [InkComponent], in page: InkImage) -> [InkComponent] {
        let isClear = components.map { Self.isClear($0, in: page) }
        let kept = components.indices.filter { isClear[$0] } + blurred(among: components, isClear, in: page) + pale(among: components, isClear, in: page)
        return Set(kept).sorted().map { components[$0] }
    }

    /// Which of those that are not clear are writing out of focus.
    private static func blurred(among components: [InkComponent], _ isClear: [Bool], in page: InkImage) -> [Int] {
        let blurred = components.indices.filter { !isClear[$0] && Self.isClear(components[$0], in: page, fading: outOfFocus) }
        guard let lowest = blurred.map({ components[$0].box.height }).min() else { return [] }
        let large = (components.indices.filter { isClear[$0] } + blurred).filter { 2 * components[$0].box.height >= lowest }
        let sharp = large.count { isClear[$0] && isSharp(components[$0], in: page, fading: inFocus) }
        let writing = standing(blurred, among: large, components)
        return 3 * sharp < large.count && 2 * writing.count > blurred.count ? writing : []
    }

    /// Which of those that are not clear are writing by a faint pen.
    private static func pale(among components: [InkComponent], _ isClear: [Bool], in page: InkImage) -> [Int] {
        let clear = components.indices.filter { isClear[$0] }
        let all = clear + components.indices.filter { !isClear[$0] && Self.isClear(components[$0], in: page, darkness: palest) }
        let usual = usualHeight(all.map { components[$0].box }), large = all.filter { 2 * Float(components[$0].box.height) >= usual }
        guard large.count <= mostPale else { return [] }
        var marks = large.filter { !isClear[$0] }
        if 4 * marks.count < large.count {
            let others = clear.map { components[$0] }
            marks.removeAll { isLine(components[$0], around: others) }
        }
        let writing = standing(marks, among: large, components)
        return 2 * writing.count > marks.count ? writing : []
    }

    /// Those of some components beside which others stand as the digits of a line do.
    private static func standing(_ marks: [Int], among others: [Int], _ components: [InkComponent]) -> [Int] {
        marks.filter { mark in others.contains { $0 != mark && standBeside(components[mark].box, components[$0].box) } }
    }

    /// Whether what is paler than most may be a piece of the paper's lines or a printed box: a stroke, or something that is around a mark.
    private static func isLine(_ mark: InkComponent, around others: [InkComponent]) -> Bool {
        InkEllipse(of: mark.runs).isStroke || others.contains { mark.box.isAround($0.box) }
    }

    /// More marks than these of one size, many of them pale, are grain.
    private static let mostPale = 400

    /// Whether two marks stand beside each other as the digits of a line do.
    private static func standBeside(_ a: Box, _ b: Box) -> Bool {
        let height = max(a.height, b.height)
        return 2 * min(a.height, b.height) > height && 2 * a.overlapY(b) > height && -a.overlapX(b) < 2 * height
    }

    /// A stroke stands out somewhere: what hardly passes the threshold anywhere is the paper's grain.
    ///
    /// - Parameters:
    ///   - darkness: what an eighth of it reaches, of 255.
    ///   - fading: pixels over which the edge of a wide stroke may fade out.
    static func isClear(_ component: InkComponent, in page: InkImage, darkness: UInt8 = 220, fading: ClosedRange<Int> = fading) -> Bool {
        var dark = 0
        page.values.withUnsafeBufferPointer { values in
            for run in component.runs {
                let row = values.baseAddress! + run.y * page.width
                for x in run.start..<run.end where row[x] >= darkness { dark += 1 }
            }
        }
        return 8 * dark >= component.area && isSharp(component, in: page, fading: fading)
    }

    /// The edge of a stroke is sharp, or as blurred as the stroke is wide: what is wide and fades out slowly is a shadow.
    private static func isSharp(_ component: InkComponent, in page: InkImage, fading: ClosedRange<Int>) -> Bool {
        let length = max(component.box.width, component.box.height)
        guard component.area > wide * length else { return true }
        let fading = min(max(component.area / (4 * length), fading.lowerBound), fading.upperBound)
        var ends = 0, sharp = 0
        func look(at x: Int, _ y: Int) {
            guard x >= 0, x < page.width else { return }
            ends += 1
            if page.values[y * page.width + x] < 43 { sharp += 1 }
        }
        for run in component.runs {
            look(at: run.start - fading, run.y)
            look(at: run.end - 1 + fading, run.y)
        }
        return 2 * sharp >= ends
    }

    /// How dark the strokes of a faint pen are at least.
    private static let palest: UInt8 = 160
    /// Pixels over which the edge of a stroke fades out: as a rule, out of focus, where wider strokes fade more, and in focus.
    static let fading = 4...4
    private static let outOfFocus = 4...12, inFocus = 2...2
    /// Narrower strokes may be all edge.
    private static let wide = 8
}
