import Testing
@testable import Sketch
@Test func placeholder() {}
