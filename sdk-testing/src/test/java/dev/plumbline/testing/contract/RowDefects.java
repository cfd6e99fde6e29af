package dev.plumbline.testing.contract;

import static dev.plumbline.testing.contract.Cells.changed;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType.Kind;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.ViewBinding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;

/** Wrong rows and wrong values. */
@NullUnmarked
final class RowDefects {
    private RowDefects() {}

    static List<Defect> all() {
        return List.of(
                Defect.of(
                        "two rows of a large batch change places",
                        Meddling.rows((request, rows) -> {
                            List<FeatureRow> swapped = new ArrayList<>(rows);
                            if (rows.size() > 30) {
                                Collections.swap(swapped, 3, 4);
                            }
                            return swapped;
                        }),
                        "rows_comeInTheOrderOfTheKeys",
                        "rows_inAnyOrderOfTheServer_comeInThatOfTheKeys",
                        "features_inAnotherOrderOfTheServer_comeInThatOfTheView",
                        "whatNobodyAskedFor_isLeftOut",
                        "compositeKeys_areCarriedOrRefused",
                        "largestFetch_isAnswered_andOneMoreIsRefused"),
                Defect.of(
                        "the server's names are not used", RowDefects::ownNames, "namesOfTheServer_areAskedForAndRead"),
                Defect.of(
                        "of keys that are one text, the first has the row",
                        Meddling.rows(RowDefects::firstOfText),
                        "keysThatMayBeOneIdOnTheWire_haveARowEach"),
                Defect.of(
                        "a key that comes twice has one row",
                        Meddling.rows((request, rows) -> {
                            Map<EntityKey, FeatureRow> distinct = new LinkedHashMap<>();
                            for (int i = 0; i < rows.size(); i++) {
                                distinct.putIfAbsent(request.keys().get(i), rows.get(i));
                            }
                            return List.copyOf(distinct.values());
                        }),
                        "oneKeyTwice_isRefusedOrHasTwoRows"),
                Defect.of(
                        "an unknown entity is an error",
                        Meddling.row(row -> row.status() == RowStatus.NOT_FOUND
                                ? FeatureRow.failed(row.view(), new IllegalStateException(), row.receivedMicros())
                                : row),
                        "unknownEntity_isNotFound",
                        "entityThatTheServerLeavesOut_isNotFound",
                        "rows_areOfTheirView_andSayWhenTheyCame"),
                Defect.of(
                        "what is missing is null",
                        cells((row, slot, type, state, bits, object) -> {
                            if (state == ValueState.NOT_FOUND) {
                                row.putState(slot, ValueState.NULL);
                            }
                            return state == ValueState.NOT_FOUND;
                        }),
                        "featureThatTheServerDoesNotSend_isNotFound",
                        "nulls_areToldFromWhatIsMissing"),
                Defect.of(
                        "what is null is missing",
                        cells((row, slot, type, state, bits, object) -> {
                            if (state == ValueState.NULL) {
                                row.putState(slot, ValueState.NOT_FOUND);
                            }
                            return state == ValueState.NULL;
                        }),
                        "nulls_areToldFromWhatIsMissing"),
                Defect.of(
                        "one bad entity fails the batch",
                        Meddling.rows((request, rows) -> {
                            rows.forEach(row -> row.cause().ifPresent(cause -> {
                                throw (TransportException) cause;
                            }));
                            return rows;
                        }),
                        "entityThatFailsAlone_failsAlone"),
                Defect.of(
                        "rows are received on the system's clock",
                        Meddling.row(row -> changed(
                                row,
                                System.currentTimeMillis() * 1_000,
                                row.eventTimeMicros(),
                                row.dataVersion(),
                                (made, slot, type, state, bits, object) -> false)),
                        "rows_areOfTheirView_andSayWhenTheyCame"),
                Defect.of(
                        "event times before 1970 are unknown",
                        Meddling.row(row -> changed(
                                row,
                                row.receivedMicros(),
                                row.eventTimeMicros() < 0 ? FeatureRow.UNKNOWN_TIME : row.eventTimeMicros(),
                                row.dataVersion(),
                                (made, slot, type, state, bits, object) -> false)),
                        "eventTime_comesExactly"),
                Defect.of(
                        "versions are doubles",
                        Meddling.row(row -> changed(
                                row,
                                row.receivedMicros(),
                                row.eventTimeMicros(),
                                Math.min(row.dataVersion(), 1L << 53),
                                (made, slot, type, state, bits, object) -> false)),
                        "dataVersion_comesExactly"),
                Defect.of(
                        "composite keys are read by their first part",
                        Meddling.rows((request, rows) -> {
                            Map<Object, FeatureRow> first = new HashMap<>();
                            List<FeatureRow> read = new ArrayList<>();
                            for (int i = 0; i < rows.size(); i++) {
                                EntityKey key = request.keys().get(i);
                                FeatureRow row = rows.get(i);
                                read.add(key.size() == 1 ? row : first.computeIfAbsent(key.value(0), part -> row));
                            }
                            return read;
                        }),
                        "compositeKeys_areCarriedOrRefused"),
                Defect.of(
                        "int64 goes through a double",
                        cells((row, slot, type, state, bits, object) -> {
                            boolean integer = type.kind() == Kind.INT64 && state == ValueState.PRESENT;
                            if (integer) {
                                row.putInt64(slot, (long) (double) bits);
                            }
                            return integer;
                        }),
                        "integers_comeExactly"),
                Defect.of(
                        "-0.0 is 0.0",
                        cells((row, slot, type, state, bits, object) -> {
                            boolean negativeZero = type.kind() == Kind.FLOAT64 && bits == Long.MIN_VALUE;
                            if (negativeZero) {
                                row.putFloat64(slot, 0);
                            }
                            return negativeZero;
                        }),
                        "floats_comeToTheBit"),
                Defect.of(
                        "NaN is null",
                        cells((row, slot, type, state, bits, object) -> {
                            if (state == ValueState.NAN) {
                                row.putState(slot, ValueState.NULL);
                            }
                            return state == ValueState.NAN;
                        }),
                        "nanAndInfinities_areCarried"),
                Defect.of(
                        "bools are true",
                        cells((row, slot, type, state, bits, object) -> {
                            boolean bool = type.kind() == Kind.BOOL && state == ValueState.PRESENT;
                            if (bool) {
                                row.putBool(slot, true);
                            }
                            return bool;
                        }),
                        "bools_comeExactly"),
                Defect.of(
                        "texts are trimmed",
                        cells((row, slot, type, state, bits, object) -> {
                            boolean text = object instanceof String;
                            if (text) {
                                row.putString(slot, ((String) object).strip());
                            }
                            return text;
                        }),
                        "texts_comeExactly"),
                Defect.of(
                        "texts end at 64 KiB",
                        cells((row, slot, type, state, bits, object) -> {
                            boolean large = object instanceof String text && text.length() > 65_536;
                            if (large) {
                                row.putString(slot, ((String) object).substring(0, 65_536));
                            }
                            return large;
                        }),
                        "textOfAMebibyte_comesExactly",
                        "rows_keepNothingOfTheirReply"),
                Defect.of(
                        "half a character is let through",
                        cells((row, slot, type, state, bits, object) -> {
                            boolean broken = type.kind() == Kind.STRING && state == ValueState.ERROR;
                            if (broken) {
                                row.putString(slot, "\uD83D");
                            }
                            return broken;
                        }),
                        "loneSurrogate_isNeverProduced"),
                Defect.of(
                        "octets end at a zero",
                        cells((row, slot, type, state, bits, object) -> {
                            boolean cut = object instanceof byte[] octets && octets.length > 0 && octets[0] == 0;
                            if (cut) {
                                row.putBytes(slot, new byte[0]);
                            }
                            return cut;
                        }),
                        "octets_comeExactly"),
                Defect.of(
                        "timestamps begin in 1970",
                        cells((row, slot, type, state, bits, object) -> {
                            boolean early = type.kind() == Kind.TIMESTAMP && bits < 0;
                            if (early) {
                                row.putInt64(slot, 0);
                            }
                            return early;
                        }),
                        "timestamps_comeExactly"),
                Defect.of(
                        "rows share their memory",
                        RowDefects::sharing,
                        "rows_keepTheirValuesWhenLaterRepliesCome",
                        "textsAndOctets_keepTheirValuesWhenLaterRepliesCome"),
                Defect.of("replies are kept", RowDefects::keeping, "rows_keepNothingOfTheirReply"));
    }

    private static UnaryOperator<FeatureTransport> cells(Cells.Change change) {
        return Meddling.row(row -> changed(row, change));
    }

    private static List<FeatureRow> firstOfText(FetchRequest request, List<FeatureRow> rows) {
        List<FeatureRow> read = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            EntityKey key = request.keys().get(i);
            boolean again = key.size() == 1 && key.value(0) instanceof Long && seen.contains(key.text(0));
            seen.add(key.text(0));
            read.add(again ? FeatureRow.notFound(rows.get(i).view(), 0) : rows.get(i));
        }
        return read;
    }

    private static Meddling ownNames(FeatureTransport inner) {
        return new Meddling(inner) {
            @Override
            public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
                FeatureView view = request.binding().view();
                return inner.fetch(new FetchRequest(ViewBinding.of(view), request.keys()), context);
            }
        };
    }

    private static Meddling keeping(FeatureTransport inner) {
        List<FeatureRow> kept = Collections.synchronizedList(new ArrayList<>());
        return new Meddling(inner) {
            @Override
            public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
                return following(
                        inner.fetch(request, context),
                        rows -> {
                            kept.addAll(rows);
                            return rows;
                        },
                        failure -> failure);
            }
        };
    }

    /** Rows of one row each have the numbers and octets of the last of them. */
    private static Meddling sharing(FeatureTransport inner) {
        Map<FeatureView, long[]> numbers = new HashMap<>();
        Map<FeatureView, byte[]> octets = new HashMap<>();
        return new Meddling(inner) {
            @Override
            public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
                return following(
                        inner.fetch(request, context),
                        rows -> rows.size() == 1 ? List.of(shared(rows.get(0))) : rows,
                        failure -> failure);
            }

            private synchronized FeatureRow shared(FeatureRow row) {
                FeatureView view = row.view();
                if (row.status() != RowStatus.PRESENT
                        || !(view.name().equals("numbers") || view.name().equals("objects"))
                        || row.count(ValueState.PRESENT) != view.size()) {
                    return row;
                }
                long[] bits = numbers.computeIfAbsent(view, fresh -> new long[view.size()]);
                Object[] objects = new Object[view.size()];
                for (int slot = 0; slot < view.size(); slot++) {
                    bits[slot] = row.bits(slot);
                    objects[slot] = row.object(slot);
                    if (row.object(slot) instanceof byte[] held) {
                        byte[] buffer = octets.computeIfAbsent(view, fresh -> new byte[held.length]);
                        System.arraycopy(held, 0, buffer, 0, Math.min(held.length, buffer.length));
                        objects[slot] = buffer;
                    }
                }
                byte[] states = new byte[view.size()];
                Arrays.fill(states, ValueState.PRESENT.code());
                return FeatureRow.ofCells(
                        view, states, bits, objects, row.eventTimeMicros(), row.dataVersion(), row.receivedMicros());
            }
        };
    }
}
