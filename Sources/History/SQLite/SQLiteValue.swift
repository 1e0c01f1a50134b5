/// A value that is bound to a parameter of a statement.
package enum SQLiteValue: Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

extension SQLiteValue: ExpressibleByNilLiteral {
    package init(nilLiteral: ()) { self = .null }
}

extension SQLiteValue {
    package init(_ value: String?) { self = value.map(SQLiteValue.text) ?? .null }
    package init(_ value: [UInt8]?) { self = value.map(SQLiteValue.blob) ?? .null }
    package init(_ value: Int) { self = .integer(Int64(value)) }
}
