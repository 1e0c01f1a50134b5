/// y = softmax(x) * factor + offset in each row; `largest` and `sums` get each row's largest value and its sum of exp(x - largest).
///
/// `spare` holds one row.
public func softmaxRows(
    rows: Int, columns: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>?, factor: Float, offset: Float,
    largest: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>, spare: UnsafeMutablePointer<Float>
) {
    var row = 0
    while row < rows {
        let input = x + row * columns
        var highest = input[0]
        var j = 1
        while j < columns {
            highest = input[j] > highest || input[j] != input[j] ? input[j] : highest
            j += 1
        }
        let top = broadcast(highest)
        var sum: Float = 0
        j = 0
        var total = Vector.zero
        while j + vectorWidth <= columns {
            let value = exponential(load(input + j) - top)
            total += value
            store(value, spare + j)
            j += vectorWidth
        }
        if j < columns {
            let value = exponential(loadFirst(columns - j, input + j) - top)
            storeFirst(columns - j, value, spare + j)
            while j < columns {
                sum += spare[j]
                j += 1
            }
        }
        sum += laneSum(total)
        largest[row] = highest
        sums[row] = sum
        if let y {
            let scale = factor / sum
            j = 0
            while j < columns {
                y[row * columns + j] = spare[j] * scale + offset
                j += 1
            }
        }
        row += 1
    }
}
