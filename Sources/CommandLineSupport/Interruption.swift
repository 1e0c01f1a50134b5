import Foundation
import Synchronization

/// Ctrl-C (SIGINT) and SIGTERM as something that the work asks for when it suits it.
public enum Interruption {
    // The handler may only touch what needs no lock and no allocation: an atomic that `watch` has brought to life.
    private static let signalNumber = Atomic<Int32>(0)

    /// From now on the first SIGINT or SIGTERM only sets `isRequested`; the second ends the process at once with 128 + its number.
    public static func watch() {
        signalNumber.store(0, ordering: .sequentiallyConsistent)
        for number in [SIGINT, SIGTERM] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                if Interruption.signalNumber.exchange(number, ordering: .sequentiallyConsistent) != 0 { _exit(128 + number) }
            }
            action.sa_flags = SA_RESTART
            sigaction(number, &action, nil)
        }
        // A parent may have started this process with the signals blocked; then they would never come.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Whether someone asked the process to stop; cheap enough for every step of a loop.
    public static var isRequested: Bool { signalNumber.load(ordering: .relaxed) != 0 }

    /// What the process exits with when it stops because it was asked to: 130 after Ctrl-C, 143 after SIGTERM.
    public static var exitStatus: Int32 { 128 + signalNumber.load(ordering: .relaxed) }
}
