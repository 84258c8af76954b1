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

    private let seconds: WebSettings.Deadlines
    private var timer: Scheduled<Void>?
    /// Requests that have begun to arrive, and those whose answer has left.
    private var (begun, answered) = (0, 0)
    /// Whether the end of the newest request has not come yet.
    private var isArriving = false

    init(_ seconds: WebSettings.Deadlines) {
        precondition(seconds.head > 0 && seconds.body > 0 && seconds.answer > 0)
        self.seconds = seconds
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(seconds.head, context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        start(seconds.head, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            begun += 1
            isArriving = true
            start(seconds.body, context)
        case .body: break
        case .end:
            isArriving = false
            // Answered before its body had come, for example refused: the next is awaited. Else
            // the handler may now take its time; the answer's bytes have a time of their own.
            if answered == begun { start(seconds.head, context) } else { timer?.cancel() }
        }
        context.fireChannelRead(data)
    }

    func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        switch unwrapOutboundIn(data) {
        case .head: start(seconds.answer, context)
        case .body: break
        case .end:
            let written = promise ?? context.eventLoop.makePromise()
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            written.futureResult.whenSuccess { _ in
                let (handler, context) = bound.value
                handler.answerLeft(context)
            }
            context.write(data, promise: written)
            return
        }
        context.write(data, promise: promise)
    }

    private func answerLeft(_ context: ChannelHandlerContext) {
        answered += 1
        guard context.channel.isActive else { return }
        // A request that came meanwhile is still arriving, or on its way through a handler.
        if answered == begun {
            start(seconds.head, context)
        } else if isArriving {
            start(seconds.body, context)
        } else {
            timer?.cancel()
        }
    }

    private func start(_ seconds: Int64, _ context: ChannelHandlerContext) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(seconds)) {
            context.close(promise: nil)
        }
    }
}
