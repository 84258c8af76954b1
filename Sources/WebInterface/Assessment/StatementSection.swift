import SituationAnalysis

/// Sentences with their verdict, their reason and their figures.
enum StatementSection {
    /// The statements by verdict; verdicts without any are left out.
    static func verdicts(
        _ statements: [Statement], _ references: inout PageReferences
    ) -> [[String: Any]] {
        var groups: [[String: Any]] = []
        for verdict in Verdict.allCases {
            let members = statements.filter { $0.verdict == verdict }
            guard !members.isEmpty else { continue }
            let shown = members.prefix(SituationPage.maximumLines)
            groups.append([
                "name": name(verdict), "code": code(verdict),
                "statements": list(Array(shown), namesVerdict: false, &references),
                "more": more(members.count - shown.count, "statements"),
            ])
        }
        return groups
    }

    /// - Parameter namesVerdict: False under a heading that names it.
    static func list(
        _ statements: [Statement], namesVerdict: Bool = true, _ references: inout PageReferences
    ) -> [[String: Any]] {
        var lines: [[String: Any]] = []
        for statement in statements {
            lines.append([
                "verdict": namesVerdict ? ["word": name(statement.verdict)] as Any : false,
                "code": code(statement.verdict),
                "text": PageText.unbroken(statement.text),
                "because": PageText.unbroken(statement.because),
                "links": statement.figures.isEmpty
                    ? false : ["list": references.links(statement.figures)] as Any,
            ])
        }
        return lines
    }

    /// The sentence on what is left out, or false for the template.
    static func more(_ count: Int, _ what: String) -> Any {
        guard count > 0 else { return false }
        return [
            "text": "\(AmountText.grouped(count)) more \(what) are in the JSON and CSV files."
        ]
    }

    private static func name(_ verdict: Verdict) -> String {
        switch verdict {
        case .shown: "Shown"
        case .likely: "Likely"
        case .cannotTell: "Cannot be told"
        case .unlikely: "Unlikely"
        }
    }

    private static func code(_ verdict: Verdict) -> String {
        switch verdict {
        case .cannotTell: "cannot-tell"
        case .shown, .likely, .unlikely: verdict.rawValue
        }
    }
}
