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

private extension Picture {
    /// The same turned counterclockwise by so many quarters, 1 to 3.
    func turned(quarters: Int) -> Picture {
        var result = Picture(width: quarters == 2 ? width : height, height: quarters == 2 ? height : width)
        for y in 0..<height {
            for x in 0..<width {
                let place = switch quarters {
                case 1: (width - 1 - x) * height + y
                case 2: (height - 1 - y) * width + width - 1 - x
                default: x * height + height - 1 - y
                }
                for channel in 0..<4 { result.bytes[4 * place + channel] = bytes[4 * (y * width + x) + channel] }
            }
        }
        return result
    }
}
