/// Sum of each column of some rows, and the sum of the squares of the distances from the mean of these rows.
///
/// A few dozen kilobytes of rows at a time, so that the second pass finds them in the cache.
public func columnMoments(
    rows: Int, columns: Int, x: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>, squares: UnsafeMutablePointer<Float>
) {
    let share = 1 / Float(rows)
    var j = 0
    while j < columns {
        let left = columns - j, whole = left >= vectorWidth
        var s0 = Vector.zero, s1 = Vector.zero
        var p = x + j
        var row = 0
        while row + 2 <= rows {
            s0 += whole ? load(p) : loadFirst(left, p)
            s1 += whole ? load(p + columns) : loadFirst(left, p + columns)
            p += 2 * columns
            row += 2
        }
        if row < rows { s0 += whole ? load(p) : loadFirst(left, p) }
        let sum = s0 + s1, mean = sum * share
        var q0 = Vector.zero, q1 = Vector.zero
        p = x + j
        row = 0
        while row + 2 <= rows {
            let d0 = (whole ? load(p) : loadFirst(left, p)) - mean
            let d1 = (whole ? load(p + columns) : loadFirst(left, p + columns)) - mean
            q0 = multiplyAdd(q0, d0, d0)
            q1 = multiplyAdd(q1, d1, d1)
            p += 2 * columns
            row += 2
        }
        if row < rows {
            let d0 = (whole ? load(p) : loadFirst(left, p)) - mean
            q0 = multiplyAdd(q0, d0, d0)
        }
        if whole {
            store(sum, sums + j)
            store(q0 + q1, squares + j)
        } else {
            storeFirst(left, sum, sums + j)
            storeFirst(left, q0 + q1, squares + j)
        }
        j += vectorWidth
    }
}

/// The gradient where x * scale + shift is positive, else 0; without `isRectified` the gradient as it is.
@inline(__always)
private func behindReLU(_ isRectified: Bool, _ gradient: Vector, _ x: Vector, _ scale: Vector, _ shift: Vector) -> Vector {
    // The same arithmetic as in `scaleShiftRows`, so that the sign is that of the forward pass to the last bit.
    isRectified ? floats(bits(gradient) & bits(multiplyAdd(shift, scale, x) .> .zero)) : gradient
}

/// Sum of each column of `gradient`, and of gradient * (x - mean).
///
/// With `reluScale` and `reluShift` the gradient is that of relu(x * scale + shift), and counts where that is positive.
public func columnProducts(
    rows: Int, columns: Int, x: UnsafePointer<Float>, gradient: UnsafePointer<Float>, mean: UnsafePointer<Float>,
    reluScale: UnsafePointer<Float>?, reluShift: UnsafePointer<Float>,
    sums: UnsafeMutablePointer<Float>, products: UnsafeMutablePointer<Float>
) {
    var j = 0
    while j < columns {
        let left = columns - j, whole = left >= vectorWidth
        let center = whole ? load(mean + j) : loadFirst(left, mean + j)
        let isRectified = reluScale != nil
        let scale = reluScale.map { whole ? load($0 + j) : loadFirst(left, $0 + j) } ?? .zero
        let shift = isRectified ? (whole ? load(reluShift + j) : loadFirst(left, reluShift + j)) : .zero
        var s0 = Vector.zero, s1 = Vector.zero, p0 = Vector.zero, p1 = Vector.zero
        var i = j
        var row = 0
        while row + 2 <= rows {
            let x0 = whole ? load(x + i) : loadFirst(left, x + i), x1 = whole ? load(x + i + columns) : loadFirst(left, x + i + columns)
            let d0 = whole ? load(gradient + i) : loadFirst(left, gradient + i)
            let d1 = whole ? load(gradient + i + columns) : loadFirst(left, gradient + i + columns)
            let g0 = behindReLU(isRectified, d0, x0, scale, shift), g1 = behindReLU(isRectified, d1, x1, scale, shift)
            s0 += g0
            s1 += g1
            p0 = multiplyAdd(p0, g0, x0 - center)
            p1 = multiplyAdd(p1, g1, x1 - center)
            i += 2 * columns
            row += 2
        }
        if row < rows {
            let x0 = whole ? load(x + i) : loadFirst(left, x + i)
            let g0 = behindReLU(isRectified, whole ? load(gradient + i) : loadFirst(left, gradient + i), x0, scale, shift)
            s0 += g0
            p0 = multiplyAdd(p0, g0, x0 - center)
        }
        if whole {
            store(s0 + s1, sums + j)
            store(p0 + p1, products + j)
        } else {
            storeFirst(left, s0 + s1, sums + j)
            storeFirst(left, p0 + p1, products + j)
        }
        j += vectorWidth
    }
}

/// y = x * scale + shift in each row, then ReLU; `y` may be `x`.
public func scaleShiftRows(
    rows: Int, columns: Int, x: UnsafePointer<Float>, scale: UnsafePointer<Float>, shift: UnsafePointer<Float>, relu: Bool,
    y: UnsafeMutablePointer<Float>
) {
    // A few rows at a time for one vector of columns, so that scale and shift stay in registers and rows in the cache.
    var j = 0
    while j < columns {
        let left = columns - j, whole = left >= vectorWidth
        let a = whole ? load(scale + j) : loadFirst(left, scale + j), b = whole ? load(shift + j) : loadFirst(left, shift + j)
        var i = j
        var row = 0
        while row < rows {
            let value = multiplyAdd(b, a, whole ? load(x + i) : loadFirst(left, x + i))
            let result = relu ? rectified(value) : value
            if whole { store(result, y + i) } else { storeFirst(left, result, y + i) }
            i += columns
            row += 1
        }
        j += vectorWidth
    }
}

/// result = factor * gradient + slope * (x - mean) + shift in each row; `result` may be `gradient`, which a ReLU may have been behind as in
/// `columnProducts`.
public func batchNormGradientRows(
    rows: Int, columns: Int, x: UnsafePointer<Float>, gradient: UnsafePointer<Float>, mean: UnsafePointer<Float>,
    factor: UnsafePointer<Float>, slope: UnsafePointer<Float>, shift: UnsafePointer<Float>,
    reluScale: UnsafePointer<Float>?, reluShift: UnsafePointer<Float>, result: UnsafeMutablePointer<Float>
) {
    var j = 0
    while j < columns {
        let left = columns - j, whole = left >= vectorWidth
        let center = whole ? load(mean + j) : loadFirst(left, mean + j), a = whole ? load(factor + j) : loadFirst(left, factor + j)
        let b = whole ? load(slope + j) : loadFirst(left, slope + j), c = whole ? load(shift + j) : loadFirst(left, shift + j)
        let isRectified = reluScale != nil
        let d = reluScale.map { whole ? load($0 + j) : loadFirst(left, $0 + j) } ?? .zero
        let e = isRectified ? (whole ? load(reluShift + j) : loadFirst(left, reluShift + j)) : .zero
        var i = j
        var row = 0
        while row < rows {
            let input = whole ? load(x + i) : loadFirst(left, x + i)
            let behind = behindReLU(isRectified, whole ? load(gradient + i) : loadFirst(left, gradient + i), input, d, e)
            let value = multiplyAdd(multiplyAdd(c, b, input - center), a, behind)
            if whole { store(value, result + i) } else { storeFirst(left, value, result + i) }
            i += columns
            row += 1
        }
        j += vectorWidth
    }
}
