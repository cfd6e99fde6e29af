package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureClientBuilder;
import dev.plumbline.FeatureRejectedException;
import dev.plumbline.feature.Fallback;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadPreference;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.StalenessBounds;
import dev.plumbline.feature.ValueState;
import dev.plumbline.policy.RetryPolicy;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.ViewBinding;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a view's reads answer in the place of rows that they do not get. */
final class FallbackReadTest extends SharedFarTest {
    private static final Fallback DEFAULTS = Fallback.defaults(Map.of("flights", 0L, "mean_delay", 1.5));
    private static final Fallback OTHERS = Fallback.defaults(Map.of("flights", 99L));

    private static FeatureView view(Fallback onNotFound, Fallback onFailure) {
        return FeatureView.builder(AIRPORT.name(), "airport")
                .feature("flights", FeatureType.INT64)
                .feature("mean_delay", FeatureType.FLOAT64)
                .onNotFound(onNotFound)
                .onFailure(onFailure)
                .build();
    }

    private FeatureClientBuilder over(FeatureView view) {
        return FeatureClient.builder(store.transport())
                .views(view)
                .environment(Map.of())
                .jitter(0)
                .ticker(time)
                .clock(time)
                .scheduler(time)
                .executor(Runnable::run)
                .callbackExecutor(Runnable::run)
                .retry(RetryPolicy.builder().maxAttempts(1).build())
                .meters(meters);
    }

    private double made(String reason, String kind) {
        return counted("plumbline.client.fallbacks", "view", AIRPORT.name(), "reason", reason, "kind", kind);
    }

    private void isDefault(FeatureRow row) {
        assertThat(row.status()).isEqualTo(RowStatus.PRESENT);
        assertThat(row.freshness()).isEqualTo(Freshness.FALLBACK);
        assertThat(row.tier()).isEqualTo(ReadTier.NONE);
        assertThat(row.int64("flights")).isZero();
        assertThat(row.float64("mean_delay")).isEqualTo(1.5);
        assertThat(row.age()).isZero();
        assertThat(row.dataVersion()).isEqualTo(FeatureRow.UNKNOWN_VERSION);
    }

    @Test
    void notFound_andFailure_haveTheirOwn() {
        FeatureView view = view(DEFAULTS, OTHERS);
        FeatureClient client = open(over(view));
        store.faults().failRows(TransportException.Kind.INTERNAL, ORD);

        isDefault(client.get(view, NOWHERE));
        FeatureRow failed = client.get(view, ORD);

        assertThat(failed.int64("flights")).isEqualTo(99);
        assertThat(failed.state("mean_delay")).isEqualTo(ValueState.NOT_FOUND);
        assertThat(made("not_found", "defaults")).isOne();
        assertThat(made("failure", "defaults")).isOne();
        assertThat(counted("plumbline.client.requests", "outcome", "fallback")).isEqualTo(2);
    }

    @Test
    void without_notFoundAndFailuresStayWhatTheyAre() {
        FeatureView view = view(Fallback.fail(), Fallback.fail());
        FeatureClient client = open(over(view));
        store.faults().failRows(TransportException.Kind.INTERNAL, ORD);

        assertThat(client.get(view, NOWHERE).status()).isEqualTo(RowStatus.NOT_FOUND);
        assertThat(failure(client.getAsync(view, ORD))).hasMessageContaining("could not be read");
        assertThat(counted("plumbline.client.fallbacks")).isZero();
    }

    @Test
    void everyWayOfReading_answersIt() {
        FeatureView view = view(DEFAULTS, DEFAULTS);
        FeatureClient client = open(over(view).cache(tiers(near, far)));
        store.faults().failRows(TransportException.Kind.INTERNAL, ORD);

        isDefault(done(client.getAsync(view, NOWHERE)));
        isDefault(client.get(view, NOWHERE));
        isDefault(done(client.getAsync(view, ORD)));
        isDefault(client.get(view, ORD));
        FeatureRows waited = client.getAll(view, List.of(NOWHERE, DFW, ORD));
        FeatureRows later = done(client.getAllAsync(view, List.of(NOWHERE, DFW, ORD)));

        for (FeatureRows rows : List.of(waited, later)) {
            isDefault(rows.get(0));
            assertThat(rows.get(1).freshness()).isEqualTo(Freshness.FRESH);
            isDefault(rows.get(2));
        }
        assertThat(made("not_found", "defaults")).isEqualTo(4);
        assertThat(made("failure", "defaults")).isEqualTo(4);
        assertThat(counted("plumbline.client.requests", "operation", "get_all", "outcome", "fallback"))
                .isEqualTo(2);
    }

    @Test
    void noTier_storesIt() {
        FeatureView view = view(DEFAULTS, DEFAULTS);
        FeatureClient client = open(over(view).cache(tiers(near, far)));
        store.faults().failRows(TransportException.Kind.INTERNAL, ORD);

        client.get(view, NOWHERE);
        client.get(view, ORD);

        assertThat(far.fills).allMatch(fill -> fill.row().status() == RowStatus.NOT_FOUND);
        assertThat(near.entries.values()).allMatch(entry -> entry.row().status() == RowStatus.NOT_FOUND);
        putFlights(NOWHERE, 5);
        time.advance(Duration.ofSeconds(2));
        assertThat(client.get(view, NOWHERE).int64("flights")).isEqualTo(5);
    }

    @Test
    void staleRow_goesBeforeIt() {
        FeatureView view = view(DEFAULTS, DEFAULTS);
        FeatureClient client = open(over(view).cache(tiers(near, null)));
        client.get(view, DFW);
        store.faults().failAlways(TransportException.Kind.INTERNAL);

        time.advance(Duration.ofSeconds(329));
        FeatureRow stale = done(client.getAsync(view, DFW));
        time.advance(Duration.ofSeconds(2));

        assertThat(stale.freshness()).isEqualTo(Freshness.STALE);
        isDefault(done(client.getAsync(view, DFW)));
    }

    @Test
    void callersDeadline_isAFailureToo() {
        FeatureView view = view(Fallback.fail(), DEFAULTS);
        FeatureClient client = open(over(view));
        CallOptions hasty = CallOptions.deadline(Duration.ofMillis(50));
        store.faults().hold();

        CompletableFuture<FeatureRow> one = client.getAsync(view, DFW, hasty);
        CompletableFuture<FeatureRows> all = client.getAllAsync(view, List.of(ORD), hasty);
        time.advance(Duration.ofMillis(50));

        isDefault(done(one));
        isDefault(done(all).get(0));
        isDefault(client.get(view, NOWHERE, hasty));
        assertThat(made("failure", "defaults")).isEqualTo(3);
        store.faults().release();
        time.advance(Duration.ofSeconds(3));
        assertThat(made("failure", "defaults")).isEqualTo(3);
    }

    @Test
    void lastKnownRow_isServedPastAllBounds() {
        FeatureView view = view(Fallback.fail(), Fallback.lastKnown());
        FeatureClient client = open(over(view).cache(tiers(near, null)));
        client.get(view, DFW);
        store.faults().failAlways(TransportException.Kind.INTERNAL);
        time.advance(Duration.ofHours(5));

        FeatureRow row = done(client.getAsync(view, DFW));

        assertThat(row.int64("flights")).isEqualTo(12);
        assertThat(row.freshness()).isEqualTo(Freshness.FALLBACK);
        assertThat(row.tier()).isEqualTo(ReadTier.NEAR);
        assertThat(row.age()).isEqualTo(Duration.ofHours(5));
        assertThat(made("failure", "last_known")).isOne();
        assertThat(failure(client.getAsync(view, ORD))).hasMessageContaining("could not be read");
        store.faults().clear();
        time.advance(Duration.ofSeconds(1));
        assertThat(done(client.getAsync(view, DFW)).freshness()).isEqualTo(Freshness.FRESH);
    }

    @Test
    void lastKnownRow_ofTheFarTier_isServedToo() {
        FeatureView view = view(Fallback.fail(), Fallback.lastKnown());
        putOldFar(98, Duration.ofHours(1));
        FeatureClient client = open(over(view).cache(tiers(null, far)));
        store.faults().failAlways(TransportException.Kind.INTERNAL);

        FeatureRow row = done(client.getAsync(view, DFW));

        assertThat(row.int64("flights")).isEqualTo(98);
        assertThat(row.tier()).isEqualTo(ReadTier.FAR);
        assertThat(row.freshness()).isEqualTo(Freshness.FALLBACK);
    }

    @Test
    void lastKnownRow_coversARowThatIsNotFoundAnyMore_againAndAgain() {
        FeatureView view = view(Fallback.lastKnown(), Fallback.fail());
        FeatureClient client = open(over(view).cache(tiers(near, far)));
        client.get(view, DFW);
        store.remove(view, DFW);
        time.advance(Duration.ofHours(1));

        for (int i = 0; i < 3; i++) {
            FeatureRow row = done(client.getAsync(view, DFW));
            assertThat(row.int64("flights")).isEqualTo(12);
            assertThat(row.freshness()).isEqualTo(Freshness.FALLBACK);
            time.advance(Duration.ofMillis(100));
        }
        assertThat(made("not_found", "last_known")).isEqualTo(3);
        assertThat(far.row(DFW_ROW)).isNull();
        assertThat(client.get(view, NOWHERE).status()).isEqualTo(RowStatus.NOT_FOUND);
    }

    @Test
    void lastKnownRow_isForgottenByAWrite_andThenDefaultsHold() {
        FeatureView view = view(Fallback.fail(), Fallback.lastKnownOr(Map.of("flights", 0L, "mean_delay", 1.5)));
        FeatureClient client = open(over(view).cache(tiers(near, null)));
        client.get(view, DFW);
        client.invalidate(view, DFW);
        store.faults().failAlways(TransportException.Kind.INTERNAL);

        isDefault(done(client.getAsync(view, DFW)));
    }

    @Test
    void readPastTheTiers_getsNoLastKnownRow_butDefaults() {
        FeatureView view = view(Fallback.fail(), Fallback.lastKnown());
        FeatureClient client = open(over(view).cache(tiers(near, null)));
        client.get(view, DFW);
        store.faults().failAlways(TransportException.Kind.INTERNAL);

        assertThat(failure(client.getAsync(view, DFW, CallOptions.readPreference(ReadPreference.PRIMARY))))
                .hasMessageContaining("could not be read");
        assertThat(failure(client.getAsync(view, DFW, CallOptions.minVersion(3))))
                .hasMessageContaining("could not be read");
    }

    @Test
    void closedClient_isNotCovered() {
        FeatureView view = view(DEFAULTS, DEFAULTS);
        FeatureClient client = open(over(view));
        store.faults().hold();
        CompletableFuture<FeatureRow> read = client.getAsync(view, DFW);
        client.close();

        assertThat(failure(read)).isInstanceOf(FeatureRejectedException.class);
        assertThatThrownBy(() -> client.get(view, DFW)).isInstanceOf(FeatureRejectedException.class);
    }

    @Test
    void rowThatTheServiceMarksAsItsOwnFallback_isPassedOn_countedAndNotStored() {
        FeatureClient client = open(FeatureClient.builder(new ColdStart())
                .views(AIRPORT)
                .environment(Map.of())
                .executor(Runnable::run)
                .cache(tiers(near, far))
                .meters(meters));

        FeatureRow row = client.get(AIRPORT, DFW);

        assertThat(row.freshness()).isEqualTo(Freshness.FALLBACK);
        assertThat(row.tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(client.getAll(AIRPORT, List.of(DFW)).get(0).freshness()).isEqualTo(Freshness.FALLBACK);
        assertThat(near.entries).isEmpty();
        assertThat(far.fills).isEmpty();
        assertThat(made("service", "service")).isEqualTo(2);
    }

    @Test
    void rowOfTheService_isNoRowThatWasFound_soThatThePrimaryIsAsked() {
        ColdStart service = new ColdStart();
        FeatureClient client = open(cold(service));
        CallOptions both = CallOptions.readPreference(ReadPreference.REPLICA_THEN_PRIMARY);

        service.primaryKnows = true;
        assertThat(client.get(AIRPORT, DFW, both).int64("flights")).isEqualTo(13);
        service.primaryKnows = false;
        assertThat(client.get(AIRPORT, ORD, both).freshness()).isEqualTo(Freshness.FALLBACK);
        assertThat(service.calls).isEqualTo(4);
    }

    @Test
    void rowOfTheService_isAskedForAgain_ifItIsKnownToExist_andThenIsTheAnswer() {
        ColdStart service = new ColdStart();
        FeatureClient client = open(cold(service));

        CompletableFuture<FeatureRow> read =
                client.getAsync(AIRPORT, DFW, CallOptions.expectFound().withDeadline(Duration.ofSeconds(5)));
        time.advance(Duration.ofSeconds(1));

        assertThat(done(read).freshness()).isEqualTo(Freshness.FALLBACK);
        assertThat(service.calls).isEqualTo(6);
    }

    @Test
    void rowOfTheService_isOfNoVersion_soThatAReadWithOneGoesOn() {
        ColdStart service = new ColdStart();
        FeatureClient client = open(cold(service));

        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW, CallOptions.minVersion(3));
        time.advance(Duration.ofMillis(20));
        service.replicaKnows = true;
        time.advance(Duration.ofMillis(20));

        assertThat(done(read).dataVersion()).isEqualTo(3);
    }

    private FeatureClientBuilder cold(ColdStart service) {
        return FeatureClient.builder(service)
                .views(AIRPORT)
                .environment(Map.of())
                .ticker(time)
                .clock(time)
                .scheduler(time)
                .executor(Runnable::run)
                .callbackExecutor(Runnable::run)
                .cache(tiers(near, far));
    }

    /** Answers each entity as one that has only just come, unless it is told otherwise. */
    private static final class ColdStart implements FeatureTransport {
        private boolean primaryKnows;
        private boolean replicaKnows;
        private int calls;

        @Override
        public String name() {
            return "cold";
        }

        @Override
        public int maxEntities() {
            return 10;
        }

        @Override
        public void start(ClientRuntime runtime) {}

        @Override
        public void bind(ViewBinding binding) {}

        @Override
        public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
            calls++;
            var row = FeatureRow.builder(AIRPORT, 5);
            if ("primary".equals(context.headers().get("plumbline-read-preference")) ? primaryKnows : replicaKnows) {
                row.putInt64(0, 13);
                row.dataVersion(3);
                return CompletableFuture.completedFuture(List.of(row.build()));
            }
            row.putInt64(0, 0);
            return CompletableFuture.completedFuture(
                    List.of(row.build().asRead(5, Freshness.FALLBACK, ReadTier.ORIGIN)));
        }

        @Override
        public CompletableFuture<Void> warmUp() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void recover() {}

        @Override
        public void close() {}
    }

    @Test
    void notFoundThatIsServedOnceMore_sinceALoadHasJustFailed_isReplacedToo() {
        FeatureView view = FeatureView.builder(AIRPORT.name(), "airport")
                .feature("flights", FeatureType.INT64)
                .feature("mean_delay", FeatureType.FLOAT64)
                .staleness(StalenessBounds.builder()
                        .nearFresh(Duration.ofSeconds(2))
                        .notFound(Duration.ofSeconds(10))
                        .build())
                .onNotFound(DEFAULTS)
                .build();
        FeatureClient client = open(over(view).cache(tiers(near, null)));
        isDefault(client.get(view, NOWHERE));
        time.advance(Duration.ofSeconds(3));
        store.faults().failAlways(TransportException.Kind.INTERNAL);

        isDefault(client.get(view, NOWHERE));
        isDefault(client.get(view, NOWHERE));
    }
}
