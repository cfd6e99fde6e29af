package dev.plumbline.testing.grpc;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.testing.InMemoryFeatureStore;
import dev.plumbline.testing.ServedRow;
import dev.plumbline.testing.ServedStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves Feast's {@code GetOnlineFeatures}: many entities in one call, a column for each feature.
 *
 * <p>It has one of the two names under which Feast's servers have the service, and the habits of the server that has it:
 * {@code feast.serving.ServingService} names columns {@code view:feature}, in the request's order;
 * {@code GrpcFeatureServer} names them by the feature alone unless full names are asked for, in no order, puts the join
 * keys' columns first, and says of a null that it is present. A feature service is the view of its name. Timestamps are
 * whole seconds, as Feast's are. Thread-safe.
 */
public final class FeastServer extends GrpcFeatureServer {
    private static final int INVALID = 0;
    private static final int PRESENT = 1;
    private static final int NULL_VALUE = 2;
    private static final int NOT_FOUND = 3;

    private FeastServer(ServedStore served, boolean inProcess, Flavor flavor) {
        super(served, inProcess, call -> answer(served, flavor, call), flavor.path + "/GetOnlineFeatures");
    }

    /** Which of Feast's servers this one is like. */
    public enum Flavor {
        /** The Java server, {@code feast.serving.ServingService}. */
        JAVA("feast.serving.ServingService"),
        /** The Python server, {@code GrpcFeatureServer}. */
        PYTHON("GrpcFeatureServer");

        private final String path;

        Flavor(String path) {
            this.path = path;
        }
    }

    /**
     * Starts a server on a free port of the loopback interface.
     *
     * @param store the rows and what goes wrong
     * @param flavor which of Feast's servers to be like
     * @param views what the server knows, at least one
     * @return the server, which the caller closes
     */
    public static FeastServer start(InMemoryFeatureStore store, Flavor flavor, FeatureView... views) {
        return new FeastServer(ServedStore.of(store, views), false, flavor);
    }

    /**
     * Starts a server in process, which {@link #channel()} reaches.
     *
     * @param store the rows and what goes wrong
     * @param flavor which of Feast's servers to be like
     * @param views what the server knows, at least one
     * @return the server, which the caller closes
     */
    public static FeastServer startInProcess(InMemoryFeatureStore store, Flavor flavor, FeatureView... views) {
        return new FeastServer(ServedStore.of(store, views), true, flavor);
    }

    private static void answer(ServedStore served, Flavor flavor, IncomingCall call) throws IOException {
        FeastRequest request = FeastRequest.of(call.request());
        FeatureView view = request.view(served);
        List<EntityKey> keys = request.keys(view);
        List<Integer> slots = new ArrayList<>(request.slots(view));
        if (flavor == Flavor.PYTHON) {
            slots.sort(
                    Comparator.comparing(slot -> view.featureNames().get(slot).hashCode()));
        }
        call.serve(served, view, keys, rows -> {
            List<@Nullable FeatureRow> aligned = aligned(keys, rows);
            ProtoMessage names = new ProtoMessage();
            ProtoMessage columns = new ProtoMessage();
            if (flavor == Flavor.PYTHON) {
                for (int i = 0; i < view.joinKeys().size(); i++) {
                    names.text(1, view.joinKeys().get(i));
                    columns.message(2, keyColumn(keys, i));
                }
            }
            for (int slot : slots) {
                names.text(1, name(view, slot, flavor, request.fullNames()));
                columns.message(2, column(aligned, slot, flavor));
            }
            call.reply(columns.message(1, new ProtoMessage().message(1, names)));
        });
    }

    private static List<@Nullable FeatureRow> aligned(List<EntityKey> keys, List<ServedRow> rows) {
        Map<EntityKey, FeatureRow> byKey = new HashMap<>();
        rows.forEach(row -> byKey.put(row.key(), row.row()));
        List<@Nullable FeatureRow> aligned = new ArrayList<>();
        keys.forEach(key -> aligned.add(byKey.get(key)));
        return aligned;
    }

    private static String name(FeatureView view, int slot, Flavor flavor, boolean full) {
        String feature = view.featureNames().get(slot);
        if (flavor == Flavor.JAVA) {
            return view.name() + ":" + feature;
        }
        return full ? view.name() + "__" + feature : feature;
    }

    private static ProtoMessage keyColumn(List<EntityKey> keys, int index) {
        ProtoMessage column = new ProtoMessage();
        ProtoMessage statuses = new ProtoMessage();
        for (EntityKey key : keys) {
            Object value = key.value(index);
            column.message(
                    1,
                    value instanceof Long number
                            ? new ProtoMessage().number(4, number)
                            : new ProtoMessage().text(2, value.toString()));
            column.message(3, new ProtoMessage());
            statuses.bareNumber(PRESENT);
        }
        return column.message(2, statuses);
    }

    private static ProtoMessage column(List<@Nullable FeatureRow> rows, int slot, Flavor flavor) {
        ProtoMessage column = new ProtoMessage();
        ProtoMessage statuses = new ProtoMessage();
        for (FeatureRow row : rows) {
            int status = status(row, slot, flavor);
            ValueState state = row == null ? ValueState.NOT_FOUND : row.storedState(slot);
            boolean valued = state == ValueState.PRESENT || state == ValueState.NAN;
            statuses.bareNumber(status);
            column.message(1, row != null && valued ? FeastValue.of(row, slot) : new ProtoMessage());
            column.message(3, row != null && status != NOT_FOUND ? time(row) : new ProtoMessage());
        }
        return column.message(2, statuses);
    }

    private static int status(@Nullable FeatureRow row, int slot, Flavor flavor) {
        if (row == null || row.status() == RowStatus.NOT_FOUND) {
            return NOT_FOUND;
        }
        return switch (row.storedState(slot)) {
            case PRESENT, NAN, STALE -> PRESENT;
            case NULL -> flavor == Flavor.PYTHON ? PRESENT : NULL_VALUE;
            case NOT_FOUND -> NOT_FOUND;
            case ERROR -> INVALID;
        };
    }

    private static ProtoMessage time(FeatureRow row) {
        ProtoMessage time = new ProtoMessage();
        if (row.hasEventTime()) {
            long second = TimeUnit.SECONDS.toMicros(1);
            time.number(1, Math.floorDiv(row.eventTimeMicros(), second))
                    .number(2, Math.floorMod(row.eventTimeMicros(), second) * 1_000);
        }
        return time;
    }
}
