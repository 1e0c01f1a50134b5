import Foundation

/// The figures of each epoch as lines of CSV.
struct TrainingLog {
    private let path: String
    private static let header =
        "epoch,images,loss,accuracy,validation_loss,validation_accuracy,learning_rate,seconds,images_per_second\n"

    /// What is known after an epoch.
    struct Row {
        var epoch: Int
        var images: Int
        var loss: Double
        var accuracy: Double
        var validationLoss: Double?
        var validationAccuracy: Double?
        var learningRate: Double
        var seconds: Double
        var imagesPerSecond: Double
    }

    /// Begins a new file, or goes on with the one that is there where a training is resumed.
    init(path: String, appending: Bool) throws(LogError) {
        self.path = path
        var status = stat()
        let exists = stat(path, &status) == 0 && status.st_size > 0
        if appending, exists { return }
        try write(Self.header, flags: O_WRONLY | O_CREAT | O_TRUNC)
    }

    /// Adds the line of an epoch.
    func add(_ row: Row) throws(LogError) {
        func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
        let fields = [
            "\(row.epoch)", "\(row.images)", text(row.loss), text(row.accuracy), text(row.validationLoss), text(row.validationAccuracy),
            text(row.learningRate), decimal(row.seconds, places: 3), decimal(row.imagesPerSecond, places: 1),
        ]
        try write(fields.joined(separator: ",") + "\n", flags: O_WRONLY | O_CREAT | O_APPEND)
    }

    private func write(_ text: String, flags: Int32) throws(LogError) {
        let descriptor = open(path, flags | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw LogError(path: path, code: errno) }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written >= 0 { rest = rest.dropFirst(written) } else if errno != EINTR { throw LogError(path: path, code: errno) }
        }
    }
}

/// The log cannot be written.
struct LogError: Error, CustomStringConvertible {
    let path: String
    let code: Int32

    var description: String { "cannot write the log \(path): \(String(cString: strerror(code)))" }
}
