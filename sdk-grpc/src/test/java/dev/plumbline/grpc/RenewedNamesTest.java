package dev.plumbline.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
final class RenewedNamesTest {
    /** Counts how often it is asked. */
    private static final class Counted extends NameResolver {
        final AtomicInteger refreshes = new AtomicInteger();
        final AtomicInteger ends = new AtomicInteger();

        @Override
        public String getServiceAuthority() {
            return "features";
        }

        @Override
        public void start(Listener2 listener) {}

        @Override
        public void refresh() {
            refreshes.incrementAndGet();
        }

        @Override
        public void shutdown() {
            ends.incrementAndGet();
        }
    }

    /** Hears nothing. */
    private static final class Deaf extends NameResolver.Listener2 {
        @Override
        public void onResult(NameResolver.ResolutionResult result) {}

        @Override
        public void onError(Status error) {}
    }

    @Test
    void names_areLookedUpAgainAndAgain_untilTheEnd() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "names-test");
            thread.setDaemon(true);
            return thread;
        });
        SynchronizationContext context = new SynchronizationContext((thread, failure) -> {
            throw new AssertionError(failure);
        });
        NameResolver.Args args = NameResolver.Args.newBuilder()
                .setDefaultPort(1)
                .setProxyDetector(target -> null)
                .setSynchronizationContext(context)
                .setScheduledExecutorService(timer)
                .setServiceConfigParser(new NameResolver.ServiceConfigParser() {
                    @Override
                    public NameResolver.ConfigOrError parseServiceConfig(Map<String, ?> config) {
                        return NameResolver.ConfigOrError.fromConfig(config);
                    }
                })
                .build();
        Counted counted = new Counted();
        RenewedNames names = new RenewedNames(counted, args, TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(names.getServiceAuthority()).isEqualTo("features");

        context.execute(() -> names.start(new Deaf()));
        await().until(() -> counted.refreshes.get() >= 3);
        context.execute(names::shutdown);
        int last = counted.refreshes.get();
        await().during(java.time.Duration.ofMillis(50)).until(() -> counted.refreshes.get() == last);
        assertThat(counted.ends).hasValue(1);
        timer.shutdownNow();
    }
}
