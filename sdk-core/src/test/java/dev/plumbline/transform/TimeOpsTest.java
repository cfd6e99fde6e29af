package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeOpsTest {
    private static final Map<String, TemporalField> FIELDS = Map.of(
            "year", ChronoField.YEAR,
            "quarter", IsoFields.QUARTER_OF_YEAR,
            "month", ChronoField.MONTH_OF_YEAR,
            "day_of_month", ChronoField.DAY_OF_MONTH,
            "day_of_year", ChronoField.DAY_OF_YEAR,
            "iso_week", IsoFields.WEEK_OF_WEEK_BASED_YEAR,
            "hour", ChronoField.HOUR_OF_DAY,
            "minute", ChronoField.MINUTE_OF_HOUR,
            "second", ChronoField.SECOND_OF_MINUTE);

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "+05:30", "Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"})
    void datePart_everyPart_isThatOfTheJdk(String zone) {
        ZoneId id = ZoneId.of(zone);
        for (Map.Entry<String, TemporalField> field : FIELDS.entrySet()) {
            Vectorizer vectorizer = part(field.getKey(), zone, "");
            for (long micros : times()) {
                LocalDateTime local =
                        Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atZone(id).toLocalDateTime();
                assertThat(at(vectorizer, micros))
                        .as("%s of %s in %s", field.getKey(), local, zone)
                        .isEqualTo(local.get(field.getValue()));
            }
        }
    }

    /** Around every change of an offset, random times in three centuries, and the ends of what is representable. */
    private static long[] times() {
        Random random = new Random(7);
        long[] times = random.longs(3_000, micros("1800-01-01T00:00:00Z"), micros("2300-01-01T00:00:00Z"))
                .toArray();
        times[0] = Long.MAX_VALUE;
        times[1] = Long.MIN_VALUE;
        times[2] = -1;
        times[3] = micros("2021-03-28T00:59:59.999999Z");
        times[4] = micros("2021-03-28T01:00:00Z");
        times[5] = micros("2021-10-31T01:00:00Z");
        times[6] = micros("2000-02-29T23:59:59Z");
        times[7] = micros("1900-02-28T23:59:59Z");
        times[8] = micros("2021-01-03T12:00:00Z");
        times[9] = micros("2199-12-31T23:59:59Z");
        times[10] = micros("2200-07-01T00:00:00Z");
        return times;
    }

    private static long micros(String time) {
        return InputRow.micros(Instant.parse(time));
    }

    @ParameterizedTest
    @CsvSource({
        "iso_day_of_week, 0, 2026-11-16T00:00:00Z, 0",
        "iso_day_of_week, 1, 2026-11-16T00:00:00Z, 1",
        "iso_day_of_week, 0, 2026-11-22T00:00:00Z, 6",
        "month, 0, 2026-11-22T00:00:00Z, 10",
        "hour, 1, 2026-11-22T00:00:00Z, 1",
        "iso_week, 1, 2021-01-03T00:00:00Z, 53"
    })
    void datePart_base_isWhatTheFirstIsCalled(String part, int base, String time, double value) {
        assertThat(at(part(part, "UTC", ", base: " + base), micros(time))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{date_part: {part: hour}}]                                   | PLB-106 s.yaml:9 one: feature 'f' step 0 date_part needs an explicit zone; write zone: UTC
            [{date_part: {part: hour, zone: Mars}}]                       | PLB-106 s.yaml:9 one: feature 'f' step 0 date_part has an unknown zone 'Mars'; write UTC, an offset such as +01:00 or a region such as Europe/Paris
            [{date_part: {part: hour, zone: CET}}]                        | PLB-106 s.yaml:9 one: feature 'f' step 0 date_part has an unknown zone 'CET'; write UTC, an offset such as +01:00 or a region such as Europe/Paris
            [{date_part: {part: iso_day_of_week, zone: UTC}}]             | PLB-106 s.yaml:9 one: feature 'f' step 0 date_part needs a base for iso_day_of_week; write base: 0 or base: 1 for Monday
            [{date_part: {part: year, zone: UTC, base: 1}}]               | PLB-106 s.yaml:9 one: feature 'f' step 0 date_part has a base, but years have none; remove it
            """)
    void datePart_badOption_isNamed(String steps, String message) {
        assertThatThrownBy(() -> Specs.parse(Specs.one("timestamp", steps))).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "second_of_hour, 3600, UTC, 2026-11-22T05:15:00.5Z, 900.5",
        "second_of_day, 86400, Europe/Paris, 2026-07-01T22:30:00Z, 1800",
        "second_of_week, 604800, UTC, 2026-11-17T00:00:01Z, 86401",
        "second_of_year, 31557600, UTC, 2024-03-01T00:00:00Z, 5184000"
    })
    void cyclic_part_isSecondsSinceItsStart(String part, double period, String zone, String time, double seconds) {
        Vectorizer vectorizer = Specs.parse(Specs.one(
                                "timestamp",
                                "[{cyclic: {part: " + part + ", period: " + period + ", zone: " + zone + "}}]")
                        .replace("semantics: 1", "semantics: 1\noutput: {type: f64}"))
                .vectorizer();
        InputRow row = vectorizer.newInputs();
        row.setTimestamp(0, micros(time));
        double[] out = new double[2];
        vectorizer.transform(row, out, 0);

        assertThat(Specs.bits(out[0])).isEqualTo(Specs.bits(StrictMath.sin(2 * Math.PI * seconds / period)));
        assertThat(Specs.bits(out[1])).isEqualTo(Specs.bits(StrictMath.cos(2 * Math.PI * seconds / period)));
    }

    @ParameterizedTest
    @CsvSource({
        "s, keep, 1500000, 0, 1.5",
        "us, keep, 7, 9, -2",
        "ms, clip0, 0, 5000, 0",
        "d, error, 86400000000, 0, 1",
        "h, keep, -9223372036854775808, -9223372036854775807, -2.7777777777777777e-10"
    })
    void timeDiff_unit_isOneDivision(String unit, String negative, long a, long b, double expected) {
        assertThat(difference(unit, negative, a, b)).isEqualTo((float) expected);
    }

    @Test
    void timeDiff_negativeAndFar_areRefused() {
        assertThatThrownBy(() -> difference("s", "error", 0, 1_000_000))
                .hasMessageContaining("PLB-305")
                .hasMessageContaining("set negative: keep, clip0 or missing");
        assertThatThrownBy(() -> difference("s", "missing", 0, 1)).hasMessageContaining("PLB-301");
        assertThatThrownBy(() -> difference("s", "keep", Long.MAX_VALUE, Long.MIN_VALUE))
                .hasMessageContaining("PLB-306");
        assertThatThrownBy(() -> difference("s", "keep", 1L << 54, 0)).hasMessageContaining("PLB-306");
    }

    private static float difference(String unit, String negative, long a, long b) {
        Vectorizer vectorizer = Specs.parse(
                        Specs.one("timestamp", "[{time_diff: {unit: " + unit + ", negative: " + negative + "}}]")
                                .replace("features:", "  w: {type: timestamp, from: request}\nfeatures:")
                                .replace("input: v", "inputs: [v, w]"))
                .vectorizer();
        InputRow row = vectorizer.newInputs();
        row.setTimestamp(0, a);
        row.setTimestamp(1, b);
        float[] out = new float[1];
        vectorizer.transform(row, out, 0);
        return out[0];
    }

    private static Vectorizer part(String part, String zone, String more) {
        return Specs.parse(Specs.one(
                                "timestamp", "[{date_part: {part: " + part + ", zone: \"" + zone + "\"" + more + "}}]")
                        .replace("semantics: 1", "semantics: 1\noutput: {type: f64}"))
                .vectorizer();
    }

    private static double at(Vectorizer vectorizer, long micros) {
        InputRow row = vectorizer.newInputs();
        row.setTimestamp(0, micros);
        double[] out = new double[1];
        vectorizer.transform(row, out, 0);
        return out[0];
    }
}
