import Foundation
import Kernels
import Testing

import NeuralNetwork

/// A folder that is removed with its owner.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("scrawl-engine-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }
    var contents: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}

/// A fixture written by make_fixtures.py.
func fixture(_ name: String) throws -> Safetensors {
    let url = try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures"))
    return try Safetensors(contentsOf: url.path)
}

extension Network {
    /// A plan on the network's own values, with gradients for all of them.
    func plan(
        _ purpose: Plan.Purpose, capacity: Int, gradients: FloatBuffer? = nil, needsInputGradient: Bool = false, fusesPools: Bool = true,
        pool: ThreadPool = .serial
    ) -> Plan {
        Plan(
            layers, input: input, parameters: ParameterAccess(layout: layout, values: values, gradients: gradients),
            capacity: capacity, purpose: purpose, kernels: .current, pool: pool, needsInputGradient: needsInputGradient,
            fusesPools: fusesPools)
    }
}

extension RandomNumbers {
    mutating func normals(_ count: Int) -> [Float] { (0..<count).map { _ in normal() } }
}

/// The largest difference of two arrays, as a share of the largest magnitude of the second.
func relativeDifference(_ a: [Float], _ b: [Float]) -> Float {
    precondition(a.count == b.count)
    let scale = b.map(abs).max() ?? 0
    let difference = zip(a, b).map { abs($0 - $1) }.max() ?? 0
    return scale > 0 ? difference / scale : difference
}

/// A source of random pictures in which the label can be seen: class k has a bright row k.
struct RowPictures: BatchSource {
    let count: Int
    let side: Int
    let classes: Int
    var augments = false
    var usesTargets = false

    func fill(_ batch: Batch, for request: BatchRequest) throws {
        for (place, index) in request.indices.enumerated() {
            var random = RandomNumbers(seed: 77, stream: "pictures", index)
            var change = request.random.derived(place)
            let label = index % classes
            let image = batch.image(place)
            for pixel in 0..<side * side {
                image[pixel] = 0.3 * random.uniform() + (pixel / side == label ? 0.7 : 0)
                if augments, request.isTraining { image[pixel] += 0.1 * change.normal() }
            }
            if usesTargets {
                for k in 0..<classes { (batch.targets + place * classes)[k] = k == label ? 1 : 0 }
            } else {
                batch.labels[place] = UInt8(label)
            }
        }
        batch.usesTargets = usesTargets
    }
}
