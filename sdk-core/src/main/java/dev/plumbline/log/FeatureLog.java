package dev.plumbline.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads what {@link FeatureLogFiles} wrote. Thread-safe. */
public final class FeatureLog {
    /** How the names of finished files end. */
    public static final String SUFFIX = ".jsonl";

    /** How the names of files end that are still written. */
    public static final String PART_SUFFIX = ".jsonl.part";

    private FeatureLog() {}

    /**
     * Reads records, one after the other, in the order they were written.
     *
     * <p>Of a directory the finished files are read, in the order of their names, which is that of their time. A file that
     * is still written, or whose writer died, is read if it is named itself; its last line is left out if it has no end.
     *
     * @param path a file or a directory
     * @return the records, read as they are asked for; to be closed. It throws {@link IllegalArgumentException} for a line
     *     that is no record, and the message names file and line and holds no value, and {@link UncheckedIOException} if a
     *     file cannot be read
     * @throws UncheckedIOException if the path cannot be opened
     */
    public static Stream<FeatureRecord> read(Path path) {
        return files(path).stream().flatMap(FeatureLog::records);
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the directory '" + path + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static Stream<FeatureRecord> records(Path file) {
        try {
            RecordLines lines = new RecordLines(file, Files.newBufferedReader(file, StandardCharsets.UTF_8));
            return lines.stream();
        } catch (IOException e) {
            throw new UncheckedIOException("the file '" + file + "' cannot be read: " + e.getMessage(), e);
        }
    }
}
