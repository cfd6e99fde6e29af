package dev.plumbline.testing.contract;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.ViewBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A transport that does what another does, unless something is overridden. */
public class Meddling implements FeatureTransport {
    final FeatureTransport inner;

    public Meddling(FeatureTransport inner) {
        this.inner = inner;
    }

    /** Changes the rows of each answer. */
    static UnaryOperator<FeatureTransport> rows(BiFunction<FetchRequest, List<FeatureRow>, List<FeatureRow>> change) {
        return inner -> new Meddling(inner) {
            @Override
            public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
                return following(
                        inner.fetch(request, context), rows -> change.apply(request, rows), failure -> failure);
            }
        };
    }

    /** Changes each row of each answer. */
    static UnaryOperator<FeatureTransport> row(UnaryOperator<FeatureRow> change) {
        return rows((request, rows) -> rows.stream().map(change).toList());
    }

    /** Changes each failure. */
    static UnaryOperator<FeatureTransport> failures(UnaryOperator<TransportException> change) {
        return inner -> new Meddling(inner) {
            @Override
            public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
                return following(inner.fetch(request, context), rows -> rows, change);
            }
        };
    }

    /** Changes what travels beside each call. */
    static UnaryOperator<FeatureTransport> context(UnaryOperator<CallContext> change) {
        return inner -> new Meddling(inner) {
            @Override
            public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
                return inner.fetch(request, change.apply(context));
            }
        };
    }

    /** Returns a future that ends as another does, with changes, and whose cancel is the other's. */
    static CompletableFuture<List<FeatureRow>> following(
            CompletableFuture<List<FeatureRow>> call,
            UnaryOperator<List<FeatureRow>> change,
            UnaryOperator<TransportException> changeFailure) {
        CompletableFuture<List<FeatureRow>> changed = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                boolean first = super.cancel(mayInterrupt);
                call.cancel(mayInterrupt);
                return first;
            }
        };
        var unused = call.whenComplete((rows, failure) -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof TransportException typed) {
                changed.completeExceptionally(changeFailure.apply(typed));
            } else if (cause != null) {
                changed.completeExceptionally(cause);
            } else {
                try {
                    changed.complete(new ArrayList<>(change.apply(rows)));
                } catch (RuntimeException e) {
                    changed.completeExceptionally(e);
                }
            }
        });
        return changed;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public String operation() {
        return inner.operation();
    }

    @Override
    public Map<String, String> attributes() {
        return inner.attributes();
    }

    @Override
    public int maxEntities() {
        return inner.maxEntities();
    }

    @Override
    public boolean isNotFoundCertain() {
        return inner.isNotFoundCertain();
    }

    @Override
    public void start(ClientRuntime runtime) {
        inner.start(runtime);
    }

    @Override
    public void bind(ViewBinding binding) {
        inner.bind(binding);
    }

    @Override
    public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
        return inner.fetch(request, context);
    }

    @Override
    public CompletableFuture<Void> warmUp() {
        return inner.warmUp();
    }

    @Override
    public void recover() {
        inner.recover();
    }

    @Override
    public void close() {
        inner.close();
    }
}
