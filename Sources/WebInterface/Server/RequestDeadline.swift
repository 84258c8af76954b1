import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes connections on which a request takes too long to arrive, or an answer too long to be
/// taken: someone who sends a byte now and then must not hold a place for ever. Waiting is
/// bounded in all, not from byte to byte.
final class RequestDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// From the connection, or the last answer, to the whole head of the next request.
    static let headSeconds: Int64 = 15
    /// From the head to the end of the body, and from there to the end of the answer's sending.
    static let bodySeconds: Int64 = 90

    private var timer: Scheduled<Void>?

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(Self.headSeconds, context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        start(Self.headSeconds, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: start(Self.bodySeconds, context)
        case .body: break
        // The handler may now take its time; the answer's bytes have a time of their own.
        case .end: timer?.cancel()
        }
        context.fireChannelRead(data)
    }

    func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        switch unwrapOutboundIn(data) {
        case .head: start(Self.bodySeconds, context)
        case .body: break
        case .end:
            let written = promise ?? context.eventLoop.makePromise()
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            written.futureResult.whenSuccess { _ in
                let (handler, context) = bound.value
                if context.channel.isActive { handler.start(Self.headSeconds, context) }
            }
            context.write(data, promise: written)
            return
        }
        context.write(data, promise: promise)
    }

    private func start(_ seconds: Int64, _ context: ChannelHandlerContext) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(seconds)) {
            context.close(promise: nil)
        }
    }
}
