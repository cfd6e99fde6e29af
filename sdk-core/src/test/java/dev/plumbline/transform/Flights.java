package dev.plumbline.transform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The 20,000 flights of the examples, and a spec over them that has everything to fit. */
final class Flights {
    static final String SPEC = """
            # What is known of a flight.
            plumbline: 1
            name: flights
            version: "1"
            semantics: 1
            policy: {unknown: oov}
            inputs:
              delay: {type: i64, from: request}
              distance: {type: f64, from: request}
              origin: {type: string, from: request}
              destination: {type: string, from: request}
              departure: {type: timestamp, from: request}
            features:
              - name: delay                 # minutes, some not known
                input: delay
                steps:
                  - impute: {value: fit}
                  - clip: {min: fit, max: fit}
                  - zscore: {mean: fit, std: fit}
              - name: distance
                input: distance
                steps: [log1p, {zscore: {mean: fit, std: fit, ddof: 0}}]
              - name: distance_range
                input: distance
                steps: [{minmax: {min: fit, max: fit}}]
              - name: origin
                input: origin
                steps: [{vocab: {values: fit, oov: 1}}, one_hot]
              - name: destination
                input: destination
                steps: [{vocab: {values: fit, oov: 1}}, one_hot]
              - name: departure
                input: departure
                steps: [{cyclic: {part: second_of_day, period: 86400, zone: UTC}}]
            """;

    /** One flight; the delay of every seventh is not known. */
    record Flight(long departure, int delay, int distance, String origin, String destination) {
        boolean knowsDelay() {
            return Math.floorMod(departure / 60_000_000, 7) != 0;
        }

        void into(InputRow row) {
            if (knowsDelay()) {
                row.setInt64(row.input("delay"), delay);
            }
            row.setFloat64(row.input("distance"), distance);
            row.setString(row.input("origin"), origin);
            row.setString(row.input("destination"), destination);
            row.setTimestamp(row.input("departure"), departure);
        }
    }

    private Flights() {}

    static List<Flight> read() {
        Path file = Path.of("../examples/data/flights-20k.csv.gz");
        List<Flight> flights = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",", -1);
                flights.add(new Flight(
                        LocalDateTime.parse(cells[0]).toEpochSecond(ZoneOffset.UTC) * 1_000_000,
                        Integer.parseInt(cells[1]),
                        Integer.parseInt(cells[2]),
                        cells[3],
                        cells[4]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return flights;
    }
}
