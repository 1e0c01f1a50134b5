/// Where the picture of an entry came from.
public enum EntrySource: Sendable, Equatable, Hashable {
    /// It was drawn in the window.
    case drawing
    /// It was opened, dropped or pasted; its path or name.
    case file(name: String)
    /// It was loaded from a link; its address.
    case link(address: String)
}

extension EntrySource {
    /// What the source is, without its name: what a filter chooses and what the database stores.
    public enum Kind: String, Sendable, CaseIterable {
        case drawing, file, link
    }

    /// What the source is, without its name.
    public var kind: Kind {
        switch self {
        case .drawing: .drawing
        case .file: .file
        case .link: .link
        }
    }

    /// The path, name or address; nil for a drawing.
    public var name: String? {
        switch self {
        case .drawing: nil
        case .file(let name): name
        case .link(let address): address
        }
    }

    /// The source that `kind` and `name` of another describe.
    init(kind: Kind, name: String?) {
        switch kind {
        case .drawing: self = .drawing
        case .file: self = .file(name: name ?? "")
        case .link: self = .link(address: name ?? "")
        }
    }
}
