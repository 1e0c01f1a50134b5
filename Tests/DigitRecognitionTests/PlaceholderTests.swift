import Testing
@testable import DigitRecognition
@Test func placeholder() {}
