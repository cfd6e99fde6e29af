package dev.plumbline.transform;

import dev.plumbline.transform.internal.TextTally;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the options of ops over categories are fitted. */
final class CategoryFits {
    static final FitRule VOCAB = new FitRule() {
        @Override
        public FitNeeds needs(OpenStep step) {
            return FitNeeds.TEXTS;
        }

        @Override
        public Map<String, SpecNode> fit(OpenStep step, FitValues values) {
            return Map.of("values", FitNodes.texts(vocabulary(step, values)));
        }
    };

    static final FitRule TARGET_ENCODE = new FitRule() {
        @Override
        public FitNeeds needs(OpenStep step) {
            if (step.target() < 0) {
                throw step.fault("PLB-106", "and no target; name the input that holds the label");
            }
            return FitNeeds.TARGETS;
        }

        @Override
        public Map<String, SpecNode> fit(OpenStep step, FitValues values) {
            double smoothing = step.options().number("smoothing", 0);
            TargetTally targets = values.targets(step);
            Map<String, SpecNode> fitted = new HashMap<>();
            fitted.put("prior", FitNodes.number(targets.prior()));
            fitted.put("missing", FitNodes.number(targets.missing(smoothing)));
            SortedMap<String, SpecNode> map = byCodePoint();
            targets.encoded(smoothing).forEach((text, value) -> map.put(text, FitNodes.number(value)));
            fitted.put("map", SpecNode.map(0, map));
            return fitted;
        }
    };

    static final FitRule COUNT_ENCODE = counts(false);
    static final FitRule FREQ_ENCODE = counts(true);

    private CategoryFits() {}

    private static FitRule counts(boolean share) {
        return new FitRule() {
            @Override
            public FitNeeds needs(OpenStep step) {
                return FitNeeds.TEXTS;
            }

            @Override
            public Map<String, SpecNode> fit(OpenStep step, FitValues values) {
                SortedMap<String, SpecNode> map = byCodePoint();
                for (TextTally.Entry entry : values.texts(step)) {
                    map.put(
                            entry.text(),
                            share
                                    ? FitNodes.number((double) entry.count() / values.count())
                                    : FitNodes.integer(entry.count()));
                }
                return Map.of("map", SpecNode.map(0, map));
            }
        };
    }

    private static List<String> vocabulary(OpenStep step, FitValues values) {
        Options options = step.options();
        long least = options.has("min_count") ? options.integer64("min_count") : 1;
        int most = options.has("max_size") ? options.integer("max_size") : 65_536;
        boolean descending = options.has("order") && options.is("order", "desc");
        Comparator<String> ties = descending ? TextTally.BY_CODE_POINT.reversed() : TextTally.BY_CODE_POINT;
        List<String> frequent = values.texts(step, ties).stream()
                .filter(entry -> entry.count() >= least)
                .map(TextTally.Entry::text)
                .toList();
        if (frequent.isEmpty()) {
            throw step.fault("PLB-202", "and no value occurs " + least + " times; lower min_count");
        }
        boolean othersHaveAPlace =
                options.integer("oov") > 0 || step.site().policy().unknown() == Rule.ZEROS;
        if (frequent.size() > most && !othersHaveAPlace) {
            throw step.fault(
                    "PLB-204",
                    "and " + frequent.size() + " values, more than max_size: " + most
                            + "; add oov: 1 for those that are left out, or raise max_size or min_count");
        }
        return frequent.size() > most ? frequent.subList(0, most) : frequent;
    }

    private static SortedMap<String, SpecNode> byCodePoint() {
        return new TreeMap<>(TextTally.BY_CODE_POINT);
    }
}
