package import PortVocabulary

/// Leave for one act on the node. Only ``NodeRules`` makes one.
package struct NodePermit: Hashable, Sendable {
    package let requester: Requester
    package let act: NodeAct

    fileprivate init(_ requester: Requester, _ act: NodeAct) {
        (self.requester, self.act) = (requester, act)
    }

    /// A view of the node itself, such as its agreements or its evidence.
    package func release<View>(_ view: View) -> Released<View> {
        Released(view, requester, .node(act), grounds: [.own], fields: [], form: nil)
    }
}

/// The answer to a request for an act on the node.
package enum NodeDecision: Hashable, Sendable {
    case permit(NodePermit)
    case refuse(Refusal)
}

/// Who may do what to the node itself.
package enum NodeRules {
    /// Only people of the organisation that runs the node act on it, each in their role. Others
    /// verify the log with public tools and need no leave.
    package static func decide(
        _ requester: Requester, _ act: NodeAct, node: OrganisationID
    ) -> NodeDecision {
        guard requester.organisation == node else { return .refuse(.foreign) }
        guard !act.roles.isDisjoint(with: requester.roles) else { return .refuse(.role) }
        return .permit(NodePermit(requester, act))
    }
}
