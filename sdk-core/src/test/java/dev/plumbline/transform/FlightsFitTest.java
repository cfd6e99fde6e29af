package dev.plumbline.transform;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.Flights.Flight;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlightsFitTest {
    private static final Provenance SOURCE = Provenance.of("examples/data/flights-20k.csv.gz");
    private static final Path FITTED = Path.of("src/test/resources/dev/plumbline/transform/fit/flights.yaml");
    private static final List<Flight> FLIGHTS = Flights.read();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void fit_ofTheFlightsInShuffledPartitions_givesIdenticalBytes(int partitions) {
        byte[] expected = bytes(SpecFit.of(Flights.SPEC, "flights.yaml").run(FLIGHTS, Flight::into));
        for (int seed = 0; seed < 3; seed++) {
            Random random = new Random(seed * 100L + partitions);
            SpecFit fit = SpecFit.of(Flights.SPEC, "flights.yaml");
            while (!fit.isDone()) {
                fit = fit.next(pass(fit, partitions, random));
            }

            assertThat(bytes(fit)).isEqualTo(expected);
        }
    }

    /** The document is that of every JDK and platform; only a change of the fit's rules may change it. */
    @Test
    void fit_ofTheFlights_givesTheCommittedDocument() throws IOException {
        String fitted = SpecFit.of(Flights.SPEC, "flights.yaml")
                .run(FLIGHTS, Flight::into)
                .write(SOURCE);

        assertThat(fitted).isEqualTo(Files.readString(FITTED));
        assertThat(fitted).startsWith(Flights.SPEC);
    }

    @Test
    void fit_ofTheFlights_hasTheValuesThatSortingAndAddingGive() {
        String fitted = SpecFit.of(Flights.SPEC, "flights.yaml")
                .run(FLIGHTS, Flight::into)
                .write(SOURCE);
        double[] distances = FLIGHTS.stream()
                .mapToDouble(flight -> StrictMath.log1p(flight.distance()))
                .toArray();
        double mean = Arrays.stream(distances).average().orElseThrow();
        double variance =
                Arrays.stream(distances).map(x -> (x - mean) * (x - mean)).sum() / distances.length;
        Map<String, Long> origins = FLIGHTS.stream().collect(groupingBy(Flight::origin, TreeMap::new, counting()));
        List<String> frequent = origins.keySet().stream()
                .sorted(Comparator.comparing(origins::get).reversed())
                .toList();

        assertThat(Fits.param(fitted, "distance/1/zscore", "mean")).isCloseTo(mean, Offset.offset(1e-12));
        assertThat(Fits.param(fitted, "distance/1/zscore", "std")).isCloseTo(Math.sqrt(variance), Offset.offset(1e-12));
        assertThat(Documents.texts(fitted, "params", "origin/0/vocab", "values"))
                .isEqualTo(frequent);
        assertThat(Documents.texts(fitted, "provenance", "inputs", "origin", "histogram", "values"))
                .isEqualTo(frequent.subList(0, 100));
        assertThat(histogram(fitted, "counts")).isEqualTo(counted(histogram(fitted, "bounds")));
    }

    private static List<Long> histogram(String fitted, String part) {
        return Documents.texts(fitted, "provenance", "inputs", "distance", "histogram", part).stream()
                .map(Long::parseLong)
                .toList();
    }

    private static List<Long> counted(List<Long> bounds) {
        Long[] counts = new Long[bounds.size() + 1];
        Arrays.fill(counts, 0L);
        for (Flight flight : FLIGHTS) {
            counts[
                    (int) bounds.stream()
                            .filter(bound -> bound <= flight.distance())
                            .count()]++;
        }
        return List.of(counts);
    }

    private static FitPart pass(SpecFit fit, int partitions, Random random) {
        List<Flight> shuffled = new ArrayList<>(FLIGHTS);
        Collections.shuffle(shuffled, random);
        List<FitPart> parts = new ArrayList<>();
        SpecFit elsewhere = SpecFit.ofBytes(fit.toBytes());
        for (int i = 0; i < partitions; i++) {
            SpecFit where = random.nextBoolean() ? fit : elsewhere;
            FitPart part = where.newPart();
            InputRow row = where.newInputs();
            for (Flight flight : shuffled.subList(start(i, partitions), start(i + 1, partitions))) {
                row.clear();
                flight.into(row);
                part.add(row);
            }
            parts.add(random.nextBoolean() ? part : fit.partOf(part.toBytes()));
        }
        while (parts.size() > 1) {
            FitPart other = parts.remove(random.nextInt(parts.size()));
            parts.get(random.nextInt(parts.size())).merge(other);
        }
        return parts.get(0);
    }

    private static int start(int partition, int partitions) {
        return (int) ((long) FLIGHTS.size() * partition / partitions);
    }

    private static byte[] bytes(SpecFit fit) {
        return fit.write(SOURCE).getBytes(StandardCharsets.UTF_8);
    }
}
