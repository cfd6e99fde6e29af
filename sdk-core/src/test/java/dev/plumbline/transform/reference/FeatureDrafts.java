package dev.plumbline.transform.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random chains of steps that fit one another. */
final class FeatureDrafts {
    /** The ops of several inputs, and of which kinds. */
    static final Map<String, List<String>> JOINS = Map.ofEntries(
            Map.entry("hash_vector", List.of("text", "number", "integer")),
            Map.entry("cross", List.of("text", "integer")),
            Map.entry("dot", List.of("vector")),
            Map.entry("cosine", List.of("vector")),
            Map.entry("euclidean", List.of("vector")),
            Map.entry("ratio", List.of("number", "integer")),
            Map.entry("diff", List.of("number", "integer")),
            Map.entry("sum", List.of("number", "integer")),
            Map.entry("product", List.of("number", "integer")),
            Map.entry("min", List.of("number", "integer")),
            Map.entry("max", List.of("number", "integer")),
            Map.entry("poly", List.of("number", "integer")),
            Map.entry("time_diff", List.of("time")));

    private static final Map<String, List<String>> OF_KIND = Map.ofEntries(
            Map.entry("number", List.of("bucketize", "bucketize", "cyclic", "poly")),
            Map.entry(
                    "integer",
                    List.of(
                            "vocab",
                            "one_hot",
                            "hash",
                            "value_map",
                            "target_encode",
                            "count_encode",
                            "freq_encode",
                            "bucketize",
                            "cyclic",
                            "poly")),
            Map.entry("index", List.of("one_hot", "as_number")),
            Map.entry(
                    "text",
                    List.of(
                            "string",
                            "bool",
                            "vocab",
                            "vocab",
                            "hash",
                            "value_map",
                            "target_encode",
                            "count_encode",
                            "freq_encode")),
            Map.entry("bytes", List.of("hash")),
            Map.entry("time", List.of("cyclic", "date_part")),
            Map.entry(
                    "vector", List.of("vector", "list_pool", "l1_normalize", "l2_normalize", "max_normalize", "poly")),
            Map.entry(
                    "numbers",
                    List.of("take", "pad", "vector", "list_pool", "l1_normalize", "l2_normalize", "max_normalize")),
            Map.entry("integers", List.of("take", "pad", "vector", "list_pool", "vocab", "hash")),
            Map.entry("texts", List.of("string", "take", "vocab", "hash", "list_pool")),
            Map.entry("indexes", List.of("multi_hot", "multi_hot", "take", "pad", "list_pool")));

    /** What no step may follow. */
    private static final int WIDE = 65_536;

    private final Random random;
    private final NumberDrafts numbers;
    private final CategoryDrafts categories;

    FeatureDrafts(Random random, boolean wide) {
        this.random = random;
        this.numbers = new NumberDrafts(random);
        this.categories = new CategoryDrafts(random, wide);
    }

    /** Which op joins. */
    String join() {
        List<String> ops = JOINS.keySet().stream().sorted().toList();
        return ops.get(random.nextInt(ops.size()));
    }

    /**
     * Returns steps from inputs of these kinds to what a feature may end with.
     *
     * @param join the op of several inputs that begins, or null
     * @param clips whether the policy wants the feature to begin with a clip
     */
    List<Draft> chain(List<Kind> in, String join, boolean clips, String unknown) {
        List<Draft> steps = new ArrayList<>();
        Kind kind = in.get(0);
        if (join != null) {
            steps.add(draft(join, in.size() == 1 ? kind : new Kind(kind.name(), in.size()), unknown));
            kind = Kinds.after(steps.get(0).step(), in);
        } else if (kind.is("other") || random.nextInt(9) == 0) {
            Draft first = new Draft("is_missing", random);
            steps.add(first.maybe("states", List.of("null", "not_found"), List.of("nan", "stale"), List.of("error")));
            kind = Kind.NUMBER;
        } else if (clips) {
            List<String> range = new Draft("clip", random).range();
            steps.add(new Draft("clip", random).with("min", range.get(0)).with("max", range.get(1)));
            kind = Kinds.after(steps.get(0).step(), in);
        }
        for (int length = 0; !kind.ends() || (length < 6 && kind.size() < WIDE && random.nextInt(3) > 0); length++) {
            String op = next(kind, unknown, steps, length);
            Draft draft = draft(op, kind, unknown);
            Reachable.keep(draft, steps);
            steps.add(draft);
            kind = Kinds.after(steps.get(steps.size() - 1).step(), List.of(kind));
        }
        return steps;
    }

    /** The same steps, those over numbers with other options. A clip stays, as a policy may want it. */
    List<Draft> redrawn(List<Draft> chain) {
        return chain.stream()
                .map(draft -> NumberDrafts.ELEMENTWISE.contains(draft.op) && !draft.op.equals("clip")
                        ? numbers.of(draft.op, Kind.NUMBER)
                        : draft)
                .toList();
    }

    private Draft draft(String op, Kind kind, String unknown) {
        return NumberDrafts.ELEMENTWISE.contains(op)
                        || List.of("bucketize", "cyclic", "date_part").contains(op)
                ? numbers.of(op, kind)
                : categories.of(op, kind, unknown);
    }

    private String next(Kind kind, String unknown, List<Draft> steps, int length) {
        String before = steps.isEmpty() ? "" : steps.get(steps.size() - 1).op;
        if (unknown.equals("zeros") && before.equals("vocab")) {
            return kind.is("index") ? "one_hot" : random.nextInt(4) == 0 ? "take" : "multi_hot";
        }
        if (unknown.equals("zeros") && before.equals("take") && kind.is("indexes")) {
            return "multi_hot";
        }
        List<String> ops = new ArrayList<>(OF_KIND.get(kind.name()));
        if (kind.is("number", "integer", "vector", "numbers", "integers")) {
            List<String> elementwise = new ArrayList<>(NumberDrafts.ELEMENTWISE);
            Collections.shuffle(elementwise, random);
            ops.addAll(elementwise.subList(0, kind.is("integer", "integers") ? 4 : 8));
        }
        if (!kind.is("index", "indexes", "bytes") && random.nextInt(length == 0 ? 2 : 5) == 0) {
            ops = new ArrayList<>(List.of("impute"));
            if (kind.is("numbers", "integers", "texts")) {
                ops.add("impute_empty");
            }
        }
        ops.removeIf(op -> !fits(op, kind, unknown));
        return ops.get(random.nextInt(ops.size()));
    }

    private static boolean fits(String op, Kind kind, String unknown) {
        return switch (op) {
            case "bool" -> unknown.equals("error");
            case "one_hot" -> kind.is("index") ? kind.size() > 1 : !unknown.equals("oov");
            case "poly" -> kind.size() <= 6;
            default -> true;
        };
    }
}
