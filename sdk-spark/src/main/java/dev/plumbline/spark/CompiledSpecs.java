package dev.plumbline.spark;

import java.io.InvalidObjectException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The specs that came to a JVM with Spark's tasks, each compiled once however many tasks bring it. The least recently
 * used go. Thread-safe.
 */
final class CompiledSpecs {
    private static final int MAX_SPECS = 64;

    /** One for each JVM: a task has no other place for what outlives it. */
    private static final CompiledSpecs HERE = new CompiledSpecs(MAX_SPECS);

    private final Map<String, Slot> slots;

    CompiledSpecs(int maxSpecs) {
        this.slots = new LinkedHashMap<>(16, 0.75f, true) {
            @java.io.Serial
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Slot> eldest) {
                return size() > maxSpecs;
            }
        };
    }

    static CompiledSpecs here() {
        return HERE;
    }

    /**
     * Returns the compiled spec of a fingerprint.
     *
     * @throws InvalidObjectException if the text is no spec for this library, or has another fingerprint; not remembered
     */
    CarriedSpec get(String fingerprint, String text) throws InvalidObjectException {
        Slot slot;
        synchronized (slots) {
            slot = slots.computeIfAbsent(fingerprint, unseen -> new Slot());
        }
        return slot.get(fingerprint, text);
    }

    int size() {
        synchronized (slots) {
            return slots.size();
        }
    }

    /** Tasks that bring the same spec wait for the first; those of other specs do not. */
    private static final class Slot {
        private @Nullable CarriedSpec compiled;

        synchronized CarriedSpec get(String fingerprint, String text) throws InvalidObjectException {
            CarriedSpec held = compiled;
            if (held == null) {
                held = CarriedSpec.compile(fingerprint, text);
                compiled = held;
            }
            return held;
        }
    }
}
