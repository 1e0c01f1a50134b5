import Foundation

/// The system's reason in one of Foundation's errors, whose own sentences leave it out; nil where there is none.
public func underlyingReason(of error: any Error) -> String? {
    // Some of its calls give a POSIXError there, others an NSError of that domain, which no cast makes one of.
    guard let reason = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error).map({ $0 as NSError }), reason.domain == NSPOSIXErrorDomain
    else { return nil }
    return String(cString: strerror(Int32(truncatingIfNeeded: reason.code)))
}

/// Why one of Foundation's calls failed: the system's reason, or the error's own sentence where it names none.
public func systemReason(of error: any Error) -> String { underlyingReason(of: error) ?? error.localizedDescription }
