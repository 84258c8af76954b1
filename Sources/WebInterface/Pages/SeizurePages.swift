import HTTPTypes
import NeedToKnow

/// The pages of single finds: list, record, review, entry, import.
enum SeizurePages {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        let contributors = RouteAccess.roles([.contributor])
        return [
            Route(
                .get, "/seizures", .roles([.analyst, .contributor, .reviewer]), needsTask: true,
                handler: SeizureListPage.list),
            Route(
                .get, "/seizures/export", .roles([.analyst]), needsTask: true,
                handler: SeizureListPage.export),
            Route(
                .get, "/seizures/review", .roles([.reviewer]), needsTask: true,
                handler: SeizureReviewPage.list),
            Route(
                .post, "/seizures/{record}/decision", .roles([.reviewer]), needsTask: true,
                handler: SeizureReviewPage.decide),
            Route(
                .get, "/seizures/new", contributors, needsTask: true,
                handler: SeizureEntryPage.new),
            Route(
                .post, "/seizures/new", contributors, needsTask: true,
                handler: SeizureEntryPage.take),
            Route(
                .post, "/seizures/new/repeats", contributors, needsTask: true,
                handler: SeizureEntryPage.likelyRepeats),
            Route(
                .get, "/seizures/drafts", contributors, needsTask: true,
                handler: SeizureEntryPage.drafts),
            Route(
                .get, "/seizures/drafts/{draft}", contributors, needsTask: true,
                handler: SeizureEntryPage.openDraft),
            Route(
                .post, "/seizures/drafts/{draft}/discard", contributors, needsTask: true,
                handler: SeizureEntryPage.discardDraft),
            Route(
                .get, "/seizures/{record}/change", contributors, needsTask: true,
                handler: SeizureEntryPage.edit),
            Route(
                .get, "/seizures/{record}", .roles([.analyst, .contributor, .reviewer]),
                needsTask: true, handler: SeizureRecordPage.show),
        ]
    }
}
