package dev.plumbline.examples.featureserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AirportFeaturesTest {
    private static final AirportFeatures NONE = new AirportFeatures(0, 0, 0, 0, 0, 0, "");

    @Test
    void byOrigin_computedByHand() {
        Map<String, AirportFeatures> airports = AirportFeatures.byOrigin(List.of(
                flight("2001-01-01T09:59", 16, 100, "AAA", "CCC"),
                flight("2001-01-01T10:00", -5, 200, "AAA", "BBB"),
                flight("2001-01-02T09:00", 15, 200, "AAA", "BBB"),
                flight("2001-01-02T10:30", 30, 101, "AAA", "CCC"),
                flight("2001-01-02T23:59", -7, 100, "CCC", "AAA")));

        // Late are 16 and 30, but not 15; hours 9 and 10 and both destinations tie.
        assertThat(airports)
                .containsOnly(
                        Map.entry("AAA", new AirportFeatures(4, 14.0, 30, 0.5, 150.25, 9, "BBB")),
                        Map.entry("CCC", new AirportFeatures(1, -7.0, -7, 0.0, 100.0, 23, "AAA")));
    }

    @Test
    void byOrigin_mostFrequentBeatsSmallest() {
        AirportFeatures airport = AirportFeatures.byOrigin(List.of(
                        flight("2001-01-01T05:00", 0, 1, "AAA", "BBB"),
                        flight("2001-01-01T07:00", 0, 1, "AAA", "ZZZ"),
                        flight("2001-01-01T07:10", 0, 1, "AAA", "ZZZ")))
                .getOrDefault("AAA", NONE);

        assertThat(airport.busiestHour()).isEqualTo(7);
        assertThat(airport.topDestination()).isEqualTo("ZZZ");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "9, 9", "10, 9", "11, 10", "20, 18", "21, 19"})
    void p90Delay_isAnOrderStatistic(int flights, int expected) {
        List<Flight> delayedByTheirNumber = IntStream.rangeClosed(1, flights)
                .mapToObj(number -> flight("2001-01-01T09:00", flights + 1 - number, 1, "AAA", "BBB"))
                .toList();

        assertThat(AirportFeatures.byOrigin(delayedByTheirNumber)
                        .getOrDefault("AAA", NONE)
                        .p90Delay())
                .isEqualTo(expected);
    }

    @Test
    void toJson_namesTheFeatures() {
        assertThat(new AirportFeatures(4, 14.0, 30, 0.5, 150.25, 9, "BBB").toJson())
                .isEqualTo("{\"flights\":4,\"mean_delay\":14.0,\"p90_delay\":30,\"share_late_15\":0.5,"
                        + "\"mean_distance\":150.25,\"busiest_hour\":9,\"top_destination\":\"BBB\"}");
    }

    private static Flight flight(String departed, int delay, int distance, String origin, String destination) {
        return new Flight(LocalDateTime.parse(departed), delay, distance, origin, destination);
    }
}
