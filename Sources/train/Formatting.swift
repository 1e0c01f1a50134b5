import Foundation

/// A share as in 99.61 %.
func percentage(_ share: Double) -> String { decimal(100 * share, places: 2) + " %" }

/// A number with this many places after the point.
func decimal(_ value: Double, places: Int) -> String { String(format: "%.\(places)f", value) }

/// A whole number with commas between the thousands.
func thousands(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    var digits = String(Int(value.rounded()))
    var place = digits.count - 3
    while place > 0 {
        digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
        place -= 3
    }
    return digits
}

/// Text padded with spaces on its left.
func padded(_ text: some CustomStringConvertible, to width: Int) -> String {
    let text = text.description
    return String(repeating: " ", count: max(0, width - text.count)) + text
}
