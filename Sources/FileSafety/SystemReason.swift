import Foundation

/// The system's reason in one of Foundation's errors, whose own sentences leave it out; nil where there is none.
public func underlyingReason(of error: any Error) -> String? {
    ((error as NSError).userInfo[NSUnderlyingErrorKey] as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
}

/// Why one of Foundation's calls failed: the system's reason, or the error's own sentence where it names none.
public func systemReason(of error: any Error) -> String { underlyingReason(of: error) ?? error.localizedDescription }
