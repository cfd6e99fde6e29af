package dev.plumbline.http;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.runtime.Ticker;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.ViewBinding;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Short ways to fetch. */
final class Fetches {
    static final FeatureView AIRPORT = FeatureView.builder("airport_delays", "airport")
            .feature("flights", FeatureType.INT64)
            .feature("mean_delay", FeatureType.FLOAT64)
            .build();

    /** The plain reply for the airport DFW. */
    static final String DFW = "{\"rows\":[{\"key\":\"DFW\",\"values\":{\"flights\":12,\"mean_delay\":8.25}}]}";

    private Fetches() {}

    static CallContext within(Duration limit) {
        return new CallContext(Ticker.system().nanos() + limit.toNanos(), Map.of());
    }

    static CallContext with(Map<String, String> headers) {
        return new CallContext(Ticker.system().nanos() + TimeUnit.SECONDS.toNanos(40), headers);
    }

    static CompletableFuture<List<FeatureRow>> fetch(HttpTransport transport, EntityKey... keys) {
        return fetch(transport, with(Map.of()), keys);
    }

    static CompletableFuture<List<FeatureRow>> fetch(HttpTransport transport, CallContext context, EntityKey... keys) {
        return fetch(transport, ViewBinding.of(AIRPORT), context, keys);
    }

    static CompletableFuture<List<FeatureRow>> fetch(
            HttpTransport transport, ViewBinding binding, CallContext context, EntityKey... keys) {
        transport.bind(binding);
        return transport.fetch(new FetchRequest(binding, List.of(keys)), context);
    }

    static <T> T get(CompletableFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(50, TimeUnit.SECONDS);
    }

    static TransportException failure(CompletableFuture<?> future) throws InterruptedException, TimeoutException {
        try {
            future.get(50, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransportException failure) {
                return failure;
            }
            throw new AssertionError("another failure", e.getCause());
        }
        throw new AssertionError("no failure");
    }
}
