import CPlatform
import KernelArguments

/// One step of gradient descent; without `velocity` there is no momentum.
public func sgdStep(
    count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, velocity: UnsafeMutablePointer<Float>?,
    learningRate: Float, momentum: Float, nesterov: Bool, weightDecay: Float
) {
    let rate = broadcast(-learningRate), inertia = broadcast(momentum), decay = broadcast(weightDecay)
    var i = 0
    while i < count {
        let whole = i + vectorWidth <= count, left = count - i
        let weight = whole ? load(weights + i) : loadFirst(left, weights + i)
        var direction = multiplyAdd(whole ? load(gradient + i) : loadFirst(left, gradient + i), decay, weight)
        if let velocity {
            let old = whole ? load(velocity + i) : loadFirst(left, velocity + i)
            let new = multiplyAdd(direction, inertia, old)
            if whole { store(new, velocity + i) } else { storeFirst(left, new, velocity + i) }
            direction = nesterov ? multiplyAdd(direction, inertia, new) : new
        }
        let moved = multiplyAdd(weight, rate, direction)
        if whole { store(moved, weights + i) } else { storeFirst(left, moved, weights + i) }
        i += vectorWidth
    }
}

/// One step of Adam or AdamW.
public func adamStep(
    _ step: AdamStep, count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    firstMoment: UnsafeMutablePointer<Float>, secondMoment: UnsafeMutablePointer<Float>
) {
    var i = 0
    while i + vectorWidth <= count {
        let (weight, first, second) = adam(step, load(weights + i), load(gradient + i), load(firstMoment + i), load(secondMoment + i))
        if step.streamsWeights { cpu_stream(weight, weights + i) } else { store(weight, weights + i) }
        store(first, firstMoment + i)
        store(second, secondMoment + i)
        i += vectorWidth
    }
    if step.streamsWeights { cpu_streamed() }
    let left = count - i
    if left > 0 {
        let (weight, first, second) = adam(
            step, loadFirst(left, weights + i), loadFirst(left, gradient + i), loadFirst(left, firstMoment + i),
            loadFirst(left, secondMoment + i))
        storeFirst(left, weight, weights + i)
        storeFirst(left, first, firstMoment + i)
        storeFirst(left, second, secondMoment + i)
    }
}

@inline(__always)
private func adam(
    _ s: AdamStep, _ weight: Vector, _ gradient: Vector, _ first: Vector, _ second: Vector
) -> (weight: Vector, first: Vector, second: Vector) {
    let slope = multiplyAdd(gradient, broadcast(s.decayInGradient), weight)
    let m = multiplyAdd(broadcast(s.beta1) * first, broadcast(s.oneMinusBeta1), slope)
    let v = multiplyAdd(broadcast(s.beta2) * second, broadcast(s.oneMinusBeta2) * slope, slope)
    let denominator = multiplyAdd(broadcast(s.epsilon), broadcast(s.secondScale), squareRoot(v))
    return (multiplyAdd(broadcast(s.decayOfWeight) * weight, broadcast(-s.stepSize), m / denominator), m, v)
}
