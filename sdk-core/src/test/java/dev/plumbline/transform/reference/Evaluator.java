package dev.plumbline.transform.reference;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Computes a row by the semantics of the spec reference, one boxed value after the other.
 *
 * <p>It is written from the page alone and shares nothing with the code that it is compared with.
 */
final class Evaluator {
    /** @param value as the output's type holds it, every NaN the same */
    record Slot(int index, double value) {}

    private final ReferenceSpec spec;
    private final Numbers numbers;

    Evaluator(String text) {
        this.spec = new ReferenceSpec(text);
        this.numbers = new Numbers(spec.fast);
    }

    ReferenceSpec spec() {
        return spec;
    }

    /**
     * Returns the slots that are written: all of a dense output, in a sparse one those that are not left out.
     *
     * @throws RowFault if the row has no output
     */
    List<Slot> row(Map<String, Cell> row) {
        List<Slot> slots = new ArrayList<>();
        int offset = 0;
        for (ReferenceSpec.Feature feature : spec.features) {
            List<Double> values = feature(feature, row);
            String last = feature.steps().isEmpty()
                    ? ""
                    : feature.steps().get(feature.steps().size() - 1).op();
            boolean leavesOut = spec.sparse
                    && List.of("one_hot", "multi_hot", "hash_vector").contains(last);
            for (int i = 0; i < values.size(); i++) {
                if (!leavesOut || values.get(i) != 0) {
                    slots.add(new Slot(offset + i, values.get(i)));
                }
            }
            offset += values.size();
        }
        return slots;
    }

    private List<Double> feature(ReferenceSpec.Feature feature, Map<String, Cell> row) {
        List<Object> values = new ArrayList<>();
        List<Kind> kinds = new ArrayList<>();
        boolean infinite = false;
        List<Step> steps = feature.steps();
        if (!steps.isEmpty() && steps.get(0).op().equals("is_missing")) {
            ReferenceSpec.Input input = feature.inputs().get(0);
            values.add(Admitted.flag(input, row.get(input.name()), steps.get(0)));
            kinds.add(Kind.NUMBER);
            steps = steps.subList(1, steps.size());
        } else {
            for (ReferenceSpec.Input input : feature.inputs()) {
                Admitted admitted = Admitted.of(input, row.get(input.name()));
                values.add(admitted.value);
                kinds.add(input.kind());
                infinite |= admitted.infinite;
            }
        }
        if (values.size() > 1) {
            values = Collections.singletonList(joined(feature, steps.get(0), values));
            kinds = List.of(Kinds.after(steps.get(0), kinds));
            steps = steps.subList(1, steps.size());
        }
        Object value = values.get(0);
        Kind kind = kinds.get(0);
        for (Step step : steps) {
            value = apply(feature, step, kind, value);
            kind = Kinds.after(step, List.of(kind));
        }
        return output(value, infinite);
    }

    private static Object joined(ReferenceSpec.Feature feature, Step step, List<Object> values) {
        if (values.contains(null) && !step.takesMissing(Kind.NUMBER)) {
            return null;
        }
        List<String> names =
                feature.inputs().stream().map(ReferenceSpec.Input::name).toList();
        return Joins.apply(step, names, values);
    }

    private Object apply(ReferenceSpec.Feature feature, Step step, Kind kind, Object value) {
        if (value == null && !step.takesMissing(kind)) {
            return null;
        }
        Categories categories = new Categories(feature.unknown());
        return switch (step.op()) {
            case "impute" -> impute(step, kind, value);
            case "bucketize" -> Numbers.bucket(step, Numbers.number(value));
            case "as_number" -> (double) (Integer) value;
            case "cyclic" -> Times.cyclic(step, value, spec.fast);
            case "date_part" -> Times.part(step, (Long) value);
            case "string" -> Categories.string(step, value);
            case "bool" -> Categories.bool(step, (String) value);
            case "vocab" -> categories.vocab(step, value);
            case "one_hot" -> categories.oneHot(step, kind, value);
            case "multi_hot" -> Categories.multiHot(step, kind, (List<?>) value);
            case "hash" -> Categories.hash(step, value);
            case "value_map", "count_encode", "freq_encode" -> Categories.mapped(step, value);
            case "target_encode" -> Categories.targetEncode(step, value);
            case "impute_empty" -> value == null ? List.of() : value;
            case "take" -> Lists.take(step, (List<?>) value);
            case "pad" -> Lists.pad(step, (List<?>) value);
            case "vector" -> Lists.vector(step, (List<?>) value);
            case "list_pool" -> Lists.pool(step, (List<?>) value);
            case "l1_normalize", "l2_normalize", "max_normalize" -> Lists.normalize(step, (List<?>) value);
            case "poly" ->
                Joins.poly(
                        step, value instanceof List<?> list ? Numbers.numbers(list) : List.of(Numbers.number(value)));
            case "sum", "product", "min", "max" -> Joins.apply(step, List.of(), Collections.singletonList(value));
            default -> Numbers.each(value, x -> numbers.apply(step, x));
        };
    }

    private static Object impute(Step step, Kind kind, Object value) {
        Object written = step.options().get("value");
        Kind after = Kinds.after(step, List.of(kind));
        if (value == null) {
            return switch (after.name()) {
                case "integer" -> whole((String) written);
                case "text" -> written;
                case "time" -> time((String) written);
                case "vector" -> Collections.nCopies(kind.size(), step.number("value"));
                case "numbers" -> step.numbers("value");
                case "integers" ->
                    step.texts("value").stream().map(Long::valueOf).toList();
                case "texts" -> step.texts("value");
                default -> step.number("value");
            };
        }
        if (kind.is("integer") && after.is("number")) {
            return Numbers.number(value);
        }
        return kind.is("integers") && after.is("numbers") ? Numbers.numbers(value) : value;
    }

    private static long whole(String written) {
        return new BigDecimal(written).longValueExact();
    }

    private static long time(String written) {
        return written.matches("-?[0-9]+")
                ? Long.parseLong(written)
                : ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(written));
    }

    private List<Double> output(Object value, boolean infinite) {
        if (value == null) {
            throw new RowFault(301);
        }
        List<Double> numbers = value instanceof List<?> list ? Numbers.numbers(list) : List.of(Numbers.number(value));
        return numbers.stream()
                .map(x -> {
                    double rounded = spec.f32 ? (double) (float) (double) x : x;
                    if (Double.isInfinite(rounded) && !(infinite && x.isInfinite())) {
                        throw new RowFault(307);
                    }
                    return Double.isNaN(rounded) ? (Double) Double.NaN : (Double) rounded;
                })
                .toList();
    }
}
