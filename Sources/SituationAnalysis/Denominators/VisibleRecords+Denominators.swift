import NeedToKnow
import PortVocabulary

extension VisibleRecords {
    /// Denominators, each cut to what its permit shows.
    func denominators(
        _ selection: Selection, _ visible: Visibility
    ) throws -> (facts: [DenominatorFact], rows: PermittedRows) {
        let consented = try consented(visible)
        var facts: [DenominatorFact] = []
        var rows = PermittedRows()
        for var fact in try store.denominators(selection, visible: visible) {
            let permit = rows.add(serial: fact.serial, class: fact.accessClass, visible) {
                visible.permit(
                    class: fact.accessClass, place: fact.denominator.place,
                    country: fact.denominator.country, substances: .unknown,
                    isConsented: consented.contains(fact.serial))
            }
            guard let permit else { continue }
            fact.cut(to: permit.fields)
            facts.append(fact)
        }
        return (facts, rows)
    }
}
