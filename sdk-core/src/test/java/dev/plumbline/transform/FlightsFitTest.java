package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.Flights.Flight;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlightsFitTest {
    private static final Provenance SOURCE = Provenance.of("examples/data/flights-20k.csv.gz");
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

    @Test
    void fit_ofTheFlights_loadsAndIsTheSpecWithItsValuesWrittenByHand() {
        String fitted = SpecFit.of(Flights.SPEC, "flights.yaml")
                .run(FLIGHTS, Flight::into)
                .write(SOURCE);
        System.err.println(fitted);
        double[] distances = FLIGHTS.stream()
                .mapToDouble(flight -> StrictMath.log1p(flight.distance()))
                .toArray();
        double mean = Arrays.stream(distances).average().orElseThrow();
        double deviation = Math.sqrt(
                Arrays.stream(distances).map(x -> (x - mean) * (x - mean)).sum() / distances.length);

        assertThat(Documents.number(fitted, "params", "distance/1/zscore", "mean"))
                .isCloseTo(mean, within(1e-12));
        assertThat(Documents.number(fitted, "params", "distance/1/zscore", "std"))
                .isCloseTo(deviation, within(1e-12));
    }

    private static org.assertj.core.data.Offset<Double> within(double offset) {
        return org.assertj.core.data.Offset.offset(offset);
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
