import PortVocabulary
import TestSupport
import Testing

@testable import NeedToKnow

@Suite struct CedarTests {
    struct Question {
        let decision: Decision
        let field: RecordField?

        var isAllowed: Bool {
            guard case .permit(let permit) = decision else { return false }
            return field.map(permit.fields.contains) ?? true
        }

        /// Whether a clause of an agreement decided, for or against.
        var isOfClauses: Bool {
            switch decision {
            case .permit(let permit): permit.grounds != [.own] && permit.grounds != [.published]
            case .refuse(let refusal): refusal.nearness > 1
            }
        }
    }

    @Test(
        .enabled(
            if: CedarJudge.isPresent,
            "cedarpy not found: install it in .venv or set BREAKWATER_PYTHON"
        ))
    func cedarDecidesAlikeOnTwentyThousandRequests() throws {
        var random = Seeded(321)
        var trials: [CedarJudge.Trial] = []
        var questions: [[Question]] = []
        for _ in 0..<250 {
            let (trial, asked) = try Self.trial(&random)
            trials.append(trial)
            questions.append(asked)
        }
        let verdicts = try CedarJudge.verdicts(trials)
        try #require(verdicts.map(\.count) == questions.map(\.count))
        var (allowed, refused, differing) = (0, 0, 0)
        var byClauses = (allowed: 0, refused: 0)
        for (question, verdict) in zip(questions.joined(), verdicts.joined()) {
            if question.isAllowed { allowed += 1 } else { refused += 1 }
            if question.isOfClauses {
                if question.isAllowed { byClauses.allowed += 1 } else { byClauses.refused += 1 }
            }
            #expect(!verdict.hasErred)
            if verdict.isAllowed != question.isAllowed { differing += 1 }
        }
        print(
            "\(allowed) allowed, \(refused) refused, by clauses \(byClauses), differ \(differing)")
        #expect(allowed + refused >= 20_000 && allowed > 2_000 && refused > 5_000)
        #expect(byClauses.allowed > 400 && byClauses.refused > 2_000)
        #expect(differing == 0)
    }

    /// Eighty requests to one set of agreements.
    static func trial(_ random: inout Seeded) throws -> (CedarJudge.Trial, [Question]) {
        let world = try RandomWorld(&random)
        let policy = Policy(agreements: world.agreements)
        var trial = CedarJudge.Trial(policies: CedarExport.policies(world.agreements))
        var questions: [Question] = []
        for _ in 0..<10 {
            let asking = try RandomWorld(&random)
            for row in asking.rows {
                let field = random.number(0...2) == 0 ? random.pick(RecordField.allCases) : nil
                let (who, id) = (asking.requester, questions.count)
                questions.append(
                    Question(
                        decision: policy.decide(who, asking.action, row.resource, on: asking.day),
                        field: field))
                trial.entities.append(.init(who, id: "\(id)"))
                trial.entities.append(.init(row.resource, id: "\(id)"))
                trial.requests.append(
                    .init(
                        who, id: id, asking.action, row.resource, field: field, day: asking.day))
            }
        }
        return (trial, questions)
    }

    @Test func exportIsTheSameForEveryOrderOfAgreements() throws {
        var random = Seeded(322)
        for _ in 0..<50 {
            let agreements = try RandomWorld(&random).agreements
            #expect(
                CedarExport.policies(agreements) == CedarExport.policies(agreements.reversed()))
        }
    }

    @Test func clauseIsExportedOnceForEachKindWithItsGround() throws {
        let clause = LittleWorld.clause(.fields) { $0.kinds = [.seizure, .figure] }
        let agreement = LittleWorld.agreement([clause], valid: try DateSpan(year: 2026))
        let text = CedarExport.policies([agreement])
        #expect(text.contains("@id(\"pact/1#one seizure\")"))
        #expect(text.contains("@id(\"pact/1#one figure\")"))
        #expect(text.contains("context.day >= 20454\n    && context.day <= 20818"))
    }
}
