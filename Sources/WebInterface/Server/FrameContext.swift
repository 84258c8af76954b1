import Hummingbird
import Logging
import NIOCore

/// What Hummingbird tells of a request beside its content: who is at the other end.
struct FrameContext: RequestContext, RemoteAddressRequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?

    init(source: Source) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}
