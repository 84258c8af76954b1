package import EvidenceLog
package import Identity
package import NeedToKnow
package import SituationAnalysis

/// Everything that the pages and the interface for programs ask of storage.
package typealias NodeStore = SituationStore & AgreementStore & RetentionStore
    & CredentialStore & StoreHealth & AnswerStore & EvidenceStore & AgreementSigner
    & ConsultationStore & ReportStore & DraftStore & StagingStore & TodayStore
    & PhotographStore & HistoryStore
