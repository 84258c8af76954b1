/// Every route of the node. What is not here is not served.
package enum RouteTable {
    /// All of them, pages and interface for programs.
    package static func routes<Store: NodeStore>(_ store: Store.Type) -> [Route<Store>] {
        var routes: [Route<Store>] = []
        routes += FramePages.routes()
        routes += SignInPages.routes()
        routes += EnrolPages.routes()
        routes += SituationPages.routes()
        routes += SeizurePages.routes()
        routes += PortPages.routes()
        routes += AgreementPages.routes()
        routes += ReportPages.routes()
        routes += TodayPage.routes()
        routes += SeizureImportPages.routes()
        routes += PhotographPages.routes()
        routes += EvidencePages.routes()
        routes += AdministrationPages.routes()
        routes += AccountPages.routes()
        routes += RecordOperations.routes()
        routes += AnalysisOperations.routes()
        routes += EntryOperations.routes()
        routes += DraftOperations.routes()
        routes += ImportOperations.routes()
        routes += RetentionOperations.routes()
        routes += AgreementOperations.routes()
        routes += EvidenceOperations.routes()
        routes += NodeOperations.routes()
        routes += PeopleOperations.routes()
        routes += TokenOperations.routes()
        routes += FrameOperations.routes()
        return routes + [FrameOperations.description(routes)]
    }
}
