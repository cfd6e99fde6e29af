package dev.plumbline.examples.featureserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import featurestore.FeatureSet;
import featurestore.FeatureStoreGrpc;
import featurestore.OnlineFeaturesRequest;
import featurestore.OnlineFeaturesResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The contract over a store: trouble with one entity, or with the store, leaves its feature set empty. */
final class OnlineFeatures extends FeatureStoreGrpc.FeatureStoreImplBase {
    private static final Logger log = Logger.getLogger(OnlineFeatures.class.getName());

    private final RowStore store;
    private final ServedCounts counts;
    private final Executor answers;

    /** Answers on the executor, which may take its time. */
    OnlineFeatures(RowStore store, ServedCounts counts, Executor answers) {
        this.store = store;
        this.counts = counts;
        this.answers = answers;
    }

    @Override
    public void getOnlineFeatures(OnlineFeaturesRequest request, StreamObserver<OnlineFeaturesResponse> observer) {
        if (request.getEntityIdsCount() == 0) {
            observer.onError(Status.INVALID_ARGUMENT
                    .withDescription("entity_ids is empty: name at least one entity")
                    .asRuntimeException());
            return;
        }
        ServerCallStreamObserver<OnlineFeaturesResponse> call =
                (ServerCallStreamObserver<OnlineFeaturesResponse>) observer;
        // With a handler set, an answer to a call that its caller gave up is dropped rather than thrown back at us.
        call.setOnCancelHandler(() -> {});
        answers.execute(() -> {
            if (!call.isCancelled()) {
                call.onNext(answer(request));
                call.onCompleted();
            }
        });
    }

    private OnlineFeaturesResponse answer(OnlineFeaturesRequest request) {
        Set<String> ids = new LinkedHashSet<>(request.getEntityIdsList());
        counts.addEntities(ids.size());
        Map<String, String> rows = read(ids);
        OnlineFeaturesResponse.Builder response = OnlineFeaturesResponse.newBuilder();
        for (String id : ids) {
            String row = rows.get(id);
            response.putResults(
                    id, row == null ? FeatureSet.getDefaultInstance() : parse(id, row, request.getFeatureNamesList()));
        }
        return response.build();
    }

    private Map<String, String> read(Set<String> ids) {
        try {
            return store.readAll(ids);
        } catch (RuntimeException e) {
            log.log(Level.WARNING, e, () -> "cannot read " + ids.size() + " entities from " + store.name());
            return Map.of();
        }
    }

    private static FeatureSet parse(String id, String row, Collection<String> names) {
        try {
            return RowParser.parse(row, names);
        } catch (JsonProcessingException e) {
            log.log(Level.WARNING, "the row of {0} does not parse: {1}", new Object[] {id, e.getOriginalMessage()});
            return FeatureSet.getDefaultInstance();
        }
    }
}
