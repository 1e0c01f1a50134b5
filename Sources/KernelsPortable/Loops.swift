public func addVectors(_ n: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) {
    var i = 0
    while i + vectorWidth <= n {
        let v = UnsafeRawPointer(x + i).loadUnaligned(as: Vector.self)
        let w = UnsafeRawPointer(y + i).loadUnaligned(as: Vector.self)
        UnsafeMutableRawPointer(y + i).storeBytes(of: multiplyAdd(w, v, v), as: Vector.self)
        i += vectorWidth
    }
    while i < n { y[i] += x[i]; i += 1 }
}
