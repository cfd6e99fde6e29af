package dev.plumbline.grpc;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The names under which servers of one contract offer its method, and the one that the target answered to last. A fetch
 * that finds it unknown goes once to each other one, within the same deadline. Thread-safe.
 */
final class ServiceMethods {
    private record Named(MethodDescriptor<byte[], ReplyMarshaller.Reply> method, Map<String, String> attributes) {}

    private final ReplyMarshaller replies = new ReplyMarshaller();
    private final List<Named> all;
    private volatile int known;

    /** Makes one call, by one of the names. */
    @FunctionalInterface
    interface Caller
            extends Function<MethodDescriptor<byte[], ReplyMarshaller.Reply>, CompletableFuture<List<FeatureRow>>> {}

    ServiceMethods(TransportSettings settings) {
        RequestMarshaller requests = new RequestMarshaller();
        this.all = settings.fullMethods().stream()
                .map(name -> new Named(
                        MethodDescriptor.newBuilder(requests, replies)
                                .setType(MethodDescriptor.MethodType.UNARY)
                                .setFullMethodName(name)
                                .setIdempotent(true)
                                .build(),
                        settings.attributes(name)))
                .toList();
    }

    ReplyMarshaller replies() {
        return replies;
    }

    /** Returns the method that the target answered to last, at first the contract's own. */
    MethodDescriptor<byte[], ReplyMarshaller.Reply> known() {
        return all.get(known).method();
    }

    /** Returns what spans say of a call by that method. */
    Map<String, String> attributes() {
        return all.get(known).attributes();
    }

    /** Fetches by the known method, then by the others as long as the target does not know it. */
    CompletableFuture<List<FeatureRow>> fetch(Caller caller) {
        if (all.size() == 1) {
            return caller.apply(known());
        }
        Search search = new Search(caller, known);
        search.call();
        return search.result;
    }

    private final class Search {
        private final Caller caller;
        private final int first;
        private final CompletableFuture<List<FeatureRow>> result = new CompletableFuture<>();
        private final AtomicReference<@Nullable CompletableFuture<?>> underWay = new AtomicReference<>();
        private int tried;

        Search(Caller caller, int first) {
            this.caller = caller;
            this.first = first;
            var unused = result.whenComplete((rows, failure) -> cancel());
        }

        private void cancel() {
            CompletableFuture<?> call = underWay.get();
            if (call != null) {
                call.cancel(false);
            }
        }

        void call() {
            int index = (first + tried++) % all.size();
            CompletableFuture<List<FeatureRow>> call =
                    caller.apply(all.get(index).method());
            underWay.set(call);
            var unused = call.whenComplete((rows, failure) -> ended(index, rows, failure));
            if (result.isDone()) {
                call.cancel(false);
            }
        }

        private void ended(int index, @Nullable List<FeatureRow> rows, @Nullable Throwable failure) {
            boolean isUnknown =
                    failure instanceof TransportException transport && transport.kind() == Kind.UNIMPLEMENTED;
            if (isUnknown && tried < all.size() && !result.isDone()) {
                call();
                return;
            }
            if (failure == null) {
                known = index;
                result.complete(rows);
            } else {
                result.completeExceptionally(failure);
            }
        }
    }
}
