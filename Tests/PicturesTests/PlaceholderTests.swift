import Testing
@testable import Pictures
@Test func placeholder() {}
