import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary

/// The pages on which agreements are read, tried, signed, revoked and exchanged with partners.
enum AgreementPages {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        let signatory = RouteAccess.roles(NodeAct.signAgreement.roles)
        return [
            Route(.get, "/agreements", .signedIn, handler: list),
            Route(.get, "/agreements/new", signatory, handler: draft),
            Route(
                .post, "/agreements/new", signatory, bodyLimit: RouteLimit.uploadBytes,
                handler: takeDraft),
            Route(.get, "/agreements/accept", signatory, handler: accept),
            Route(
                .post, "/agreements/accept", signatory, bodyLimit: RouteLimit.uploadBytes,
                handler: takeSignature),
            Route(.get, "/agreements/{id}/{version}", .signedIn, handler: read),
            Route(.get, "/agreements/{id}/{version}/text", .signedIn, handler: text),
            Route(.get, "/agreements/{id}/{version}/signatures", .signedIn, handler: signatures),
            Route(.get, "/agreements/{id}/{version}/dry-run", signatory, handler: dryRun),
            Route(.post, "/agreements/{id}/{version}/sign", signatory, handler: sign),
            Route(.post, "/agreements/{id}/{version}/revoke", signatory, handler: revoke),
        ]
    }

    // MARK: - The list

    private static func list<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.readAgreements)
        let judged = try AgreementSteps(store: exchange.node.store).judged(on: exchange.now.day)
        let released = permit.release(judged)
        let agreements = released.view.map { entry -> [String: Any] in
            row(entry, exchange)
        }
        return try .page(
            exchange, "agreements", title: "frame.agreements",
            [
                "agreements": agreements, "isEmpty": agreements.isEmpty,
                "maySign": maySign(exchange),
            ])
    }

    static func maySign<Store: NodeStore>(_ exchange: Exchange<Store>) -> Bool {
        !NodeAct.signAgreement.roles.isDisjoint(with: exchange.signedIn?.roles ?? [])
    }

    /// What a form before this page did, named in the address; nothing of the address is shown.
    private static func notice<Store: NodeStore>(_ exchange: Exchange<Store>) -> String? {
        let known = ["stored", "signed", "revoked", "taken", "unchanged"]
        return known.first { $0 == exchange.query["done"] }
            .map { exchange.text("agreements.done.\($0)") }
    }

    private static func row<Store: NodeStore>(
        _ entry: JudgedAgreement, _ exchange: Exchange<Store>
    ) -> [String: Any] {
        let agreement = entry.agreement
        return [
            "path": path(agreement), "title": agreement.title, "id": agreement.id.text,
            "version": "\(agreement.version)", "first": agreement.valid.first.description,
            "last": agreement.valid.last.description,
            "parties": agreement.parties.map(\.name).joined(separator: ", "),
            "standing": standing(entry.standing, exchange),
        ]
    }

    static func path(_ agreement: Agreement) -> String {
        "/agreements/\(agreement.id)/\(agreement.version)"
    }

    /// What a version is worth, in words and as a class of the style sheet.
    static func standing<Store: NodeStore>(
        _ standing: AgreementStanding, _ exchange: Exchange<Store>
    ) -> [String: Any] {
        func words(_ key: String, _ values: [String: String], _ kind: String) -> [String: Any] {
            ["text": exchange.text("agreements.standing.\(key)", values), "class": kind]
        }
        switch standing {
        case .inForce: return words("inForce", [:], "good")
        case .notYet(let day): return words("notYet", ["day": day.description], "info")
        case .expired(let day): return words("expired", ["day": day.description], "warn")
        case .unsigned(let missing):
            let names = missing.map(\.text).joined(separator: ", ")
            return words("unsigned", ["parties": names], "warn")
        case .badSignature(let party): return words("bad", ["party": party.text], "bad")
        case .unknownKey(let party): return words("unknownKey", ["party": party.text], "bad")
        case .keyDiffers(let party): return words("keyDiffers", ["party": party.text], "bad")
        case .revoked(let party, let day):
            return words("revoked", ["party": party.text, "day": day.description], "bad")
        case .malformed: return words("malformed", [:], "bad")
        }
    }

    // MARK: - One version

    /// The version that the address names.
    static func stored<Store: NodeStore>(
        _ exchange: Exchange<Store>
    ) throws -> (stored: StoredAgreement, all: [StoredAgreement]) {
        let id: AgreementID = try exchange.identifier("id")
        let all = try exchange.node.store.agreements().filter { $0.agreement.id == id }
        let version = exchange.parameters["version"] ?? ""
        guard let stored = all.first(where: { "\($0.agreement.version)" == version }) else {
            throw ExchangeStop.notAvailable
        }
        return (stored, all)
    }

    private static func read<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        try page(exchange, defects: [])
    }

    /// The page of a version, with the defects of a form on it.
    static func page<Store: NodeStore>(
        _ exchange: Exchange<Store>, defects: [FormDefect]
    ) throws -> Reply {
        let permit = try exchange.leave(.readAgreements)
        let (stored, all) = try stored(exchange)
        let released = permit.release(stored)
        let agreement = released.view.agreement
        let judged = try AgreementSteps(store: exchange.node.store).judged(on: exchange.now.day)
        let own = exchange.owner
        let signed = Set(released.view.signatures.map(\.organisation))
        let isRevokedByUs = released.view.revocations.contains { $0.organisation == own }
        let isParty = agreement.parties.contains { $0.id == own }
        let mayAct = maySign(exchange) && isParty && !isRevokedByUs
        var context: [String: Any] = [
            "path": path(agreement), "title": agreement.title, "id": agreement.id.text,
            "version": "\(agreement.version)", "first": agreement.valid.first.description,
            "last": agreement.valid.last.description, "basis": agreement.basis,
            "digest": agreement.digest, "addedOn": released.view.addedOn.description,
            "parties": parties(released.view, signed, exchange),
            "clauses": agreement.clauses.map { clause($0, exchange) },
            "explanation": AgreementExplanation(agreement).text,
            "hasSignatures": !signed.isEmpty, "maySign": mayAct && !signed.contains(own),
            "mayRevoke": mayAct && signed.contains(own), "mayTry": maySign(exchange),
            "today": exchange.now.day.description,
            "versions": all.filter { $0.agreement.version != agreement.version }.map {
                ["path": path($0.agreement), "version": "\($0.agreement.version)"]
            },
            "hasVersions": all.count > 1,
        ]
        if let entry = judged.first(where: { $0.agreement == agreement }) {
            context["standing"] = standing(entry.standing, exchange)
        }
        if let earlier = all.last(where: { $0.agreement.version < agreement.version }) {
            context["comparison"] = comparison(agreement, with: earlier.agreement, exchange)
        }
        if let notice = notice(exchange) { context["notice"] = ["text": notice] }
        guard defects.isEmpty else {
            return try .defects(
                exchange, "agreement", title: agreement.title, context, defects)
        }
        return try .page(exchange, "agreement", title: agreement.title, context)
    }

    private static func parties<Store: NodeStore>(
        _ stored: StoredAgreement, _ signed: Set<OrganisationID>, _ exchange: Exchange<Store>
    ) -> [[String: Any]] {
        stored.agreement.parties.map { party in
            let revoked = stored.revocations.first { $0.organisation == party.id }
            var row: [String: Any] = [
                "name": party.name, "id": party.id.text, "hasSigned": signed.contains(party.id),
                "kind": exchange.text("agreements.kind.\(party.kind.rawValue)"),
            ]
            if let revoked { row["revoked"] = ["day": revoked.day.description] }
            return row
        }
    }

    private static func clause<Store: NodeStore>(
        _ clause: Clause, _ exchange: Exchange<Store>
    ) -> [String: Any] {
        func list(_ words: [String]) -> String { words.joined(separator: ", ") }
        let conditions =
            (clause.conditions.needsConsent ? [exchange.text("agreements.needsConsent")] : [])
            + (clause.conditions.needsFourEyes ? [exchange.text("agreements.needsFourEyes")] : [])
            + (clause.form == .aggregate
                ? [
                    exchange.text(
                        "agreements.minimumCell", ["n": "\(clause.conditions.minimumCell)"])
                ] : [])
        return [
            "id": clause.id.text, "from": list(clause.from.map(\.text).sorted()),
            "to": list(clause.to.map(\.text).sorted()),
            "kinds": list(
                RecordKind.allCases.filter(clause.kinds.contains).map {
                    exchange.text("agreements.records.\($0.rawValue)")
                }),
            "purposes": list(
                clause.purposes.purposes.map { exchange.text("term.purpose.\($0.rawValue)") }),
            "form": exchange.text("agreements.form.\(clause.form.rawValue)"),
            "hasFields": clause.form == .fields,
            "fields": clause.form == .fields
                ? list(clause.fields.fields.map { exchange.text("term.field.\($0.rawValue)") })
                : "",
            "upTo": exchange.text("term.tlp.\(clause.upTo.rawValue)"),
            "conditions": list(conditions),
        ]
    }

    /// Lines of the plain text that were added and removed since the earlier version.
    private static func comparison<Store: NodeStore>(
        _ agreement: Agreement, with earlier: Agreement, _ exchange: Exchange<Store>
    ) -> [String: Any] {
        let new = lines(agreement)
        let old = lines(earlier)
        var context: [String: Any] = [
            "version": "\(earlier.version)", "path": path(earlier),
        ]
        guard max(new.count, old.count) <= lineLimit else {
            context["isLarge"] = true
            return context
        }
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var changes: [[String: Any]] = []
        var position = 0
        for (index, line) in old.enumerated() {
            if removed.contains(index) {
                changes.append(["line": line, "isRemoved": true])
                continue
            }
            while added.contains(position) {
                changes.append(["line": new[position], "isRemoved": false])
                position += 1
            }
            position += 1
        }
        while position < new.count {
            changes.append(["line": new[position], "isRemoved": false])
            position += 1
        }
        context["changes"] = changes
        context["isSame"] = changes.isEmpty
        return context
    }

    /// Versions with more lines are not compared on the page.
    private static let lineLimit = 3_000

    private static func lines(_ agreement: Agreement) -> [String] {
        AgreementExplanation(agreement).text.split(separator: "\n").map(String.init)
    }

    private static func text<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.readAgreements)
        let released = permit.release(try stored(exchange).stored.agreement)
        return .file(
            Array(released.view.canonicalText.utf8), type: "application/json",
            name: "\(released.view.id)-\(released.view.version).json")
    }
}
