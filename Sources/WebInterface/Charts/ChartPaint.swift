/// A colour by its part in the drawing, with one shade for light and one for dark pages.
enum ChartPaint: Hashable, Sendable, CaseIterable {
    case series1, series2, series3, series4, series5, series6, series7, series8
    /// The page behind the marks, and text on a coloured mark.
    case ground
    case text, mutedText, axis, grid
    /// The comparison period and figures that are not known.
    case soft
    case sea, land, coast

    /// The colours of distinguished series, in order.
    ///
    /// Each reaches 4.5:1 against the ground of its theme, so that it serves for thin lines and
    /// under letters. Hues repeat in no colour-blind-confusing pair without a difference in shape.
    static let series: [ChartPaint] = [
        .series1, .series2, .series3, .series4, .series5, .series6, .series7, .series8,
    ]

    static func series(_ index: Int) -> ChartPaint { series[index % series.count] }

    /// The part of the class name that follows `chart-fill-` or `chart-stroke-`.
    var name: String {
        switch self {
        case .series1: "1"
        case .series2: "2"
        case .series3: "3"
        case .series4: "4"
        case .series5: "5"
        case .series6: "6"
        case .series7: "7"
        case .series8: "8"
        case .ground: "ground"
        case .text: "text"
        case .mutedText: "muted"
        case .axis: "axis"
        case .grid: "grid"
        case .soft: "soft"
        case .sea: "sea"
        case .land: "land"
        case .coast: "coast"
        }
    }

    /// The shade on a light page and in print, as `#rrggbb`.
    var light: String {
        switch self {
        case .series1: "#0b5fa5"
        case .series2: "#b8480a"
        case .series3: "#08755a"
        case .series4: "#8a3d8f"
        case .series5: "#3b4650"
        case .series6: "#856000"
        case .series7: "#1a7390"
        case .series8: "#b3315f"
        case .ground: "#ffffff"
        case .text: "#1b2127"
        case .mutedText: "#535d66"
        case .axis: "#6b757d"
        case .grid: "#dde1e4"
        case .soft: "#868e95"
        case .sea: "#f3f6f8"
        case .land: "#dcdfd6"
        case .coast: "#9aa19a"
        }
    }

    /// The shade on a dark screen, as `#rrggbb`.
    var dark: String {
        switch self {
        case .series1: "#6cb4f0"
        case .series2: "#f2935a"
        case .series3: "#4cc9a0"
        case .series4: "#d79be0"
        case .series5: "#c9d3da"
        case .series6: "#d9b44a"
        case .series7: "#6fcbe0"
        case .series8: "#f28bb0"
        case .ground: "#14181c"
        case .text: "#e8ecef"
        case .mutedText: "#aab4bc"
        case .axis: "#8b959d"
        case .grid: "#2e353b"
        case .soft: "#7d868d"
        case .sea: "#182027"
        case .land: "#2f363a"
        case .coast: "#5d686f"
        }
    }
}
