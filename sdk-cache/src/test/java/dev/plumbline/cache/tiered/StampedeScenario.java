package dev.plumbline.cache.tiered;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happens to a fleet, under several policies.
 *
 * @param title what happens, in a few words
 * @param text what happens, in full: Markdown that ends with a line's end
 * @param marks moments that the chart shows
 * @param window a part of the time whose calls are counted apart, null for none
 * @param results what each policy made of it, over the same time
 */
record StampedeScenario(
        String title,
        String text,
        List<Mark> marks,
        @Nullable Window window,
        List<StampedeResult> results) {
    /** A moment, by the slice that begins there. */
    record Mark(int slice, String label) {}

    /** From one slice to before another. */
    record Window(String title, int fromSlice, int toSlice) {}

    int slices() {
        return results.get(0).load().size();
    }

    StampedeResult result(String name) {
        return results.stream()
                .filter(result -> result.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
