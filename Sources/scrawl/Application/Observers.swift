/// Closures that want to know when something happens. They are called in the order in which they were added.
@MainActor
final class Observers<Value> {
    private var closures: [@MainActor (Value) -> Void] = []

    /// Adds a closure, which stays for the life of this list.
    func add(_ closure: @escaping @MainActor (Value) -> Void) { closures.append(closure) }

    /// Calls all.
    func notify(_ value: Value) { for closure in closures { closure(value) } }
}
