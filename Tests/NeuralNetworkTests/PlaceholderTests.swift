import Testing
@testable import NeuralNetwork
@Test func placeholder() {}
