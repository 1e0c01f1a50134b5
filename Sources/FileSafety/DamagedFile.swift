import Foundation

/// A free path beside `path` under which what is damaged is kept: `history.sqlite` becomes `history-damaged-2026-11-21T140509Z.sqlite`, and a
/// second one of that second `history-damaged-2026-11-21T140509Z-2.sqlite`.
public func pathForDamaged(_ path: String, at date: Date = .now) -> String {
    let base = (path as NSString).deletingPathExtension, ending = (path as NSString).pathExtension
    let stamp = date.formatted(.iso8601.dateSeparator(.dash).timeSeparator(.omitted).dateTimeSeparator(.standard))
    var number = 1
    while true {
        let name = "\(base)-damaged-\(stamp)\(number == 1 ? "" : "-\(number)")\(ending.isEmpty ? "" : ".\(ending)")"
        if !FileManager.default.fileExists(atPath: name) { return name }
        number += 1
    }
}
