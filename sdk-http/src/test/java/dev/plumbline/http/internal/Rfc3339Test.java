package dev.plumbline.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Rfc3339Test {
    private static long micros(String text) {
        char[] chars = ("xx" + text + "9").toCharArray();
        return Rfc3339.micros(chars, 2, text.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01T00:00:00Z",
                "2026-02-28T23:59:59.999999Z",
                "2024-02-29T12:00:00+05:30",
                "2000-02-29T12:00:00-08:00",
                "1969-12-31T23:59:59.5-00:30",
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59.123456+18:00",
            })
    void times_areThoseOfTheJdk(String text) {
        long expected =
                ChronoUnit.MICROS.between(OffsetDateTime.parse("1970-01-01T00:00:00Z"), OffsetDateTime.parse(text));

        assertThat(micros(text)).isEqualTo(expected);
    }

    @Test
    void smallLettersAndABlank_areTaken_andNanosecondsCutOff() {
        assertThat(micros("1970-01-01t00:00:00z")).isZero();
        assertThat(micros("1970-01-01 00:00:00Z")).isZero();
        assertThat(micros("1970-01-01T00:00:00.000001999Z")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-01-01",
                "2026-01-01T00:00:00",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01T00:60:00Z",
                "2026-01-01T00:00:61Z",
                "2026-01-01T00:00:00.Z",
                "2026-01-01T00:00:00.1234567890Z",
                "2026-01-01T00:00:00+24:00",
                "2026-01-01T00:00:00+0530",
                "2026-01-01T00:00:00ZZ",
                "2026-1-01T00:00:00Z",
                "+026-01-01T00:00:00Z",
            })
    void otherTexts_areNone(String text) {
        assertThat(micros(text)).isEqualTo(Rfc3339.INVALID);
    }
}
