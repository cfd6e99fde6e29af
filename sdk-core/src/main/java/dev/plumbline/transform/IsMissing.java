package dev.plumbline.transform;

import dev.plumbline.feature.ValueState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** 1 if the input's state is in a set, else 0. */
final class IsMissing extends Step {
    private static final List<String> STATES = List.of("null", "nan", "not_found", "stale", "error");

    static final Op OP = new Op(
            "is_missing",
            List.of(Option.choices("states", STATES).optional()),
            Set.of(),
            (site, options, in) -> new IsMissing(options.has("states") ? options : withDefault(site, options), in));

    private final Set<ValueState> states = EnumSet.noneOf(ValueState.class);

    private IsMissing(Options options, Port in) {
        super("is_missing", options, in, Port.NUMBER);
        options.texts("states").forEach(state -> states.add(ValueState.valueOf(state.toUpperCase(Locale.ROOT))));
    }

    /** The states that the policy takes for missing. */
    private static Options withDefault(StepSite site, Options options) {
        Policy policy = site.policy();
        List<String> missing = new ArrayList<>(List.of("null"));
        if (policy.nan() == Rule.MISSING) {
            missing.add("nan");
        }
        missing.add("not_found");
        if (policy.stale() == Rule.MISSING) {
            missing.add("stale");
        }
        if (policy.error() == Rule.MISSING) {
            missing.add("error");
        }
        return options.with("states", List.copyOf(missing));
    }

    boolean names(ValueState state) {
        return states.contains(state);
    }

    /** The path that runs the steps puts the flag into the cell: only it knows the state. */
    @Override
    void apply(Cell cell) {
        cell.missing = false;
    }

    @Override
    boolean takesMissing() {
        return true;
    }
}
