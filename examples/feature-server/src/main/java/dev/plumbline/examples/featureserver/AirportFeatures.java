package dev.plumbline.examples.featureserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the flights that left an airport say about it.
 *
 * @param flights how many left
 * @param meanDelay mean delay on arrival, in minutes
 * @param p90Delay the smallest delay that at least 90 % of the flights do not exceed, in minutes: the
 *     {@code ceil(0.9 n)}-th smallest of n, without interpolation
 * @param shareLate15 the share of flights that arrived more than 15 minutes late, 0 to 1
 * @param meanDistance mean distance, in miles
 * @param busiestHour the hour of local time, 0 to 23, in which most left; the earliest of equals
 * @param topDestination where most went; the first by code point of equals
 */
record AirportFeatures(
        int flights,
        double meanDelay,
        int p90Delay,
        double shareLate15,
        double meanDistance,
        int busiestHour,
        String topDestination) {

    private static final int LATE_MINUTES = 15;

    static SortedMap<String, AirportFeatures> byOrigin(List<Flight> flights) {
        Map<String, List<Flight>> departures = flights.stream().collect(Collectors.groupingBy(Flight::origin));
        SortedMap<String, AirportFeatures> airports = new TreeMap<>();
        departures.forEach((origin, departed) -> airports.put(origin, of(departed)));
        return airports;
    }

    /** Takes the flights of one origin, at least one. */
    private static AirportFeatures of(List<Flight> flights) {
        int count = flights.size();
        int[] delays = flights.stream().mapToInt(Flight::delay).sorted().toArray();
        long late =
                flights.stream().filter(flight -> flight.delay() > LATE_MINUTES).count();
        return new AirportFeatures(
                count,
                flights.stream().mapToLong(Flight::delay).sum() / (double) count,
                delays[ceilDiv(9 * count, 10) - 1],
                late / (double) count,
                flights.stream().mapToLong(Flight::distance).sum() / (double) count,
                mostFrequent(flights, flight -> flight.departed().getHour()),
                mostFrequent(flights, Flight::destination));
    }

    private static int ceilDiv(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    /** The smallest of the most frequent. Strings compare by UTF-16 unit: for airports' codes, by code point. */
    private static <T extends Comparable<T>> T mostFrequent(List<Flight> flights, Function<Flight, T> property) {
        Map<T, Long> counts = flights.stream().collect(Collectors.groupingBy(property, Collectors.counting()));
        return counts.entrySet().stream()
                .min(Map.Entry.<T, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    /** The numbers of the row, as a database of floats keeps it. */
    Map<String, Float> toFloats() {
        return Map.of(
                "flights", (float) flights,
                "mean_delay", (float) meanDelay,
                "p90_delay", (float) p90Delay,
                "share_late_15", (float) shareLate15,
                "mean_distance", (float) meanDistance,
                "busiest_hour", (float) busiestHour);
    }

    /** The row as the stores keep it. */
    String toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("flights", flights)
                .put("mean_delay", meanDelay)
                .put("p90_delay", p90Delay)
                .put("share_late_15", shareLate15)
                .put("mean_distance", meanDistance)
                .put("busiest_hour", busiestHour)
                .put("top_destination", topDestination)
                .toString();
    }
}
