package dev.plumbline.examples.featureserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FlightsTest {
    private static final String HEADER = "date,delay,distance,origin,destination\n";
    private static final String ROW = "2001-01-14T21:55,-3,802,DFW,ORD\n";
    private static final Flight FLIGHT = new Flight(LocalDateTime.of(2001, 1, 14, 21, 55), -3, 802, "DFW", "ORD");

    @TempDir
    Path folder;

    @Test
    void bundled_isTheWholeFile() {
        List<Flight> flights = Flights.bundled();

        assertThat(flights).hasSize(20_000);
        assertThat(flights.get(0)).isEqualTo(new Flight(LocalDateTime.of(2001, 1, 1, 0, 47), 66, 1750, "DTW", "LAS"));
        assertThat(AirportFeatures.byOrigin(flights)).hasSize(220);
        // Computed from the source by a few lines of another language.
        assertThat(AirportFeatures.byOrigin(flights).get("DFW"))
                .isEqualTo(new AirportFeatures(
                        1103, 9.485040797824116, 39, 0.24388032638259294, 749.9755213055304, 19, "ORD"));
    }

    @Test
    void read_plain() throws IOException {
        assertThat(Flights.read(Files.writeString(folder.resolve("flights.csv"), HEADER + ROW)))
                .containsExactly(FLIGHT);
    }

    @Test
    void read_gzipped() throws IOException {
        Path file = folder.resolve("flights.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((HEADER + ROW + ROW).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(Flights.read(file)).containsExactly(FLIGHT, FLIGHT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2001/01/14 21:55,-3,802,DFW,ORD",
                "2001-01-14T21:55,late,802,DFW,ORD",
                "2001-01-14T21:55,-3,802,DFW",
                "2001-01-14T21:55,-3,802,,ORD",
                "2001-01-14T21:55,-3,802,DFW,ORD,",
                ""
            })
    void read_badRow_namesFileAndLine(String row) throws IOException {
        Path file = Files.writeString(folder.resolve("flights.csv"), HEADER + ROW + row + "\n");

        assertThatThrownBy(() -> Flights.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("%s, line 3: not a flight: \"%s\"", file, row);
    }

    @Test
    void read_otherHeader_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("flights.csv"), ROW);

        assertThatThrownBy(() -> Flights.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": the first line is not \"date,");
    }
}
