import Pictures

extension PictureSet {
    /// The same pictures as a telephone saves them that does not know how it is held: each turned by one, two and three quarters.
    var turned: PictureSet {
        let sample = sample
        return PictureSet(name: name + ", turned", measure: measure, count: 3 * count, options: options) { index in
            let upright = try sample(index / 3), quarters = index % 3 + 1
            return Sample(name: "\(upright.name) (\(90 * quarters)°)", picture: upright.picture.turned(quarters: quarters), text: upright.text)
        }
    }
}
