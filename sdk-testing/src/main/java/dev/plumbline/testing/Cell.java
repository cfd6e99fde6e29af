package dev.plumbline.testing;

import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureView;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One stored value, checked against its feature's type and copied, so that it can be written into any number of rows. */
record Cell(@Nullable Object value) {
    static Cell of(FeatureView view, String feature, @Nullable Object value) {
        view.checkValue(feature, value);
        return new Cell(copyOf(value));
    }

    void writeTo(FeatureRowBuilder row, int slot) {
        row.putValue(slot, value);
    }

    /** Whether it is what a decoder lets through, which half a character is not. */
    boolean isDecodable() {
        return !(value instanceof String text) || Unicode.isText(text);
    }

    private static @Nullable Object copyOf(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(element -> copy.add(copyOf(element)));
            return copy;
        }
        if (value == null || !value.getClass().isArray()) {
            return value;
        }
        int length = Array.getLength(value);
        Object copy = Array.newInstance(value.getClass().getComponentType(), length);
        for (int i = 0; i < length; i++) {
            Array.set(copy, i, copyOf(Array.get(value, i)));
        }
        return copy;
    }
}
