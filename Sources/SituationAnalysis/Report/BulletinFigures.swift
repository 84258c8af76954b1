/// Which of a bulletin's assessments a value was taken from.
enum BulletinPart: Hashable {
    /// The period against the one before.
    case current
    /// The period against the same a year before.
    case yearly
    /// Every period of the course.
    case course
    /// Two periods of the course against one another.
    case sinceBefore, sinceYearBefore
}

/// The figures that a bulletin cites. Each assessment numbers its own; here they get one
/// numbering, and a figure that two assessments state alike stands once.
struct BulletinFigures {
    private struct Source: Hashable {
        let part: BulletinPart
        let id: String
    }

    /// What makes two figures the same.
    private struct Content: Hashable {
        let words: [String]
        let numbers: [Double?]
    }

    private let known: [Source: Figure]
    private var numbers: [Content: String] = [:]
    private(set) var cited: [Figure] = []

    init(_ parts: [(part: BulletinPart, figures: [Figure])]) {
        var known: [Source: Figure] = [:]
        for (part, figures) in parts {
            for figure in figures {
                known[Source(part: part, id: figure.id)] = figure
            }
        }
        self.known = known
    }

    /// The figure's number in the bulletin; empty where the assessment has no such figure.
    mutating func cite(_ id: String, of part: BulletinPart) -> String {
        guard let figure = known[Source(part: part, id: id)] else { return "" }
        let content = Content(
            words: [
                figure.subject, figure.measure, figure.period, figure.unit, figure.list,
                "\(figure.records)",
            ], numbers: [figure.value, figure.lower, figure.upper])
        if let number = numbers[content] { return number }
        let number = "N\(cited.count + 1)"
        numbers[content] = number
        cited.append(
            Figure(
                id: number, subject: figure.subject, measure: figure.measure,
                period: figure.period, value: figure.value, lower: figure.lower,
                upper: figure.upper, unit: figure.unit, records: figure.records,
                list: figure.list, sources: figure.sources))
        return number
    }

    /// The sentence with its figures under their numbers here.
    mutating func cite(_ statement: Statement, of part: BulletinPart) -> Statement {
        var figures: [String] = []
        for id in statement.figures {
            let number = cite(id, of: part)
            if !number.isEmpty, !figures.contains(number) { figures.append(number) }
        }
        return Statement(
            statement.verdict, statement.text, because: statement.because, figures: figures,
            subject: statement.subject)
    }
}
