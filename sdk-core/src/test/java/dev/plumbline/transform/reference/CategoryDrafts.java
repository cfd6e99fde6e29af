package dev.plumbline.transform.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Random steps over categories, texts, lists and several inputs. */
final class CategoryDrafts {
    private final Random random;
    private final boolean wide;

    /** @param wide whether the output has room for more than 65,536 slots */
    CategoryDrafts(Random random, boolean wide) {
        this.random = random;
        this.wide = wide;
    }

    /** @param unknown the feature's policy, which has to be kept */
    Draft of(String op, Kind in, String unknown) {
        Draft draft = new Draft(op, random);
        switch (op) {
            case "string" -> {
                draft.maybe("normalize", "none", "nfc", "nfkc").maybe("trim", "true", "false");
                draft.maybe("case", "none", "lower", "upper").maybe("empty", "keep", "missing");
                draft.maybe(
                        "remove",
                        new Draft.Quoted("[^A-Za-z0-9]"),
                        new Draft.Quoted("[a-b\u00e9\\]\\s]"),
                        new Draft.Quoted("[\\p{Lu}\\u0301\\x{1f600}-]"));
            }
            case "bool" -> {
                List<String> texts = texts(in, 6);
                draft.with("true", Draft.quoted(texts.subList(0, 3)));
                draft.with("false", Draft.quoted(texts.subList(3, texts.size())));
            }
            case "vocab" -> vocab(draft, in, unknown);
            case "one_hot" -> {
                if (in.is("index") && in.size() == 1) {
                    return draft;
                }
                draft.preset("spark", "sklearn", "keras").maybe("drop", "none", "first", "last");
                if (in.is("integer")) {
                    draft.with("size", 2 + random.nextInt(24)).maybe("base", 0, 1, 2);
                } else {
                    draft.maybe("size", in.size());
                }
            }
            case "multi_hot" -> draft.maybe("mode", "binary", "count", "tf");
            case "hash" -> {
                draft.preset("spark", "sklearn").with("size", size()).maybe("fn", "murmur3_32");
                draft.maybe("seed", 0, 42, 4294967295L, random.nextInt(1 << 30)).maybe("mod", "floor", "abs");
            }
            case "hash_vector" -> {
                draft.preset("spark", "sklearn").with("size", size()).maybe("fn", "murmur3_32");
                draft.maybe("seed", 0, 42, 4294967295L).maybe("mod", "floor", "abs");
                draft.maybe("sign", "none", "alternate").maybe("missing", "pass", "skip");
            }
            case "cross" ->
                draft.maybe("sep", new Draft.Quoted("\u001f"), new Draft.Quoted("_x_"), new Draft.Quoted(""));
            case "value_map", "count_encode", "freq_encode" -> {
                draft.with("map", map(draft, in)).maybe("default", draft.number());
                if (!unknown.equals("error")) {
                    draft.with("default", draft.number());
                }
            }
            case "target_encode" -> {
                draft.with("map", map(draft, in)).number("prior").maybe("missing", draft.number());
                draft.maybe("target", "i0").maybe("smoothing", 0, "10.5").one("training", "in_fold", "out_of_fold");
            }
            case "take" -> draft.one("max_len", 1, 2, 3, 20).maybe("from", "head", "tail");
            case "pad" -> draft.one("n", 5, 8, 40).number("value").maybe("side", "end", "start");
            case "vector" -> draft.with("dim", in.is("vector") ? in.size() : 1 + random.nextInt(3));
            case "list_pool" -> {
                if (in.is("texts", "indexes")) {
                    draft.with("fn", "len");
                } else {
                    draft.one("fn", "sum", "mean", "max", "min", "first", "last", "len");
                }
            }
            case "l1_normalize", "l2_normalize", "max_normalize" -> draft.maybe("zero", "zeros", "error");
            case "cosine" -> draft.maybe("zero", draft.number());
            case "ratio" -> draft.one("zero", draft.number(), "missing");
            case "poly" -> {
                draft.preset("spark", "sklearn").maybe("degree", in.size() > 3 ? 2 : 1 + random.nextInt(5));
                draft.maybe("bias", "true", "false").maybe("order", "graded", "spark");
                draft.maybe("interaction_only", "true", "false");
            }
            case "time_diff" ->
                draft.one("unit", "us", "ms", "s", "m", "h", "d").one("negative", "error", "keep", "clip0", "missing");
            case "impute" ->
                draft.with("value", imputed(draft, in)).maybe("by", "mean", "median", "mode", "min", "max");
            default -> {}
        }
        return draft;
    }

    private Object imputed(Draft draft, Kind in) {
        return switch (in.name()) {
            case "text" -> new Draft.Quoted(texts(in, 1).get(0));
            case "time" -> random.nextBoolean() ? "1700000000123456" : new Draft.Quoted("2026-07-01T00:00:00Z");
            case "integer" ->
                switch (random.nextInt(8)) {
                    case 0, 1 -> draft.number();
                    case 2 -> "9007199254740993";
                    case 3 -> "-9223372036854775808";
                    default -> random.nextInt(20);
                };
            case "numbers" ->
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> draft.number())
                        .toList();
            case "integers" ->
                IntStream.range(0, random.nextInt(4)).mapToObj(i -> i * 3 - 2).toList();
            case "texts" -> Draft.quoted(texts(in, random.nextInt(4)));
            default -> draft.number();
        };
    }

    private void vocab(Draft draft, Kind in, String unknown) {
        boolean list = in.is("texts", "integers");
        if (!list) {
            draft.preset("spark", "sklearn", "keras");
        }
        draft.with("values", Draft.quoted(texts(in, 1 + random.nextInt(7))));
        boolean spark = "spark".equals(draft.options.get("preset"));
        if (unknown.equals("oov") && !spark) {
            draft.one("oov", 1, 1, 3);
        } else if (!spark) {
            draft.maybe("oov", 0, 2);
        }
        if (!spark) {
            draft.maybe("missing", 0, 1);
            boolean free =
                    !draft.options.containsKey("preset") && !Integer.valueOf(1).equals(draft.options.get("missing"));
            if (!list && free && draft.step().integer("oov", 0) > 0) {
                draft.maybe("missing_as", "own", "oov");
            }
        }
        draft.maybe("layout", "values_first", "values_last").maybe("offset", 0, 1, 2);
        draft.maybe("min_count", 1, 5).maybe("max_size", 100).maybe("order", "asc", "desc");
    }

    private Map<Draft.Quoted, String> map(Draft draft, Kind in) {
        Map<Draft.Quoted, String> map = new LinkedHashMap<>();
        texts(in, 1 + random.nextInt(8)).forEach(text -> map.put(new Draft.Quoted(text), draft.number()));
        return map;
    }

    /** Distinct texts, or integers as texts. */
    private List<String> texts(Kind in, int count) {
        List<String> all = new ArrayList<>(
                in.is("integer", "integers")
                        ? IntStream.range(-3, 28).mapToObj(String::valueOf).toList()
                        : RandomRows.TEXTS.subList(0, random.nextInt(3) == 0 ? RandomRows.TEXTS.size() : 10));
        Collections.shuffle(all, random);
        return List.copyOf(all.subList(0, Math.min(count, all.size())));
    }

    private int size() {
        return wide && random.nextInt(8) == 0 ? 70_000 : 1 + random.nextInt(24);
    }
}
