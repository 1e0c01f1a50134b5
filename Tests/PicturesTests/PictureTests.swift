import Pictures
import Testing

@Suite("Pictures")
struct PictureTests {
    @Test("A picture turned counterclockwise", arguments: [(0, [1, 2, 3, 4, 5, 6]), (1, [3, 6, 2, 5, 1, 4]), (2, [6, 5, 4, 3, 2, 1]), (3, [4, 1, 5, 2, 6, 3])])
    func turned(quarters: Int, expected: [UInt8]) {
        // 1 2 3
        // 4 5 6
        let picture = Picture(width: 3, height: 2, bytes: (1...6).flatMap { [$0, $0 + 10, $0 + 20, 255] as [UInt8] })
        let turned = picture.turned(quarters: quarters)
        #expect(turned == Picture(width: quarters & 1 == 1 ? 2 : 3, height: quarters & 1 == 1 ? 3 : 2, bytes: expected.flatMap { [$0, $0 + 10, $0 + 20, 255] as [UInt8] }))
    }
}
