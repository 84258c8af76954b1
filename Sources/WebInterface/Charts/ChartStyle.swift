/// The style sheet that belongs to the charts.
package enum ChartStyle {
    /// Sizes, the choice between the wide and the narrow drawing, and the dark colours.
    ///
    /// Light colours are attributes of the marks, because the PDF renderer does not apply a page's
    /// style sheet inside an inline SVG. Dark colours apply on screen only.
    package static let css: String = """
        svg.chart { display: block; width: 100%; height: auto; max-width: 54rem; }
        svg.chart-inline { display: inline-block; vertical-align: middle; }
        .chart-wide { break-inside: avoid; }
        .chart-narrow { display: none; }
        @media screen and (max-width: 34rem) {
          .chart-wide { display: none; }
          .chart-narrow { display: block; }
        }
        @media screen and (prefers-color-scheme: dark) {
        \(darkRules)
        }

        """

    private static let darkRules: String = ChartPaint.allCases.map { paint in
        "  .chart-fill-\(paint.name) { fill: \(paint.dark); }\n"
            + "  .chart-stroke-\(paint.name) { stroke: \(paint.dark); }"
    }.joined(separator: "\n")
}
