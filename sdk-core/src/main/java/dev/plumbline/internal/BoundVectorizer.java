package dev.plumbline.internal;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureException;
import dev.plumbline.FeatureVector;
import dev.plumbline.FeatureVectors;
import dev.plumbline.OnlineVectorizer;
import dev.plumbline.Request;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transform.Explanation;
import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.SparseVector;
import dev.plumbline.transform.SpecInput;
import dev.plumbline.transform.TransformException;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.Vectorizer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what a bound spec needs, one batch for each view, and runs it. */
final class BoundVectorizer implements OnlineVectorizer {
    private final FeatureClient client;
    private final SpecBinding binding;
    private final Vectorizer vectorizer;
    private final @Nullable FeatureLogging log;
    private final CallOptions options;

    BoundVectorizer(FeatureClient client, SpecBinding binding, @Nullable FeatureLogging log) {
        this(client, binding, binding.spec().vectorizer(), log, CallOptions.ofDefaults());
    }

    private BoundVectorizer(
            FeatureClient client,
            SpecBinding binding,
            Vectorizer vectorizer,
            @Nullable FeatureLogging log,
            CallOptions options) {
        this.client = client;
        this.binding = binding;
        this.vectorizer = vectorizer;
        this.log = log;
        this.options = options;
    }

    @Override
    public OnlineVectorizer withOptions(CallOptions other) {
        return new BoundVectorizer(client, binding, vectorizer, log, other);
    }

    private FeatureRows readNow(FeatureView view, List<EntityKey> keys) {
        return client.getAll(view, keys, options);
    }

    private CompletableFuture<FeatureRows> readAsync(FeatureView view, List<EntityKey> keys) {
        return client.getAllAsync(view, keys, options);
    }

    @Override
    public TransformSpec spec() {
        return binding.spec();
    }

    @Override
    public List<String> slotNames() {
        return vectorizer.slotNames();
    }

    @Override
    public FeatureVector vector(Request request) {
        return transform(request, read(plan(List.of(request))), 0);
    }

    @Override
    public CompletableFuture<FeatureVector> vectorAsync(Request request) {
        Reads reads;
        try {
            reads = plan(List.of(request));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        List<CompletableFuture<FeatureRows>> pending = reads.start(this::readAsync);
        return CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    reads.answered(pending.stream().map(CompletableFuture::join).toList());
                    return transform(request, reads, 0);
                });
    }

    @Override
    public FeatureVectors vectors(List<Request> requests) {
        Reads reads = read(planTolerant(requests));
        List<FeatureVectors.Result> results = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            results.add(result(requests.get(i), reads, i));
        }
        return FeatureVectors.of(results);
    }

    private FeatureVectors.Result result(Request request, Reads reads, int index) {
        RuntimeException refused = reads.refused(index);
        if (refused != null) {
            return new FeatureVectors.Result(null, refused);
        }
        try {
            return new FeatureVectors.Result(transform(request, reads, index), null);
        } catch (FeatureException | TransformException | IllegalArgumentException e) {
            return new FeatureVectors.Result(null, e);
        }
    }

    @Override
    public Explanation explain(Request request, int slot) {
        java.util.Objects.checkIndex(slot, vectorizer.width());
        return vectorizer.explain(inputs(request, read(plan(List.of(request))).rows(0)), slot);
    }

    private Reads read(Reads reads) {
        if (reads.views() == 1) {
            reads.answered(reads.start(this::readNow));
        } else {
            List<CompletableFuture<FeatureRows>> pending = reads.start(this::readAsync);
            reads.answered(pending.stream().map(CompletableFuture::join).toList());
        }
        return reads;
    }

    private Reads plan(List<Request> requests) {
        Reads reads = planTolerant(requests);
        RuntimeException refused = reads.refused(0);
        if (refused != null) {
            throw refused;
        }
        return reads;
    }

    private Reads planTolerant(List<Request> requests) {
        Reads reads = new Reads(binding.sources(), requests.size());
        for (int i = 0; i < requests.size(); i++) {
            reads.add(i, requests.get(i));
        }
        return reads;
    }

    private FeatureVector transform(Request request, Reads reads, int index) {
        List<FeatureRow> rows = reads.rows(index);
        InputRow inputs = inputs(request, rows);
        FeatureVector vector;
        try {
            vector = vector(inputs, rows);
        } catch (TransformException e) {
            throw unreadable(e, rows);
        }
        if (log != null && log.takes(binding, reads.keys(index))) {
            log.served(binding, request, reads.keys(index), rows, inputs, vector);
        }
        return vector;
    }

    private FeatureVector vector(InputRow inputs, List<FeatureRow> rows) {
        long oldest = 0;
        boolean degraded = false;
        for (FeatureRow row : rows) {
            oldest = row.status() == RowStatus.PRESENT ? Math.max(oldest, row.ageMicros()) : oldest;
            degraded |= row.freshness() != Freshness.FRESH || row.status() == RowStatus.ERROR;
        }
        Duration age = Duration.of(oldest, ChronoUnit.MICROS);
        if (vectorizer.isSparse()) {
            SparseVector entries = vectorizer.newSparse();
            vectorizer.transform(inputs, entries);
            return FeatureVector.ofSparse(
                    entries, binding.spec().outputType(), vectorizer.fingerprint(), age, degraded);
        }
        if (binding.spec().outputType().equals(FeatureType.FLOAT32)) {
            float[] values = new float[vectorizer.width()];
            vectorizer.transform(inputs, values, 0);
            return FeatureVector.ofFloat32s(values, vectorizer.fingerprint(), age, degraded);
        }
        double[] values = new double[vectorizer.width()];
        vectorizer.transform(inputs, values, 0);
        return FeatureVector.ofFloat64s(values, vectorizer.fingerprint(), age, degraded);
    }

    /** Where a value is in error because its row could not be read, that is what the caller has to know. */
    private static RuntimeException unreadable(TransformException refused, List<FeatureRow> rows) {
        if (refused.state() == ValueState.ERROR) {
            for (FeatureRow row : rows) {
                if (row.cause().orElse(null) instanceof FeatureException failure) {
                    return failure;
                }
            }
        }
        return refused;
    }

    private InputRow inputs(Request request, List<FeatureRow> rows) {
        InputRow inputs = vectorizer.newInputs();
        for (SpecBinding.Cell cell : binding.cells()) {
            inputs.set(cell.input(), rows.get(cell.source()), cell.slot());
        }
        for (SpecBinding.Field field : binding.fields()) {
            String name = field.declared().feature();
            if (request.has(name)) {
                put(inputs, field.input(), field.declared(), request.value(name));
            }
        }
        return inputs;
    }

    private static void put(InputRow inputs, int input, SpecInput declared, @Nullable Object value) {
        try {
            if (value == null) {
                inputs.setNull(input);
            } else if (value instanceof Long || value instanceof Integer) {
                inputs.setInt64(input, ((Number) value).longValue());
            } else if (value instanceof Double || value instanceof Float) {
                inputs.setFloat64(input, ((Number) value).doubleValue());
            } else if (value instanceof Boolean bool) {
                inputs.setBool(input, bool);
            } else if (value instanceof Instant instant) {
                inputs.setInstant(input, instant);
            } else if (value instanceof byte[] octets) {
                inputs.setBytes(input, octets);
            } else if (value instanceof String[] texts) {
                inputs.setStrings(input, texts);
            } else if (value.getClass().isArray()) {
                inputs.setElements(input, value);
            } else {
                inputs.setString(input, value.toString());
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("request field '" + declared.feature() + "': " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "vectorizer of " + binding.spec().name() + " over " + client;
    }

    /** The rows that a number of requests need: one batch of keys for each view. */
    private static final class Reads {
        private final List<SpecBinding.Source> sources;
        private final Map<FeatureView, List<EntityKey>> keys = new LinkedHashMap<>();
        private final int[][] places;
        private final @Nullable IllegalArgumentException[] refused;
        private final Map<FeatureView, FeatureRows> answers = new LinkedHashMap<>();

        Reads(List<SpecBinding.Source> sources, int requests) {
            this.sources = sources;
            this.places = new int[requests][sources.size()];
            this.refused = new IllegalArgumentException[requests];
            sources.forEach(source -> keys.putIfAbsent(source.view(), new ArrayList<>()));
        }

        void add(int index, Request request) {
            try {
                List<EntityKey> own =
                        sources.stream().map(source -> source.key(request)).toList();
                for (int i = 0; i < own.size(); i++) {
                    List<EntityKey> batch = keysOf(sources.get(i).view());
                    places[index][i] = batch.size();
                    batch.add(own.get(i));
                }
            } catch (IllegalArgumentException e) {
                refused[index] = e;
            }
        }

        private List<EntityKey> keysOf(FeatureView view) {
            return keys.computeIfAbsent(view, name -> new ArrayList<>());
        }

        @Nullable RuntimeException refused(int index) {
            return refused[index];
        }

        int views() {
            return keys.size();
        }

        <T> List<T> start(java.util.function.BiFunction<FeatureView, List<EntityKey>, T> read) {
            Function<Map.Entry<FeatureView, List<EntityKey>>, T> each =
                    entry -> read.apply(entry.getKey(), entry.getValue());
            return keys.entrySet().stream().map(each).toList();
        }

        void answered(List<FeatureRows> rows) {
            int next = 0;
            for (FeatureView view : keys.keySet()) {
                answers.put(view, rows.get(next++));
            }
        }

        /** One key for each source. */
        List<EntityKey> keys(int index) {
            List<EntityKey> own = new ArrayList<>(sources.size());
            for (int i = 0; i < sources.size(); i++) {
                own.add(keysOf(sources.get(i).view()).get(places[index][i]));
            }
            return own;
        }

        /** One row for each source. */
        List<FeatureRow> rows(int index) {
            List<FeatureRow> rows = new ArrayList<>(sources.size());
            for (int i = 0; i < sources.size(); i++) {
                FeatureRows answer = answers.get(sources.get(i).view());
                if (answer == null) {
                    throw new IllegalStateException("not read yet");
                }
                rows.add(answer.get(places[index][i]));
            }
            return rows;
        }
    }
}
