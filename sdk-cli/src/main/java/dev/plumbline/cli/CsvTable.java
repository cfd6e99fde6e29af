package dev.plumbline.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The rows of a CSV, one at a time. Every row has as many cells as the header. */
final class CsvTable implements AutoCloseable {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> header;
    private List<String> cells = List.of();
    private long line;

    private CsvTable(Path file, CSVParser parser) {
        this.file = file;
        this.parser = parser;
        this.records = parser.iterator();
        if (!advance()) {
            throw new CommandException(CommandException.UNREADABLE, place(), "is empty; begin it with a header");
        }
        String first = cells.get(0);
        List<String> names = new ArrayList<>(cells);
        names.set(0, first.startsWith(BYTE_ORDER_MARK) ? first.substring(1) : first);
        Set<String> seen = new LinkedHashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new CommandException(
                        CommandException.COLUMNS, place(), "has the column '" + name + "' twice; rename one");
            }
        }
        this.header = List.copyOf(names);
    }

    static CsvTable open(Path file) {
        try {
            CSVParser parser = CSVParser.builder()
                    .setReader(reader(file))
                    .setFormat(CSVFormat.RFC4180)
                    .get();
            return new CsvTable(file, parser);
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    private static Reader reader(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
            return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder()));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    List<String> header() {
        return header;
    }

    /** Goes to the next row; false behind the last. */
    boolean next() {
        if (!advance()) {
            return false;
        }
        if (cells.size() != header.size()) {
            throw new CommandException(
                    CommandException.COLUMNS,
                    place(),
                    "has " + cells.size() + " cells and the header has " + header.size()
                            + "; remove an empty line, or put a cell with a comma into quotes");
        }
        return true;
    }

    String cell(int column) {
        return cells.get(column);
    }

    /** Where the row begins. */
    String place() {
        return file + ":" + line;
    }

    private boolean advance() {
        line = parser.getCurrentLineNumber() + 1;
        try {
            if (!records.hasNext()) {
                return false;
            }
            cells = records.next().toList();
            return true;
        } catch (UncheckedIOException e) {
            throw unreadable(place(), Objects.requireNonNull(e.getCause()));
        }
    }

    private static CommandException unreadable(String place, IOException e) {
        String what = e instanceof CharacterCodingException
                ? "is not UTF-8; save it as UTF-8"
                : e instanceof CSVException
                        ? "is no CSV: " + e.getMessage() + "; correct the quotes"
                        : "cannot be read: " + e + "; check the path";
        return new CommandException(CommandException.UNREADABLE, place, what, e);
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }
}
