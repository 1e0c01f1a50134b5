/// How many columns `multiplyRow` takes at a time.
@inline(__always) public var rowProductWidth: Int { 2 * rowPairs * vectorWidth }

/// Pairs of vectors of a row of C that stay in registers.
@inline(__always) private var rowPairs: Int { tileRows >= 12 ? 8 : 4 }

/// c[j] (+)= sum over p of a[p] * b[p, j] for a multiple of `rowProductWidth` columns: one row times a matrix, which is as fast as
/// B comes from memory. Long pieces of each row of B are read one after the other, because those of a narrow tile defeat the prefetcher.
public func multiplyRow(
    columns: Int, steps: Int, a: UnsafePointer<Float>, b: UnsafePointer<Float>, ldb: Int, bias: UnsafePointer<Float>?, accumulate: Bool,
    relu: Bool, c: UnsafeMutablePointer<Float>
) {
    let pair = 2 * vectorWidth
    var column = 0
    while column < columns {
        var r0 = emptyRow(), r1 = emptyRow(), r2 = emptyRow(), r3 = emptyRow()
        var r4 = emptyRow(), r5 = emptyRow(), r6 = emptyRow(), r7 = emptyRow()
        if accumulate || bias != nil {
            let start = bias.map { $0 + column } ?? UnsafePointer(c + column)
            read(&r0, 2, start)
            read(&r1, 2, start + pair)
            read(&r2, 2, start + 2 * pair)
            read(&r3, 2, start + 3 * pair)
            if rowPairs > 4 {
                read(&r4, 2, start + 4 * pair)
                read(&r5, 2, start + 5 * pair)
                read(&r6, 2, start + 6 * pair)
                read(&r7, 2, start + 7 * pair)
            }
        }
        var y = b + column
        var step = 0
        while step < steps {
            let x = a[step]
            add(&r0, 2, x, load(y), load(y + vectorWidth))
            add(&r1, 2, x, load(y + pair), load(y + pair + vectorWidth))
            add(&r2, 2, x, load(y + 2 * pair), load(y + 2 * pair + vectorWidth))
            add(&r3, 2, x, load(y + 3 * pair), load(y + 3 * pair + vectorWidth))
            if rowPairs > 4 {
                add(&r4, 2, x, load(y + 4 * pair), load(y + 4 * pair + vectorWidth))
                add(&r5, 2, x, load(y + 5 * pair), load(y + 5 * pair + vectorWidth))
                add(&r6, 2, x, load(y + 6 * pair), load(y + 6 * pair + vectorWidth))
                add(&r7, 2, x, load(y + 7 * pair), load(y + 7 * pair + vectorWidth))
            }
            y += ldb
            step += 1
        }
        if relu {
            rectify(&r0)
            rectify(&r1)
            rectify(&r2)
            rectify(&r3)
            rectify(&r4)
            rectify(&r5)
            rectify(&r6)
            rectify(&r7)
        }
        let target = c + column
        write(r0, 2, target)
        write(r1, 2, target + pair)
        write(r2, 2, target + 2 * pair)
        write(r3, 2, target + 3 * pair)
        if rowPairs > 4 {
            write(r4, 2, target + 4 * pair)
            write(r5, 2, target + 5 * pair)
            write(r6, 2, target + 6 * pair)
            write(r7, 2, target + 7 * pair)
        }
        column += rowPairs * pair
    }
}
