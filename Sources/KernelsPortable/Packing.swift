/// target[p * targetStride + i] = factor * source[i * sourceStride + p] for i < rows, p < columns.
@inline(__always)
func transpose(
    rows: Int, columns: Int, _ source: UnsafePointer<Float>, _ sourceStride: Int, factor: Float,
    _ target: UnsafeMutablePointer<Float>, _ targetStride: Int
) {
    var i = 0
    while i + 4 <= rows {
        let s = source + i * sourceStride, t = target + i
        var p = 0
        while p + 4 <= columns {
            transpose4(s + p, sourceStride, factor, t + p * targetStride, targetStride)
            p += 4
        }
        while p < columns {
            var lane = 0
            while lane < 4 {
                t[p * targetStride + lane] = factor * s[lane * sourceStride + p]
                lane += 1
            }
            p += 1
        }
        i += 4
    }
    while i < rows {
        var p = 0
        while p < columns {
            target[p * targetStride + i] = factor * source[i * sourceStride + p]
            p += 1
        }
        i += 1
    }
}

/// Transposes 4 x 4 floats in registers.
@inline(__always)
private func transpose4(
    _ s: UnsafePointer<Float>, _ sourceStride: Int, _ factor: Float, _ t: UnsafeMutablePointer<Float>, _ targetStride: Int
) {
    let r0 = load4(s), r1 = load4(s + sourceStride), r2 = load4(s + 2 * sourceStride), r3 = load4(s + 3 * sourceStride)
    let a = SIMD4(r0.x, r1.x, r0.y, r1.y), b = SIMD4(r2.x, r3.x, r2.y, r3.y)
    let c = SIMD4(r0.z, r1.z, r0.w, r1.w), d = SIMD4(r2.z, r3.z, r2.w, r3.w)
    store4(factor * SIMD4(a.x, a.y, b.x, b.y), t)
    store4(factor * SIMD4(a.z, a.w, b.z, b.w), t + targetStride)
    store4(factor * SIMD4(c.x, c.y, d.x, d.y), t + 2 * targetStride)
    store4(factor * SIMD4(c.z, c.w, d.z, d.w), t + 3 * targetStride)
}

@inline(__always) private func load4(_ p: UnsafePointer<Float>) -> SIMD4<Float> {
    UnsafeRawPointer(p).loadUnaligned(as: SIMD4<Float>.self)
}

@inline(__always) private func store4(_ v: SIMD4<Float>, _ p: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(p).storeBytes(of: v, as: SIMD4<Float>.self)
}

/// target[p * targetStride + i] = factor * source[p * sourceStride + i] for i < width, p < rows, in whole vectors where they fit.
@inline(__always)
func copyRows(
    rows: Int, width: Int, _ source: UnsafePointer<Float>, _ sourceStride: Int, factor: Float,
    _ target: UnsafeMutablePointer<Float>, _ targetStride: Int
) {
    var p = 0
    while p < rows {
        let s = source + p * sourceStride, t = target + p * targetStride
        var i = 0
        while i + vectorWidth <= width {
            store(factor * load(s + i), t + i)
            i += vectorWidth
        }
        while i + 4 <= width {
            store4(factor * load4(s + i), t + i)
            i += 4
        }
        while i < width {
            t[i] = factor * s[i]
            i += 1
        }
        p += 1
    }
}

/// target[(p * rows + i) * vectorWidth ...] = factor * source[i * rowStride + p * stepStride] in all lanes.
@inline(__always)
private func spread(
    rows: Int, steps: Int, _ source: UnsafePointer<Float>, rowStride: Int, stepStride: Int, factor: Float, _ target: UnsafeMutablePointer<Float>
) {
    var i = 0
    while i < rows {
        var s = source + i * rowStride, t = target + i * vectorWidth
        var p = 0
        while p < steps {
            store(broadcast(factor * s[0]), t)
            s += stepStride
            t += rows * vectorWidth
            p += 1
        }
        i += 1
    }
}

/// The first row of part `part` when `rows` rows are cut into `parts` parts as even as they can be.
@inline(__always) func partStart(_ part: Int, _ parts: Int, _ rows: Int) -> Int { part * rows / parts }

/// Packs the parts `first` ..< `last` of op(A) (`rows` x `steps`) times `factor`: a part of h rows becomes `steps` groups of h
/// neighbouring floats, each `packedCopies` times, and begins at its first row times `steps` times `packedCopies`.
public func packRowParts(
    first: Int, last: Int, parts: Int, rows: Int, steps: Int, transposed: Bool, factor: Float,
    a: UnsafePointer<Float>, lda: Int, packed: UnsafeMutablePointer<Float>
) {
    var part = first
    while part < last {
        let start = partStart(part, parts, rows), height = partStart(part + 1, parts, rows) - start
        let target = packed + start * steps * packedCopies
        if packedCopies > 1 {
            spread(
                rows: height, steps: steps, a + (transposed ? start : start * lda), rowStride: transposed ? 1 : lda,
                stepStride: transposed ? lda : 1, factor: factor, target)
        } else if transposed {
            copyRows(rows: steps, width: height, a + start, lda, factor: factor, target, height)
        } else {
            transpose(rows: height, columns: steps, a + start * lda, lda, factor: factor, target, height)
        }
        part += 1
    }
}

/// Packs the panels `first` ..< `last` of op(B) (`steps` x `columns`): a panel is two vectors wide and holds its steps one after
/// another; the columns missing in the last panel are 0. A panel has room for `panelSteps` steps, of which these are written.
public func packColumnPanels(
    first: Int, last: Int, columns: Int, steps: Int, panelSteps: Int, transposed: Bool,
    b: UnsafePointer<Float>, ldb: Int, packed: UnsafeMutablePointer<Float>
) {
    let width = 2 * vectorWidth
    var panel = first
    while panel < last {
        let start = panel * width, present = columns - start < width ? columns - start : width
        let target = packed + start * panelSteps
        if present < width {
            var i = 0
            while i < steps * width {
                target[i] = 0
                i += 1
            }
        }
        if transposed {
            transpose(rows: present, columns: steps, b + start * ldb, ldb, factor: 1, target, width)
        } else {
            copyRows(rows: steps, width: present, b + start, ldb, factor: 1, target, width)
        }
        panel += 1
    }
}
