package dev.plumbline.spark;

import dev.plumbline.transform.TransformSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The specs of calls of {@link PlumblineSpark#apply} that are under way: Spark makes its catalogs by itself, so a spec
 * in memory reaches one by a name only. Thread-safe.
 */
final class AppliedSpecs {
    private static final AppliedSpecs HERE = new AppliedSpecs();

    private final Map<String, SpecFunction> underWay = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();

    static AppliedSpecs here() {
        return HERE;
    }

    /** Runs something while the spec has a name. */
    <T> T named(TransformSpec spec, BadRows badRows, Function<String, T> body) {
        CarriedSpec carried = new CarriedSpec(spec);
        String name = carried.label() + "#" + calls.incrementAndGet();
        underWay.put(name, new SpecFunction(carried, badRows));
        try {
            return body.apply(name);
        } finally {
            underWay.remove(name);
        }
    }

    @Nullable SpecFunction find(String name) {
        return underWay.get(name);
    }

    int size() {
        return underWay.size();
    }
}
