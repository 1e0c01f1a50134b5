import History
import Testing

struct ListChangeTests {
    /// Applies the changes as a list of the window does.
    private func apply(_ changes: [ListChange], to old: [Int64], towards new: [Int64]) -> [Int64] {
        changes.reduce(into: old) { list, change in
            list.replaceSubrange(
                change.position..<change.position + change.removed, with: new[change.position..<change.position + change.added])
        }
    }

    @Test func singleChangesAreTold() {
        #expect(ListChange.between([3, 2, 1], [3, 2, 1]) == [])
        #expect(ListChange.between([], []) == [])
        #expect(ListChange.between([], [2, 1]) == [ListChange(position: 0, removed: 0, added: 2)])
        #expect(ListChange.between([2, 1], []) == [ListChange(position: 0, removed: 2, added: 0)])
        #expect(ListChange.between([2, 1], [3, 2, 1]) == [ListChange(position: 0, removed: 0, added: 1)])
        #expect(ListChange.between([5, 4, 3, 2, 1], [5, 3, 1]) == [
            ListChange(position: 1, removed: 1, added: 0), ListChange(position: 2, removed: 1, added: 0),
        ])
        #expect(ListChange.between([9, 7, 5], [8, 7, 6]) == [
            ListChange(position: 0, removed: 1, added: 1), ListChange(position: 2, removed: 1, added: 1),
        ])
    }

    @Test func anyListIsReachedFromAnyOther() {
        var random = Xorshift(state: 1)
        for _ in 0..<300 {
            let length = Int64(random.next() % 60), share = random.next() % 5
            let old = (0..<length).reversed().filter { _ in random.next() % 5 <= share }
            let new = (0..<length).reversed().filter { _ in random.next() % 5 <= share }
            #expect(apply(ListChange.between(old, new), to: old, towards: new) == new)
        }
    }

    @Test func manyChangesAreToldAsOne() {
        let old = (0..<2_000).reversed().map(Int64.init)
        for kept in [2, 3, 7] {
            let new = old.filter { $0 % Int64(kept) == 0 || $0 > 1_990 || $0 < 5 }
            for (from, to) in [(old, new), (new, old)] {
                let changes = ListChange.between(from, to)
                #expect(changes.count == 1)
                #expect(changes.first.map { $0.position > 8 } == true)
                #expect(apply(changes, to: from, towards: to) == to)
            }
        }
    }
}

/// Marsaglia's xorshift generator (2003): the same numbers in each run.
private struct Xorshift {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
