package dev.plumbline.examples.featureserver;

import com.mycorp.dal.FeatureRequest;
import com.mycorp.dal.FeatureResponse;
import com.mycorp.dal.FeatureServiceGrpc;
import com.mycorp.dal.LogRequest;
import com.mycorp.dal.LogResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The data access layer over a database. What it says of a failure names nobody's key. */
final class DataAccess extends FeatureServiceGrpc.FeatureServiceImplBase {
    private static final Logger log = Logger.getLogger(DataAccess.class.getName());

    private final FeatureTables tables;
    private final ServedCounts counts;
    private final Executor answers;

    /** Answers on the executor, which may take its time. */
    DataAccess(FeatureTables tables, ServedCounts counts, Executor answers) {
        this.tables = tables;
        this.counts = counts;
        this.answers = answers;
    }

    @Override
    public void getFeatures(FeatureRequest request, StreamObserver<FeatureResponse> observer) {
        ReadWish wish = ReadWishes.current();
        Metadata trailers = ReadWishes.trailers();
        answer(observer, request.getEntityId(), () -> read(request.getEntityId(), wish, trailers));
    }

    private FeatureResponse read(String entityId, ReadWish wish, Metadata trailers) {
        counts.addEntities(1);
        VersionedFeatures read;
        try {
            read = tables.read(entityId, wish);
        } catch (SQLException e) {
            log.log(Level.WARNING, e, () -> "cannot read an entity from the database");
            throw Status.INTERNAL.withDescription("the database failed").asRuntimeException();
        }
        if (read.version() != VersionedFeatures.UNTOLD) {
            trailers.put(ReadWishes.DATA_VERSION, Long.toString(read.version()));
        }
        return FeatureResponse.newBuilder()
                .putAllFeatures(read.features())
                .setFound(!read.features().isEmpty())
                .build();
    }

    @Override
    public void logPrediction(LogRequest request, StreamObserver<LogResponse> observer) {
        answer(observer, request.getEntityId(), () -> write(request));
    }

    private LogResponse write(LogRequest request) {
        if (request.getPredictionScoresCount() == 0) {
            return LogResponse.newBuilder().setMessage("there are no scores").build();
        }
        try {
            tables.log(request.getEntityId(), request.getModelVersion(), request.getPredictionScoresMap());
            return LogResponse.newBuilder().setSuccess(true).build();
        } catch (SQLException e) {
            log.log(Level.WARNING, e, () -> "cannot write a prediction to the database");
            return LogResponse.newBuilder().setMessage("the database failed").build();
        }
    }

    private <R> void answer(StreamObserver<R> observer, String entityId, Supplier<R> reply) {
        if (entityId.isEmpty()) {
            observer.onError(Status.INVALID_ARGUMENT
                    .withDescription("entity_id is empty: name an entity")
                    .asRuntimeException());
            return;
        }
        ServerCallStreamObserver<R> call = (ServerCallStreamObserver<R>) observer;
        // With a handler set, an answer to a call that its caller gave up is dropped rather than thrown back at us.
        call.setOnCancelHandler(() -> {});
        answers.execute(() -> {
            if (call.isCancelled()) {
                return;
            }
            try {
                call.onNext(reply.get());
                call.onCompleted();
            } catch (StatusRuntimeException e) {
                call.onError(e);
            }
        });
    }
}
