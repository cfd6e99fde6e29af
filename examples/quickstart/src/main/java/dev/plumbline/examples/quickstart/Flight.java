package dev.plumbline.examples.quickstart;

import dev.plumbline.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * One flight of the data.
 *
 * @param departure when it left, local time taken as UTC
 * @param delay minutes late on arrival
 * @param distance miles
 * @param origin where it left
 * @param destination where it went
 */
record Flight(Instant departure, int delay, int distance, String origin, String destination) {
    static List<Flight> read(Path file) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(Flight::parse).toList();
        }
    }

    private static Flight parse(String line) {
        String[] cells = line.split(",", -1);
        return new Flight(
                LocalDateTime.parse(cells[0]).toInstant(ZoneOffset.UTC),
                Integer.parseInt(cells[1]),
                Integer.parseInt(cells[2]),
                cells[3],
                cells[4]);
    }

    Request request() {
        return Request.of(
                "origin", origin, "destination", destination, "distance", (double) distance, "departure", departure);
    }

    @Override
    public String toString() {
        return origin + " -> " + destination + " " + departure + " " + distance + " miles";
    }
}
