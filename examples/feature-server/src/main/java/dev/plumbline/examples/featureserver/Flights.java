package dev.plumbline.examples.featureserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Reads flights from CSV, as the examples' data file has them; gzipped if the name ends in {@code .gz}. */
final class Flights {
    private static final String BUNDLED = "flights-20k.csv.gz";
    private static final String HEADER = "date,delay,distance,origin,destination";

    private Flights() {}

    static List<Flight> bundled() {
        try (InputStream file = Objects.requireNonNull(Flights.class.getResourceAsStream(BUNDLED), BUNDLED)) {
            return read(file, BUNDLED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Flight> read(Path path) throws IOException {
        try (InputStream file = Files.newInputStream(path)) {
            return read(file, path.toString());
        }
    }

    private static List<Flight> read(InputStream file, String name) throws IOException {
        InputStream rows = name.endsWith(".gz") ? new GZIPInputStream(file) : file;
        BufferedReader lines = new BufferedReader(new InputStreamReader(rows, StandardCharsets.UTF_8));
        if (!HEADER.equals(lines.readLine())) {
            throw new IOException(name + ": the first line is not \"" + HEADER + "\"");
        }
        List<Flight> flights = new ArrayList<>();
        int number = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            try {
                flights.add(parse(line));
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new IOException(name + ", line " + number + ": not a flight: \"" + line + "\"", e);
            }
        }
        return flights;
    }

    private static Flight parse(String line) {
        String[] cells = line.split(",", -1);
        if (cells.length != 5 || cells[3].isEmpty() || cells[4].isEmpty()) {
            throw new IllegalArgumentException("Expected five cells");
        }
        return new Flight(
                LocalDateTime.parse(cells[0]),
                Integer.parseInt(cells[1]),
                Integer.parseInt(cells[2]),
                cells[3],
                cells[4]);
    }
}
