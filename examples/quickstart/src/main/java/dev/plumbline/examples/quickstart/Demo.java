package dev.plumbline.examples.quickstart;

import static dev.plumbline.examples.quickstart.DemoFailure.unless;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureException;
import dev.plumbline.FeatureUnavailableException;
import dev.plumbline.FeatureVector;
import dev.plumbline.OnlineVectorizer;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.grpc.GrpcTransport;
import dev.plumbline.transform.TransformSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** The whole of it on real flights: vectors, one load for many readers, a server that dies and comes back. */
final class Demo {
    private static final int FLIGHTS = 20;
    private static final int READERS = 500;
    private static final EntityKey COLD = EntityKey.of("SFO");
    private static final EntityKey NEVER_SEEN = EntityKey.of("BOS");

    private final DemoSettings settings;
    private final OriginCalls origin = new OriginCalls();
    private final ReadTimes times = new ReadTimes();
    private final List<Flight> flights;
    private final List<EntityKey> airports;

    private Demo(DemoSettings settings) throws Exception {
        this.settings = settings;
        this.flights = Flight.read(DemoSettings.FLIGHTS).stream()
                .filter(flight -> !involves(flight, COLD) && !involves(flight, NEVER_SEEN))
                .limit(FLIGHTS)
                .toList();
        this.airports = flights.stream()
                .flatMap(flight -> List.of(flight.origin(), flight.destination()).stream())
                .distinct()
                .map(EntityKey::of)
                .toList();
    }

    private static boolean involves(Flight flight, EntityKey airport) {
        return airport.text(0).equals(flight.origin()) || airport.text(0).equals(flight.destination());
    }

    public static void main(String[] args) throws Exception {
        try {
            new Demo(DemoSettings.of(System.getenv())).run();
        } catch (DemoFailure | FeatureException e) {
            System.err.println("demo: " + e.getMessage());
            System.exit(1);
        }
    }

    private FeatureClient client() {
        return FeatureClient.builder(GrpcTransport.onlineFeaturesBuilder(settings.target())
                        .intercept(origin)
                        .build())
                .views(Airports.VIEW)
                .cache(TieredCache.builder()
                        .memcached(settings.memcached())
                        .namespace(settings.namespace())
                        .build())
                .build();
    }

    private void run() throws Exception {
        try (FeatureClient client = client()) {
            System.out.println(client);
            unless(client.warmUp(Duration.ofSeconds(10)), "the feature server at " + settings.target() + " is not up");
            vectors(client);
            herd(client);
            tiers(client);
            outage(client);
        }
        title("Reads by the tier that answered");
        times.table().forEach(System.out::println);
    }

    private void vectors(FeatureClient client) {
        OnlineVectorizer vectorizer = client.vectorizer(TransformSpec.load(DemoSettings.SPEC));
        title("Model inputs of " + FLIGHTS + " flights");
        System.out.println(
                "spec " + vectorizer.spec().name() + " " + vectorizer.spec().fingerprint());
        List<String> names = vectorizer.slotNames();
        for (int slot = 0; slot < names.size(); slot++) {
            System.out.println("  x[" + slot + "] " + names.get(slot));
        }
        for (Flight flight : flights) {
            FeatureVector vector = vectorizer.vector(flight.request());
            unless(vector.width() == names.size(), "a vector of " + vector.width() + " slots");
            unless(
                    vector.fingerprint().equals(vectorizer.spec().fingerprint()),
                    "a vector with another fingerprint than its spec's");
            System.out.println(flight + "\n  " + text(vector.float32s()));
        }
        title("How x[1] of the first flight came about");
        System.out.println(vectorizer.explain(flights.get(0).request(), 1));
    }

    private static String text(float[] values) {
        return Arrays.toString(values);
    }

    private void herd(FeatureClient client) {
        title(READERS + " concurrent reads of one cold key");
        long before = origin.count();
        List<CompletableFuture<FeatureRow>> reads = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            reads.add(client.getAsync(Airports.VIEW, COLD));
        }
        double delay = reads.get(0).join().float64("mean_delay");
        for (CompletableFuture<FeatureRow> read : reads) {
            unless(read.join().float64("mean_delay") == delay, "two readers of one key saw two values");
        }
        long calls = origin.count() - before;
        System.out.println("origin calls: " + calls);
        unless(calls == 1, READERS + " readers of one cold key made " + calls + " origin calls, not 1");
    }

    private void tiers(FeatureClient client) {
        // Another process would find the rows in memcached; a second client of this one does as well.
        try (FeatureClient other = client()) {
            other.warmUp(Duration.ofSeconds(10));
            airports.forEach(
                    airport -> client.invalidate(Airports.VIEW, airport).join());
            readAll(client);
            readAll(client);
            readAll(other);
            unless(times.count("near fresh") > 0, "no read was answered by the near tier");
            unless(times.count("far fresh") > 0, "no read was answered by the far tier");
            unless(times.count("origin fresh") > 0, "no read was answered by the origin");
        }
    }

    private void readAll(FeatureClient client) {
        for (EntityKey airport : airports) {
            times.time(() -> client.get(Airports.VIEW, airport));
        }
    }

    private void outage(FeatureClient client) throws Exception {
        title("The feature server is stopped");
        ServerProcess server = new ServerProcess(settings);
        EntityKey airport = airports.get(0);
        readAll(client);
        server.stop();
        FeatureRow stale = until(client, airport, row -> row.freshness() == Freshness.STALE);
        readAll(client);
        System.out.println("known key: " + describe(stale));
        try {
            client.get(Airports.VIEW, NEVER_SEEN, CallOptions.deadline(Duration.ofSeconds(2)));
            throw new DemoFailure("a key never seen was answered without a server");
        } catch (FeatureUnavailableException e) {
            System.out.println("key never seen: " + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        title("The feature server is back");
        server.start();
        FeatureRow fresh =
                until(client, airport, row -> row.freshness() == Freshness.FRESH && row.tier() == ReadTier.ORIGIN);
        readAll(client);
        System.out.println("known key: " + describe(fresh));
    }

    private FeatureRow until(FeatureClient client, EntityKey key, java.util.function.Predicate<FeatureRow> wanted)
            throws InterruptedException {
        Instant end = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(end)) {
            FeatureRow row = times.time(() -> client.get(Airports.VIEW, key));
            if (wanted.test(row)) {
                return row;
            }
            Thread.sleep(50);
        }
        throw new DemoFailure("within 20 s no read of " + key + " was as expected");
    }

    private static String describe(FeatureRow row) {
        return String.format(
                Locale.ROOT,
                "mean delay %.2f, %s from %s, %d ms old",
                row.float64("mean_delay"),
                row.freshness(),
                row.tier(),
                row.age().toMillis());
    }

    private static void title(String text) {
        System.out.println("\n== " + text);
    }
}
