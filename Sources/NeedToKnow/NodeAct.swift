import PortVocabulary

/// What a person does to the node itself, not to a record.
package enum NodeAct: String, Term {
    case readAgreements = "read-agreements"
    /// Store a draft, compare it with the one in force, see what it would release.
    case draftAgreement = "draft-agreement"
    case signAgreement = "sign-agreement"
    case revokeAgreement = "revoke-agreement"
    /// Add a member or a partner with its public key, or change the key.
    case registerOrganisation = "register-organisation"
    /// List records whose time has run out.
    case readDueRecords = "read-due-records"
    case readEvidence = "read-evidence"
    /// Ask who saw one record of the own organisation.
    case traceRecord = "trace-record"
    case verifyEvidence = "verify-evidence"
    /// Write a proof about one entry that others can check without the node.
    case proveEvidence = "prove-evidence"
    case signCheckpoint = "sign-checkpoint"
    /// Put the node's signature under a partner's checkpoint, as a witness.
    case witnessCheckpoint = "witness-checkpoint"
    case changeKeys = "change-keys"
    /// See which organisation receives which bulletin, and what was made.
    case readReports = "read-reports"
    /// Decide which organisation receives which bulletin.
    case scheduleReports = "schedule-reports"
    case backUp = "back-up"
    case restore
    /// List who has an account, in which roles and for how long.
    case readPeople = "read-people"
    /// Add people, change their roles, end their accounts, let them enrol anew.
    case managePeople = "manage-people"
    /// See which measures were taken, and how their effects will be judged.
    case readMeasures = "read-measures"
    /// Write down a measure, its end, or a plan made before it begins.
    case keepMeasures = "keep-measures"

    package static let vocabulary = "acts on the node"
    package var title: String { rawValue.split(separator: "-").joined(separator: " ") }

    /// Whether it shows what the evidence or the clocks say about records and people. Source:
    /// Directive (EU) 2016/680, article 25, on the logging of consultations.
    package var isConsultation: Bool {
        switch self {
        case .readEvidence, .traceRecord, .proveEvidence, .readDueRecords: true
        case .readAgreements, .draftAgreement, .signAgreement, .revokeAgreement,
            .registerOrganisation, .verifyEvidence, .signCheckpoint, .witnessCheckpoint,
            .changeKeys, .readReports, .scheduleReports, .backUp, .restore, .readPeople,
            .managePeople, .readMeasures, .keepMeasures:
            false
        }
    }

    /// One of these is needed.
    package var roles: Set<Role> {
        switch self {
        case .readAgreements: Set(Role.allCases)
        case .draftAgreement, .signAgreement, .revokeAgreement: [.signatory]
        case .registerOrganisation, .changeKeys, .backUp, .restore: [.administrator]
        case .managePeople: [.administrator]
        case .signCheckpoint, .witnessCheckpoint: [.administrator]
        case .readReports: [.analyst, .auditor, .administrator]
        case .scheduleReports, .keepMeasures: [.analyst]
        case .readMeasures: [.analyst, .auditor, .administrator]
        case .readDueRecords: [.custodian]
        case .readEvidence, .proveEvidence: [.auditor]
        case .traceRecord: [.auditor, .signatory]
        case .verifyEvidence, .readPeople: [.auditor, .administrator]
        }
    }
}

/// What a release answered: an action on records or an act on the node.
package enum Act: Hashable, Sendable {
    case access(AccessAction)
    case node(NodeAct)

    /// The word that evidence and pages write.
    package var text: String {
        switch self {
        case .access(let action): action.rawValue
        case .node(let act): act.rawValue
        }
    }
}
