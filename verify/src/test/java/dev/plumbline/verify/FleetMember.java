package dev.plumbline.verify;

import dev.plumbline.FeatureClient;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.grpc.GrpcTransport;
import dev.plumbline.policy.RetryPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A client in a process of its own, which does what its standard input says, line by line, and ends when that does.
 *
 * <p>{@code warm PREFIX} reads until the way to memcached is known. {@code read KEY THREADS} has as many threads read one
 * key, says {@code joined} when all but one wait for the load of that one, and then how many read the right value and
 * how many rows memcached did not answer for in time.
 */
final class FleetMember {
    private static final int WARM_UPS = 20;
    private static final long TICK_NANOS = 1_000_000;

    private final CountedClient client;
    private final boolean leases;

    private FleetMember(String target, String memcached, boolean leases) {
        this.leases = leases;
        client = new CountedClient(FeatureClient.builder(GrpcTransport.onlineFeatures(target))
                .views(FaultBed.VIEW)
                .environment(Map.of())
                .deadline(FaultBed.PATIENCE.multipliedBy(2))
                .attemptTimeout(FaultBed.PATIENCE)
                .retry(RetryPolicy.builder().maxAttempts(1).build())
                .cache(TieredCache.builder().memcached(memcached).leases(leases).build()));
    }

    /**
     * Reads commands.
     *
     * @param args the feature service, memcached, and whether to ask for leases
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        FleetMember member = new FleetMember(args[0], args[1], Boolean.parseBoolean(args[2]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("warm")) {
                member.warm(words[1]);
            } else {
                member.read(EntityKey.of(words[1]), Integer.parseInt(words[2]));
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private void warm(String prefix) {
        for (int i = 0; i < WARM_UPS || (leases && client.gauge("plumbline.client.cache.leases.enabled") == 0); i++) {
            client.client
                    .getAsync(FaultBed.VIEW, EntityKey.of(prefix + "-" + i))
                    .handle((row, thrown) -> row)
                    .join();
        }
        say("warm");
    }

    private void read(EntityKey key, int threads) throws InterruptedException {
        long joined = client.count("plumbline.client.coalesced.requests");
        long errors = unanswered();
        AtomicInteger right = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                try {
                    right.addAndGet(client.delay(key) == 2.5 ? 1 : 0);
                } finally {
                    done.countDown();
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        while (client.count("plumbline.client.coalesced.requests") - joined < threads - 1 && done.getCount() > 0) {
            LockSupport.parkNanos(TICK_NANOS);
        }
        say("joined");
        done.await();
        say(right + " " + (unanswered() > errors ? 1 : 0));
    }

    private long unanswered() {
        return client.count("plumbline.client.cache.errors", "operation", "get");
    }
}
