package dev.plumbline.benchmarks;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRows;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One process of a herd. It does what its standard input says, line by line, and ends at once when that does.
 *
 * <p>{@code open} makes a client as a {@link HerdSetup} says. {@code herd KEY}, {@code fill KEYS} and
 * {@code load KEYS READS_PER_SECOND MILLIS} get ready, say so, wait for {@code go} and answer with a report.
 */
final class HerdProcess {
    private static final int THREADS = 250;
    private static final int MOST_UNDER_WAY = 1_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final String target;
    private final String memcached;
    private final Random random;
    private @Nullable FeatureClient client;
    private volatile CountDownLatch start = new CountDownLatch(0);

    private HerdProcess(String target, String memcached, long seed) {
        this.target = target;
        this.memcached = memcached;
        this.random = new Random(seed);
    }

    /**
     * Reads commands.
     *
     * @param args the feature service, memcached, and what seeds the order of reads
     */
    public static void main(String[] args) throws IOException {
        HerdProcess process = new HerdProcess(args[0], args[1], Long.parseLong(args[2]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("go")) {
                process.start.countDown();
            } else {
                String command = line;
                daemon(() -> process.run(command));
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "herd");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(String command) {
        try {
            int blank = command.indexOf(' ');
            String rest = command.substring(blank + 1);
            say(
                    switch (command.substring(0, blank)) {
                        case "open" -> open(HerdSetup.parse(rest));
                        case "herd" -> herd(rest);
                        case "fill" -> fill(Integer.parseInt(rest));
                        default -> load(rest.split(" ", -1));
                    });
        } catch (RuntimeException | InterruptedException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private String open(HerdSetup setup) {
        if (client != null) {
            client.close();
        }
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        FeatureClient made = setup.client(target, memcached, meters);
        FunctionCounter misses = meters.get("plumbline.client.cache.requests")
                .tags("tier", "far", "result", "miss")
                .functionCounter();
        long end = System.nanoTime() + PATIENCE_NANOS;
        for (int i = 0; misses.count() == 0; i++) {
            // How these reads end is not asked: the network may be slow to connect.
            made.getAsync(HerdRows.VIEW, EntityKey.of("open-" + i))
                    .handle((row, thrown) -> row)
                    .join();
            if (System.nanoTime() - end >= 0) {
                throw new IllegalStateException("memcached has not answered for 30 s");
            }
        }
        client = made;
        return "opened";
    }

    /** All threads read one key. */
    private String herd(String entity) throws InterruptedException {
        FeatureClient reader = client();
        HerdReads reads = new HerdReads();
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch ready = new CountDownLatch(THREADS);
        CountDownLatch done = new CountDownLatch(THREADS);
        EntityKey key = EntityKey.of(entity);
        for (int i = 0; i < THREADS; i++) {
            daemon(() -> {
                ready.countDown();
                awaitUninterrupted(go);
                long began = System.nanoTime();
                try {
                    reads.ended(entity, reader.get(HerdRows.VIEW, key), null, System.nanoTime() - began);
                } catch (RuntimeException e) {
                    reads.ended(entity, null, e, System.nanoTime() - began);
                }
                done.countDown();
            });
        }
        ready.await();
        awaitGo(go);
        done.await();
        return reads.report(THREADS).line();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitGo(CountDownLatch go) throws InterruptedException {
        start = go;
        say("ready");
        go.await();
    }

    /** Reads all keys at once, as one call. */
    private String fill(int keys) throws InterruptedException {
        FeatureClient reader = client();
        List<EntityKey> all = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            all.add(EntityKey.of(entity(i)));
        }
        HerdReads reads = new HerdReads();
        awaitGo(new CountDownLatch(1));
        long began = System.nanoTime();
        FeatureRows rows = reader.getAll(HerdRows.VIEW, all);
        for (int i = 0; i < keys; i++) {
            reads.ended(entity(i), rows.get(i), null, System.nanoTime() - began);
        }
        return reads.report(keys).line();
    }

    /**
     * Reads the keys one after the other, in an order of this process's own, at a steady rate. Nothing waits for a read, but
     * when a thousand are under way the next ones come later.
     */
    private String load(String[] words) throws InterruptedException {
        FeatureClient reader = client();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(words[0]); i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        long readsPerSecond = Long.parseLong(words[1]);
        long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[2]));
        HerdReads reads = new HerdReads();
        awaitGo(new CountDownLatch(1));
        long began = System.nanoTime();
        int sent = 0;
        for (long passed = 0; passed < nanos; passed = System.nanoTime() - began) {
            long due = passed * readsPerSecond / TimeUnit.SECONDS.toNanos(1);
            for (; sent < due && sent - reads.count() < MOST_UNDER_WAY; sent++) {
                read(reader, entity(order.get(sent % order.size())), reads);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (reads.count() < sent && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return reads.report(sent).line();
    }

    private static void read(FeatureClient reader, String entity, HerdReads reads) {
        long began = System.nanoTime();
        reader.getAsync(HerdRows.VIEW, EntityKey.of(entity))
                .whenComplete((row, thrown) -> reads.ended(entity, row, thrown, System.nanoTime() - began));
    }

    private FeatureClient client() {
        if (client == null) {
            throw new IllegalStateException("open comes first");
        }
        return client;
    }

    private static String entity(int number) {
        return "entity-" + number;
    }
}
