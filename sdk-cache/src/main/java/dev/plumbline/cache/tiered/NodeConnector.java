package dev.plumbline.cache.tiered;

import com.google.code.yanf4j.config.Configuration;
import com.google.code.yanf4j.core.Handler;
import com.google.code.yanf4j.core.impl.HandlerAdapter;
import com.google.code.yanf4j.nio.NioSession;
import dev.plumbline.runtime.ClientRuntime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import net.rubyeye.xmemcached.CommandFactory;
import net.rubyeye.xmemcached.MemcachedSessionComparator;
import net.rubyeye.xmemcached.MemcachedSessionLocator;
import net.rubyeye.xmemcached.impl.MemcachedConnector;
import net.rubyeye.xmemcached.impl.Optimizer;
import net.rubyeye.xmemcached.utils.InetSocketAddressWrapper;
import net.rubyeye.xmemcached.utils.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link NodeSession}s when it is told to, and never by itself: Xmemcached's healing thread waits up to a minute for
 * each connection, its heart-beats close sessions behind our back, and both log stack traces.
 */
final class NodeConnector extends MemcachedConnector {
    private final CommandFactory commands;
    private final Optimizer optimizer = new Optimizer(Protocol.Text);
    private @Nullable Maker maker;

    /** What a session is made with. */
    record Maker(ClientRuntime runtime, NodeSessionOwner owner, NodeEvents events, long number) {}

    NodeConnector(
            Configuration configuration,
            MemcachedSessionLocator locator,
            MemcachedSessionComparator comparator,
            CommandFactory commands,
            int poolSize,
            int maxNoReplies) {
        super(configuration, locator, comparator, null, commands, poolSize, maxNoReplies);
        this.commands = commands;
        setEnableHealSession(false);
    }

    /** Connects, waiting for it on this thread. */
    NodeSession open(InetSocketAddress address, int timeoutMillis, Maker with) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(address, timeoutMillis);
            configureSocketChannel(channel);
            return session(channel, address, with);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private synchronized NodeSession session(SocketChannel channel, InetSocketAddress address, Maker with) {
        maker = with;
        return (NodeSession) createSession(channel, new InetSocketAddressWrapper(address, 0, 1, null, false));
    }

    @Override
    protected NioSession buildSession(SocketChannel channel) {
        Maker with = maker;
        if (with == null) {
            throw new IllegalStateException("sessions are made by open() only");
        }
        return new NodeSession(
                buildSessionConfig(channel, buildQueue()),
                optimizer,
                commands,
                with.runtime,
                with.owner,
                with.events,
                with.number);
    }

    /** Takes one that does nothing instead: a session looks after itself. */
    @Override
    public void setHandler(Handler ignored) {
        super.setHandler(new HandlerAdapter());
    }
}
