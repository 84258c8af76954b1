import HTTPTypes
import NeedToKnow

/// The pages of single finds: list, record, review, entry, import.
enum SeizurePages {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        [
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
                .get, "/seizures/{record}", .roles([.analyst, .contributor, .reviewer]),
                needsTask: true, handler: SeizureRecordPage.show),
        ]
    }
}
