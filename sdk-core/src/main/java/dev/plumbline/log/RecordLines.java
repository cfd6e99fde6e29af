package dev.plumbline.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The records of one file. Not thread-safe. */
final class RecordLines extends Spliterators.AbstractSpliterator<FeatureRecord> {
    private final Path file;
    private final BufferedReader reader;
    private final boolean finished;
    private long number;

    RecordLines(Path file, BufferedReader reader) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.file = file;
        this.reader = reader;
        this.finished = !file.getFileName().toString().endsWith(FeatureLog.PART_SUFFIX);
    }

    Stream<FeatureRecord> stream() {
        return StreamSupport.stream(this, false).onClose(() -> {
            try {
                reader.close();
            } catch (IOException e) {
                throw unreadable(e);
            }
        });
    }

    @Override
    public boolean tryAdvance(Consumer<? super FeatureRecord> action) {
        String line = next();
        if (line == null) {
            return false;
        }
        number++;
        FeatureRecord record;
        try {
            record = RecordReader.record(line);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "line " + number + " of '" + file + "' is no record: " + e.getMessage(), e);
        }
        action.accept(record);
        return true;
    }

    /** Returns the next line that has an end. */
    private @Nullable String next() {
        StringBuilder line = new StringBuilder();
        try {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n') {
                    return line.toString();
                }
                line.append((char) c);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (finished && line.length() > 0) {
            throw new IllegalArgumentException(
                    "line " + (number + 1) + " of '" + file + "' has no end: the file is torn");
        }
        return null;
    }

    private UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException("the file '" + file + "' cannot be read: " + e.getMessage(), e);
    }
}
