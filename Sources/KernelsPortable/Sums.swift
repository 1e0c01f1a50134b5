/// sums[j] = sum over rows of x[row, j], or plus what `sums` holds where `accumulate` is true.
public func addColumns(
    rows: Int, columns: Int, x: UnsafePointer<Float>, stride: Int, accumulate: Bool, sums: UnsafeMutablePointer<Float>
) {
    var j = 0
    while j < columns {
        let left = columns - j, whole = left >= vectorWidth
        // Four sums, so that an addition need not wait for the one before it.
        var s0 = Vector.zero, s1 = Vector.zero, s2 = Vector.zero, s3 = Vector.zero
        if accumulate { s0 = whole ? load(sums + j) : loadFirst(left, sums + j) }
        var p = x + j
        var row = 0
        while whole && row + 4 <= rows {
            s0 += load(p)
            s1 += load(p + stride)
            s2 += load(p + 2 * stride)
            s3 += load(p + 3 * stride)
            p += 4 * stride
            row += 4
        }
        while row < rows {
            s0 += whole ? load(p) : loadFirst(left, p)
            p += stride
            row += 1
        }
        let sum = (s0 + s1) + (s2 + s3)
        if whole { store(sum, sums + j) } else { storeFirst(left, sum, sums + j) }
        j += vectorWidth
    }
}

/// target[i, j] = sum over groups of x[group, i, j]; a group's rows are `stride` apart, the target's `columns`.
public func sumGroups(
    groups: Int, groupSize: Int, rows: Int, columns: Int, stride: Int, x: UnsafePointer<Float>, target: UnsafeMutablePointer<Float>
) {
    var i = 0
    while i < rows {
        var j = 0
        while j + vectorWidth <= columns {
            var sum = Vector.zero
            var group = 0
            while group < groups {
                sum += load(x + group * groupSize + i * stride + j)
                group += 1
            }
            store(sum, target + i * columns + j)
            j += vectorWidth
        }
        while j < columns {
            var sum: Float = 0
            var group = 0
            while group < groups {
                sum += x[group * groupSize + i * stride + j]
                group += 1
            }
            target[i * columns + j] = sum
            j += 1
        }
        i += 1
    }
}
