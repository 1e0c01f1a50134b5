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
        var r0 = TileRow(), r1 = TileRow(), r2 = TileRow(), r3 = TileRow()
        var r4 = TileRow(), r5 = TileRow(), r6 = TileRow(), r7 = TileRow()
        if accumulate || bias != nil {
            let start = bias.map { $0 + column } ?? UnsafePointer(c + column)
            r0.read(2, start)
            r1.read(2, start + pair)
            r2.read(2, start + 2 * pair)
            r3.read(2, start + 3 * pair)
            if rowPairs > 4 {
                r4.read(2, start + 4 * pair)
                r5.read(2, start + 5 * pair)
                r6.read(2, start + 6 * pair)
                r7.read(2, start + 7 * pair)
            }
        }
        var y = b + column
        var step = 0
        while step < steps {
            let x = a[step]
            r0.add(2, x, load(y), load(y + vectorWidth))
            r1.add(2, x, load(y + pair), load(y + pair + vectorWidth))
            r2.add(2, x, load(y + 2 * pair), load(y + 2 * pair + vectorWidth))
            r3.add(2, x, load(y + 3 * pair), load(y + 3 * pair + vectorWidth))
            if rowPairs > 4 {
                r4.add(2, x, load(y + 4 * pair), load(y + 4 * pair + vectorWidth))
                r5.add(2, x, load(y + 5 * pair), load(y + 5 * pair + vectorWidth))
                r6.add(2, x, load(y + 6 * pair), load(y + 6 * pair + vectorWidth))
                r7.add(2, x, load(y + 7 * pair), load(y + 7 * pair + vectorWidth))
            }
            y += ldb
            step += 1
        }
        if relu {
            r0.rectify()
            r1.rectify()
            r2.rectify()
            r3.rectify()
            r4.rectify()
            r5.rectify()
            r6.rectify()
            r7.rectify()
        }
        let target = c + column
        r0.write(2, target)
        r1.write(2, target + pair)
        r2.write(2, target + 2 * pair)
        r3.write(2, target + 3 * pair)
        if rowPairs > 4 {
            r4.write(2, target + 4 * pair)
            r5.write(2, target + 5 * pair)
            r6.write(2, target + 6 * pair)
            r7.write(2, target + 7 * pair)
        }
        column += rowPairs * pair
    }
}
