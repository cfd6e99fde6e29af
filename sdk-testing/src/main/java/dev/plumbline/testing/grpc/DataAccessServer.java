package dev.plumbline.testing.grpc;

import com.google.protobuf.CodedInputStream;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.testing.InMemoryFeatureStore;
import dev.plumbline.testing.ServedStore;
import dev.plumbline.transport.TransportException;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code com.mycorp.dal.FeatureService}: one entity in a call, its numbers as floats, and a log of predictions.
 *
 * <p>An unknown entity is {@code found=false}; nulls, texts and lists are left out, as the contract has none. An entity
 * that fails alone fails its call. Thread-safe.
 */
public final class DataAccessServer extends GrpcFeatureServer {
    private static final String SERVICE = "com.mycorp.dal.FeatureService/";

    private final Log log;

    /**
     * A prediction that was logged.
     *
     * <p>Immutable and thread-safe.
     *
     * @param entityId the entity's id
     * @param modelVersion the model's version
     * @param scores the scores by name
     */
    public record LoggedPrediction(String entityId, String modelVersion, Map<String, Float> scores) {
        /**
         * Makes a record.
         *
         * @param entityId the entity's id
         * @param modelVersion the model's version
         * @param scores the scores by name
         */
        public LoggedPrediction {
            scores = Map.copyOf(scores);
        }
    }

    private static final class Log {
        private final List<LoggedPrediction> predictions = new CopyOnWriteArrayList<>();
        private volatile @Nullable String refusal;
    }

    private DataAccessServer(ServedStore served, boolean inProcess, Log log) {
        super(
                served,
                inProcess,
                call -> {
                    if (call.method().endsWith("LogPrediction")) {
                        log(log, call);
                    } else {
                        answer(served, call);
                    }
                },
                SERVICE + "GetFeatures",
                SERVICE + "LogPrediction");
        this.log = log;
    }

    /**
     * Starts a server on a free port of the loopback interface.
     *
     * @param store the rows and what goes wrong
     * @param views what the server knows, at least one; a request means the first that has the entity
     * @return the server, which the caller closes
     */
    public static DataAccessServer start(InMemoryFeatureStore store, FeatureView... views) {
        return new DataAccessServer(ServedStore.of(store, views), false, new Log());
    }

    /**
     * Starts a server in process, which {@link #channel()} reaches.
     *
     * @param store the rows and what goes wrong
     * @param views what the server knows, at least one
     * @return the server, which the caller closes
     */
    public static DataAccessServer startInProcess(InMemoryFeatureStore store, FeatureView... views) {
        return new DataAccessServer(ServedStore.of(store, views), true, new Log());
    }

    /**
     * Returns the predictions that were logged.
     *
     * @return those so far, in order
     */
    public List<LoggedPrediction> predictions() {
        return List.copyOf(log.predictions);
    }

    /**
     * Answers every further prediction with {@code success=false}, and does not keep it.
     *
     * @param message why, null to take them again
     */
    public void refusePredictions(@Nullable String message) {
        log.refusal = message;
    }

    private static void answer(ServedStore served, IncomingCall call) throws IOException {
        String id = id(call.request());
        if (id.isEmpty()) {
            call.fail(Status.INVALID_ARGUMENT.withDescription("entity_id is empty"), new Metadata());
            return;
        }
        FeatureView view = served.viewOf(id);
        call.serve(served, view, List.of(served.key(view, id)), rows -> {
            FeatureRow row = rows.isEmpty() ? null : rows.get(0).row();
            if (row != null && row.cause().orElse(null) instanceof TransportException failure) {
                call.fail(failure);
            } else {
                call.reply(response(row));
            }
        });
    }

    static String id(CodedInputStream request) throws IOException {
        String[] id = {""};
        ProtoReader.read(request, field -> {
            if (field == 1) {
                id[0] = request.readStringRequireUtf8();
            }
            return field == 1;
        });
        return id[0];
    }

    private static ProtoMessage response(@Nullable FeatureRow row) {
        ProtoMessage response = new ProtoMessage();
        if (row == null || row.status() != RowStatus.PRESENT) {
            return response;
        }
        for (int slot = 0; slot < row.view().size(); slot++) {
            ValueState state = row.storedState(slot);
            boolean number = row.object(slot) == null && (state == ValueState.PRESENT || state == ValueState.NAN);
            if (number) {
                response.message(
                        1,
                        new ProtoMessage()
                                .text(1, row.view().featureNames().get(slot))
                                .float32(2, number(row, slot)));
            }
        }
        return response.bool(2, true);
    }

    private static float number(FeatureRow row, int slot) {
        long bits = row.bits(slot);
        return switch (row.view().type(slot).kind()) {
            case FLOAT32, FLOAT64 -> (float) Double.longBitsToDouble(bits);
            default -> (float) bits;
        };
    }

    private static void log(Log log, IncomingCall call) throws IOException {
        CodedInputStream request = call.request();
        String[] texts = {"", ""};
        Map<String, Float> scores = new HashMap<>();
        ProtoReader.read(request, field -> {
            switch (field) {
                case 1, 2 -> texts[field - 1] = request.readStringRequireUtf8();
                case 3 -> putScore(scores, ProtoReader.nested(request));
                default -> {
                    return false;
                }
            }
            return true;
        });
        String refusal = log.refusal;
        if (refusal == null) {
            log.predictions.add(new LoggedPrediction(texts[0], texts[1], scores));
        }
        call.reply(new ProtoMessage().bool(1, refusal == null).text(2, refusal == null ? "" : refusal));
    }

    private static void putScore(Map<String, Float> scores, CodedInputStream entry) throws IOException {
        String[] name = {""};
        float[] score = {0};
        ProtoReader.read(entry, field -> {
            switch (field) {
                case 1 -> name[0] = entry.readStringRequireUtf8();
                case 2 -> score[0] = entry.readFloat();
                default -> {
                    return false;
                }
            }
            return true;
        });
        scores.put(name[0], score[0]);
    }
}
