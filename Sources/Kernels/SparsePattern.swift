import KernelArguments

/// Where a matrix (m x k) is not 0: of each row the steps (k) and of each column the rows (m), for products that leave out the zeros.
///
/// Four fifths of the pixels of a written digit are paper, and pixels come first: the products of the first dense layer with them are most of a
/// network of dense layers.
public final class SparsePattern {
    /// The most rows that it has room for, and the columns.
    public let capacity: Int, columns: Int
    /// Rows of the matrix that was last looked at.
    public private(set) var rows = 0
    /// Whether so much of that matrix was 0 that a product without the zeros is the faster one.
    public private(set) var isSparse = false

    /// The lists of the rows, `columns` places for each, and those of the columns, `capacity` places for each.
    let ofRows: UnsafeMutablePointer<Int32>, ofColumns: UnsafeMutablePointer<Int32>
    /// Where the part of a list for each segment ends: segments of rows' lists for each row, of columns' lists for each column.
    let rowEnds: UnsafeMutablePointer<Int32>, columnEnds: UnsafeMutablePointer<Int32>
    /// How many segments the lists of rows have now, and the most that any list may have.
    private(set) var segments = 1
    private static let mostSegments = 64

    /// Room for matrices of up to `capacity` rows.
    ///
    /// - Precondition: both are positive and below 2^31.
    public init(capacity: Int, columns: Int) {
        precondition(capacity > 0 && columns > 0 && max(capacity, columns) < 1 << 31, "a pattern of \(capacity) x \(columns)")
        self.capacity = capacity
        self.columns = columns
        ofRows = .allocate(capacity: capacity * columns)
        ofColumns = .allocate(capacity: capacity * columns)
        rowEnds = .allocate(capacity: capacity * Self.mostSegments)
        columnEnds = .allocate(capacity: columns * Self.mostSegments)
    }

    deinit {
        ofRows.deallocate()
        ofColumns.deallocate()
        rowEnds.deallocate()
        columnEnds.deallocate()
    }

    /// Looks at x (`rows` x `columns`, rows `ld` apart) and lists, if a few of its rows are sparse, what is not 0 in each row, in `segments` parts.
    func find(in x: UnsafePointer<Float>, rows: Int, ld: Int, segments: Int, table: KernelTable, pool: ThreadPool) {
        precondition(rows <= capacity, "\(rows) rows in a pattern of \(capacity)")
        self.rows = rows
        self.segments = segments
        isSparse = false
        guard rows > 0, segments <= Self.mostSegments else { return }
        func list(_ row: Int) -> Int {
            let places = ofRows + row * columns
            var found = 0
            for segment in 0..<segments {
                let first = columns * segment / segments, next = columns * (segment + 1) / segments
                found += table.listNonzeros(next - first, x + row * ld + first, first, places + found)
                rowEnds[row * segments + segment] = Int32(truncatingIfNeeded: found)
            }
            return found
        }
        // Whichever product is taken, the bits are the same: some of the rows may speak for all.
        let samples = min(rows, 8)
        let found = (0..<samples).reduce(0) { $0 + list($1 * rows / samples) }
        guard found * 3 <= samples * columns else { return }
        isSparse = true
        let rowsInTask = 8, tasks = (rows + rowsInTask - 1) / rowsInTask
        (rows * columns < Work.floatsWorthThreads ? .serial : pool).run(tasks: tasks) { task, _ in
            for row in task * rowsInTask..<min((task + 1) * rowsInTask, rows) { _ = list(row) }
        }
    }

    /// Makes the lists of the columns from those of the rows, in `columnSegments` parts; false where there is no room for so many.
    func listColumns(segments columnSegments: Int, pool: ThreadPool) -> Bool {
        guard columnSegments <= Self.mostSegments else { return false }
        let (rowSegments, places, ends) = (segments, ofColumns, columnEnds)
        // The columns of a segment of the rows' lists are a task: they belong to no other.
        (rows * columns < Work.floatsWorthThreads ? .serial : pool).run(tasks: rowSegments) { task, _ in
            let columns = columns * task / rowSegments..<columns * (task + 1) / rowSegments
            for column in columns { ends[column * columnSegments] = 0 }
            for segment in 0..<columnSegments {
                for row in rows * segment / columnSegments..<rows * (segment + 1) / columnSegments {
                    let rowEnd = rowEnds + row * rowSegments + task
                    for place in (task == 0 ? 0 : Int(rowEnd[-1]))..<Int(rowEnd[0]) {
                        let column = Int(ofRows[row &* self.columns &+ place]), end = ends + (column &* columnSegments &+ segment)
                        places[column &* capacity &+ Int(end.pointee)] = Int32(truncatingIfNeeded: row)
                        end.pointee &+= 1
                    }
                }
                guard segment + 1 < columnSegments else { break }
                for column in columns { ends[column * columnSegments + segment + 1] = ends[column * columnSegments + segment] }
            }
        }
        return true
    }
}
