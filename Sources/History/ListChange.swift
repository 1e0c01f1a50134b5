/// Items of a list that are put in the place of others.
public struct ListChange: Sendable, Equatable {
    /// Where, in the list as the changes before this one have left it.
    public var position: Int
    /// How many are taken out.
    public var removed: Int
    /// How many take their place.
    public var added: Int

    /// `removed` items at `position` give way to `added` others.
    public init(position: Int, removed: Int, added: Int) {
        self.position = position
        self.removed = removed
        self.added = added
    }

    /// The changes that lead from one list of falling numbers to another, from the beginning on; many of them are told as one.
    public static func between(_ old: [HistoryEntry.ID], _ new: [HistoryEntry.ID]) -> [ListChange] {
        var changes: [ListChange] = []
        var before = 0, after = 0
        while before < old.count || after < new.count {
            if before < old.count, after < new.count, old[before] == new[after] {
                before += 1
                after += 1
                continue
            }
            var change = ListChange(position: after, removed: 0, added: 0)
            while before < old.count || after < new.count {
                if after == new.count || (before < old.count && old[before] > new[after]) {
                    before += 1
                    change.removed += 1
                } else if before == old.count || old[before] < new[after] {
                    after += 1
                    change.added += 1
                } else {
                    break
                }
            }
            changes.append(change)
        }
        guard changes.count > mostChanges, let first = changes.first else { return changes }
        // From the first change on to what both lists end with.
        let rest = zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count
        let end = min(rest, old.count - first.position, new.count - first.position)
        return [ListChange(position: first.position, removed: old.count - first.position - end, added: new.count - first.position - end)]
    }

    /// GTK's work for a change grows with the rows on the screen, not with the list; beyond this many, one is cheaper.
    package static let mostChanges = 200
}
