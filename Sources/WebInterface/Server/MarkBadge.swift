/// How a page shows the mark of what is on it: the label as a badge, handling codes beside it.
struct MarkBadge {
    /// The label's class in the style sheet, such as `tlp-amber-strict`.
    let kind: String
    /// `TLP:AMBER+STRICT`
    let light: String
    /// Handling codes above H0.
    let codes: [String]

    /// - Parameter label: such as `TLP:AMBER, H1`, as assessments write it.
    init(_ label: String) {
        let parts = label.split(separator: ",").map { $0.drop { $0 == " " } }
        light = String(parts.first ?? "")
        codes = parts.dropFirst().map(String.init)
        kind = String(
            light.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" })
    }

    var context: [String: Any] {
        ["kind": kind, "light": light, "codes": codes.map { ["code": $0] }]
    }
}
