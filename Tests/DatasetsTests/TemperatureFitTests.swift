import Datasets
import Foundation
import NeuralNetwork
import Testing

@Suite struct TemperatureFitTests {
    /// Logits drawn at random, and labels drawn from their softmax at `temperature`: that is what honest probabilities are.
    private func draw(_ rows: Int, temperature: Double) -> (logits: [Float], labels: [UInt8]) {
        var random = RandomNumbers(seed: 11, stream: "temperature")
        var logits: [Float] = [], labels: [UInt8] = []
        for _ in 0..<rows {
            let row = (0..<10).map { _ in 3 * random.normal() }
            let weights = row.map { exp(Double($0) / temperature) }
            var rest = Double(random.uniform()) * weights.reduce(0, +)
            var label = 0
            while label < 9, rest >= weights[label] { rest -= weights[label]; label += 1 }
            logits += row
            labels.append(UInt8(label))
        }
        return (logits, labels)
    }

    @Test(arguments: [0.5, 1, 2.5]) func findsTheTemperature(_ temperature: Double) {
        let (logits, labels) = draw(20_000, temperature: temperature)
        let fit = TemperatureFit(logits: logits, labels: labels)
        // The logarithm of the estimate has a standard error of 1 / sqrt(rows x variance of the logits over the temperature under the softmax);
        // that variance is at least 0.4 at these temperatures, so that the error is below 0.012. Five of them.
        #expect(abs(log(Double(fit.temperature) / temperature)) < 0.06)
        #expect(fit.lossAfter <= fit.lossBefore)
        // With 20,000 honest examples chance alone leaves about sqrt(15 / 20000) / 2 = 0.014 at most.
        #expect(fit.errorAfter < 0.02)
        if temperature != 1 { #expect(fit.errorAfter < fit.errorBefore / 2) }
    }

    @Test func calibrationErrorOfKnownExamples() {
        // Confidence 0.8 by two classes whose logits differ by log 4; right three times of four: the error is 0.05.
        let high = Float(log(4.0))
        let logits: [Float] = [high, 0, high, 0, high, 0, high, 0]
        #expect(abs(TemperatureFit.calibrationError(logits, [0, 0, 0, 1], 2, temperature: 1) - 0.05) < 1e-6)
        // Confidence 0.5 at an endless temperature, in one bin with a share of 0.75.
        #expect(abs(TemperatureFit.calibrationError(logits, [0, 0, 0, 1], 2, temperature: 1e12) - 0.25) < 1e-6)
    }

    @Test func alwaysRightIsVerySure() {
        let fit = TemperatureFit(logits: [5, 0, 0, 5], labels: [0, 1], classes: 2)
        #expect(fit.temperature < 0.25 && fit.lossAfter < 1e-8)
    }
}
