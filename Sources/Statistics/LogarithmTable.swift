import RealModule

/// Logarithms of whole numbers, made once for loops that need them millions of times.
enum LogarithmTable {
    /// ln n for n from 0; the entry of 0 is 0 and not to be read as a logarithm.
    static func logs(upTo largest: Int) -> [Double] {
        (0...largest).map { $0 == 0 ? 0 : .log(Double($0)) }
    }

    /// n ln n for n from 0, with 0 ln 0 = 0.
    static func products(upTo largest: Int) -> [Double] {
        (0...largest).map { $0 == 0 ? 0 : Double($0) * .log(Double($0)) }
    }
}
