package dev.plumbline.feature;

import org.jspecify.annotations.Nullable;

/** What a store said of one entity: shared by all rows that are answered from it, never changed. */
final class Cells {
    final FeatureView view;
    final RowStatus status;
    final byte[] states;
    final long[] bits;
    final @Nullable Object @Nullable [] objects;
    final long eventTimeMicros;
    final long dataVersion;
    final long receivedMicros;
    final @Nullable Throwable cause;

    Cells(
            FeatureView view,
            RowStatus status,
            byte[] states,
            long[] bits,
            @Nullable Object @Nullable [] objects,
            long eventTimeMicros,
            long dataVersion,
            long receivedMicros,
            @Nullable Throwable cause) {
        this.view = view;
        this.status = status;
        this.states = states;
        this.bits = bits;
        this.objects = objects;
        this.eventTimeMicros = eventTimeMicros;
        this.dataVersion = dataVersion;
        this.receivedMicros = receivedMicros;
        this.cause = cause;
    }

    long ageMicros(long asOfMicros) {
        long from = eventTimeMicros == FeatureRow.UNKNOWN_TIME ? receivedMicros : eventTimeMicros;
        long age = asOfMicros - from;
        if (asOfMicros < from) {
            return 0;
        }
        return age < 0 ? Long.MAX_VALUE : age;
    }

    int estimatedBytes() {
        long bytes = 128 + 9L * states.length;
        if (objects != null) {
            bytes += 16 + 4L * objects.length;
            for (Object object : objects) {
                bytes += object == null ? 0 : estimatedBytes(object);
            }
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE / 2);
    }

    private static long estimatedBytes(Object object) {
        if (object instanceof String text) {
            return 48 + 2L * text.length();
        }
        if (object instanceof Object[] array) {
            long bytes = 16;
            for (Object element : array) {
                bytes += 4 + estimatedBytes(element);
            }
            return bytes;
        }
        int width = object instanceof long[] || object instanceof double[]
                ? 8
                : object instanceof byte[] || object instanceof boolean[] ? 1 : 4;
        return 16 + (long) width * java.lang.reflect.Array.getLength(object);
    }
}
