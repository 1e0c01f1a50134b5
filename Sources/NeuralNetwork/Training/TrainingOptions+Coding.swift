/// Options as JSON in checkpoints.
extension TrainingOptions {
    package var json: JSON {
        func number(_ value: some CustomStringConvertible) -> JSON { .number(value.description) }
        func object(_ members: KeyValuePairs<String, JSON>) -> JSON { .object(members.map { JSON.Member($0.key, $0.value) }) }
        let optimiserJSON: JSON = switch optimiser {
        case .sgd(let momentum, let nesterov):
            object(["name": .string("sgd"), "momentum": number(momentum), "nesterov": .bool(nesterov)])
        case .adam(let beta1, let beta2, let epsilon), .adamW(let beta1, let beta2, let epsilon):
            object([
                "name": .string(optimiser.name), "beta1": number(beta1), "beta2": number(beta2), "epsilon": number(epsilon),
            ])
        }
        let shape: JSON = switch schedule.shape {
        case .constant: object(["name": .string("constant")])
        case .step(let every, let factor):
            object(["name": .string("step"), "every": number(every), "factor": number(factor)])
        case .cosine(let final): object(["name": .string("cosine"), "final": number(final)])
        case .oneCycle(let rise, let start, let final):
            object(["name": .string("one-cycle"), "rise": number(rise), "start": number(start), "final": number(final)])
        }
        return object([
            "epochs": number(epochs), "ending_epochs": number(endingEpochs), "batch_size": number(batchSize), "seed": number(seed), "optimiser": optimiserJSON,
            "schedule": shape, "learning_rate": number(schedule.baseRate), "warm_up_steps": number(schedule.warmUpSteps),
            "weight_decay": number(weightDecay.factor),
            "decays_biases_and_norms": .bool(weightDecay.includesBiasesAndNorms),
            "label_smoothing": number(loss.labelSmoothing), "gradient_limit": gradientLimit.map(number) ?? .null,
            "average_decay": averageDecay.map(number) ?? .null,
        ])
    }

    /// From a checkpoint; nil where something is missing or of the wrong kind.
    package init?(json: JSON) {
        func double(_ value: JSON?, _ key: String) -> Double? { value?[key]?.double }
        func float(_ value: JSON?, _ key: String) -> Float? {
            if case .number(let text) = value?[key] { Float(text) } else { nil }
        }
        func flag(_ value: JSON?, _ key: String) -> Bool? {
            if case .bool(let flag) = value?[key] { flag } else { nil }
        }
        guard let epochs = json["epochs"]?.integer, let batchSize = json["batch_size"]?.integer,
            case .number(let seedText) = json["seed"], let seed = UInt64(seedText),
            let rate = double(json, "learning_rate"), let warmUp = json["warm_up_steps"]?.integer,
            let decay = float(json, "weight_decay"), let decaysAll = flag(json, "decays_biases_and_norms"),
            let smoothing = float(json, "label_smoothing"), let limit = json["gradient_limit"],
            let average = json["average_decay"]
        else { return nil }
        let optimiser: Optimiser
        let o = json["optimiser"]
        switch o?["name"]?.string {
        case "sgd":
            guard let momentum = float(o, "momentum"), let nesterov = flag(o, "nesterov") else { return nil }
            optimiser = .sgd(momentum: momentum, nesterov: nesterov)
        case "adam", "adamw":
            guard let beta1 = float(o, "beta1"), let beta2 = float(o, "beta2"), let epsilon = float(o, "epsilon") else {
                return nil
            }
            optimiser = o?["name"]?.string == "adam"
                ? .adam(beta1: beta1, beta2: beta2, epsilon: epsilon) : .adamW(beta1: beta1, beta2: beta2, epsilon: epsilon)
        default: return nil
        }
        let shape: Schedule.Shape
        let s = json["schedule"]
        switch s?["name"]?.string {
        case "constant": shape = .constant
        case "step":
            guard let every = double(s, "every"), let factor = double(s, "factor") else { return nil }
            shape = .step(every: every, factor: factor)
        case "cosine":
            guard let final = double(s, "final") else { return nil }
            shape = .cosine(final: final)
        case "one-cycle":
            guard let rise = double(s, "rise"), let start = double(s, "start"), let final = double(s, "final") else { return nil }
            shape = .oneCycle(rise: rise, start: start, final: final)
        default: return nil
        }
        self.init(
            // Older checkpoints know of no ending.
            epochs: epochs, endingEpochs: json["ending_epochs"]?.integer ?? 0, batchSize: batchSize, seed: seed, optimiser: optimiser,
            schedule: Schedule(shape, baseRate: rate, warmUpSteps: warmUp),
            weightDecay: WeightDecay(decay, includesBiasesAndNorms: decaysAll),
            loss: CrossEntropy(labelSmoothing: smoothing),
            gradientLimit: limit == .null ? nil : float(json, "gradient_limit"),
            averageDecay: average == .null ? nil : float(json, "average_decay"))
    }
}
