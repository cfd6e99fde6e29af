package dev.plumbline.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.ValueState;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records as lines and back. */
final class RecordLineTest {
    private static Object value(FeatureType type, ValueState state, Object value) {
        return Objects.requireNonNull(roundTrip(type, state, value));
    }

    private static @Nullable Object roundTrip(FeatureType type, ValueState state, @Nullable Object value) {
        FeatureRecord record = Records.of("id", Records.input("x", type, state, value));
        String line = RecordWriter.line(record);
        assertThat(line).doesNotContain("\n");
        FeatureRecord again = RecordReader.record(line);
        assertThat(RecordWriter.line(again)).isEqualTo(line);
        assertThat(again.inputs().get(0).type()).isEqualTo(type);
        assertThat(again.inputs().get(0).state()).isEqualTo(state);
        return again.inputs().get(0).value();
    }

    @Test
    void line_isWhatTheGuideSays() {
        assertThat(RecordWriter.line(Records.of(
                        "id", Records.input("flights", FeatureType.INT64, ValueState.STALE, Long.MAX_VALUE))))
                .isEqualTo("{\"format\":1,\"spec\":\"delays\",\"version\":\"3\",\"fingerprint\":\"plb1:"
                        + "0".repeat(64) + "\",\"binding\":\"plb1b:" + "1".repeat(64)
                        + "\",\"served_at_us\":1767225600123456,\"request_id\":\"id\",\"degraded\":true,"
                        + "\"oldest_age_us\":5001,\"sources\":[{\"alias\":\"origin\",\"view\":\"airports\","
                        + "\"key\":[\"D\\\"FW\\u000a\u6771\"],\"status\":\"present\",\"freshness\":\"stale\","
                        + "\"event_time_us\":-1,\"age_us\":3000000},{\"alias\":\"route\",\"view\":\"routes\","
                        + "\"key\":[\"a\",-9223372036854775808],\"status\":\"not_found\",\"freshness\":\"fresh\","
                        + "\"age_us\":0}],\"inputs\":[{\"name\":\"flights\",\"type\":\"int64\",\"state\":\"stale\","
                        + "\"value\":9223372036854775807,\"age_us\":1000}],\"vector\":{\"type\":\"float32\","
                        + "\"width\":2,\"values\":[1.0,-0.0]}}");
    }

    @Test
    void whatIsReadBack_isWhatWasWritten() {
        FeatureRecord record = Records.numbered(7);

        FeatureRecord again = RecordReader.record(RecordWriter.line(record));

        assertThat(again.sources()).isEqualTo(record.sources());
        assertThat(again.inputs()).isEqualTo(record.inputs());
        assertThat(again.servedAt()).isEqualTo(record.servedAt());
        assertThat(again.oldestAge()).isEqualTo(record.oldestAge());
        assertThat(again.requestId()).isEqualTo(record.requestId());
        assertThat(again.degraded()).isTrue();
        assertThat(again.vector().firstDifference(record.vector())).isEmpty();
    }

    @Test
    void numbers_areReadBackToTheBit() {
        double[] odd = {
            0.0,
            -0.0,
            0.1,
            1e-320,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Math.pow(10, 23),
            9007199254740994.0,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.longBitsToDouble(0x7ff8_0000_0000_1234L),
            Double.longBitsToDouble(0xfff8_0000_0000_0000L)
        };
        for (double number : odd) {
            ValueState state = Double.isNaN(number) ? ValueState.NAN : ValueState.PRESENT;
            Object again = value(FeatureType.FLOAT64, state, number);
            assertThat(Double.doubleToRawLongBits((double) again)).isEqualTo(Double.doubleToRawLongBits(number));
        }
        for (long number : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) + 1, 0}) {
            assertThat(roundTrip(FeatureType.INT64, ValueState.PRESENT, number)).isEqualTo(number);
            assertThat(roundTrip(FeatureType.TIMESTAMP, ValueState.STALE, number))
                    .isEqualTo(number);
        }
    }

    @Test
    void randomBits_areReadBackToTheBit() {
        long seed = 20260101;
        Random random = new Random(seed);
        double[] doubles =
                random.longs(3_000).mapToDouble(Double::longBitsToDouble).toArray();
        float[] floats = new float[3_000];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.intBitsToFloat(random.nextInt());
        }

        Object again = value(FeatureType.listOf(FeatureType.FLOAT64), ValueState.PRESENT, doubles);
        Object singles = value(FeatureType.listOf(FeatureType.FLOAT32), ValueState.PRESENT, floats);

        for (int i = 0; i < doubles.length; i++) {
            assertThat(Double.doubleToRawLongBits(((double[]) again)[i]))
                    .as("seed %d, element %d", seed, i)
                    .isEqualTo(Double.doubleToRawLongBits(doubles[i]));
            assertThat(Float.floatToRawIntBits(((float[]) singles)[i]))
                    .as("seed %d, element %d", seed, i)
                    .isEqualTo(Float.floatToRawIntBits(floats[i]));
        }
    }

    @Test
    void otherTypes_areReadBackAsTheyWere() {
        assertThat(roundTrip(FeatureType.BOOL, ValueState.PRESENT, true)).isEqualTo(true);
        assertThat(roundTrip(FeatureType.INT32, ValueState.PRESENT, -1L)).isEqualTo(-1L);
        assertThat(roundTrip(FeatureType.FLOAT32, ValueState.PRESENT, (double) 0.1f))
                .isEqualTo((double) 0.1f);
        String text = "\u0000\t\"\\/\u2028\ud83d\ude00 \ud83d x\ude00 \u00e9";
        assertThat(roundTrip(FeatureType.STRING, ValueState.PRESENT, text)).isEqualTo(text);
        assertThat(roundTrip(FeatureType.BYTES, ValueState.PRESENT, new byte[] {-1, 0, 7}))
                .isEqualTo(new byte[] {-1, 0, 7});
        assertThat(roundTrip(FeatureType.listOf(FeatureType.STRING), ValueState.PRESENT, new String[] {"NaN", ""}))
                .isEqualTo(new String[] {"NaN", ""});
        assertThat(roundTrip(FeatureType.listOf(FeatureType.BOOL), ValueState.PRESENT, new boolean[] {true, false}))
                .isEqualTo(new boolean[] {true, false});
        assertThat(roundTrip(FeatureType.listOf(FeatureType.INT32), ValueState.PRESENT, new int[0]))
                .isEqualTo(new int[0]);
        assertThat(roundTrip(FeatureType.listOf(FeatureType.BYTES), ValueState.PRESENT, new byte[][] {{1}, {}}))
                .isEqualTo(new byte[][] {{1}, {}});
        assertThat(roundTrip(FeatureType.vectorOf(FeatureType.FLOAT32, 2), ValueState.STALE, new float[] {1, -0.0f}))
                .isEqualTo(new float[] {1, -0.0f});
        for (ValueState state : List.of(ValueState.NULL, ValueState.NOT_FOUND, ValueState.ERROR)) {
            assertThat(roundTrip(FeatureType.FLOAT64, state, null)).isNull();
        }
    }

    @Test
    void linesThatAreNoRecords_areRefused_withoutTellingAValue() {
        String line = RecordWriter.line(Records.numbered(4711));
        for (String broken : List.of(
                "",
                "{",
                "[]",
                "null",
                line + "x",
                line.substring(0, line.length() - 1),
                line.replace("\"format\":1", "\"format\":2"),
                line.replace("\"format\":1", "\"format\":\"1\""),
                line.replace("4711}", "4711.5}").replace("4711,", "4711.5,"),
                line.replace("\"present\"", "\"here\""),
                line.replace("\"int64\"", "\"int65\""),
                line.replace("\"degraded\":true,", ""),
                line.replace("\"key\":[\"", "\"key\":[4711.5,\""),
                line.replace("\"values\":[", "\"values\":[true,"),
                line.replace("\"values\":[", "\"values\":[{},"),
                line.replace("\"values\":[", "\"values\":[0.5,"),
                line.replace("\"width\":", "\"width\":-"),
                line.replace("\"status\":\"", "\"status\":\"4711"),
                line.replace("\"degraded\":true", "\"degraded\":true,\"degraded\":true"))) {
            assertThat(broken).isNotEqualTo(line);
            assertThatIllegalArgumentException()
                    .as(broken)
                    .isThrownBy(() -> RecordReader.record(broken))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("4711"));
        }
    }

    @Test
    void weightBeyondAnInt_isTheGreatestInt() {
        String[] texts = new String[1 << 20];
        Arrays.fill(texts, "x".repeat(1 << 10));

        assertThat(Records.of(
                                "id",
                                Records.input(
                                        "tags", FeatureType.listOf(FeatureType.STRING), ValueState.PRESENT, texts))
                        .octets())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void unknownFields_areLeftAlone() {
        String line =
                RecordWriter.line(Records.numbered(1)).replace("\"format\":1", "\"format\":1,\"new\":{\"a\":[1]}");

        assertThat(RecordReader.record(line).spec()).isEqualTo("delays");
    }

    @Test
    void mutatedLines_areRecordsOrRefused() {
        long seed = 7;
        Random random = new Random(seed);
        String line = RecordWriter.line(Records.numbered(1));
        String other = "\"\\{}[]:,0123456789-+.eEnulltrue \u0000\ud800";
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            char[] mutant = line.toCharArray();
            for (int j = random.nextInt(3); j >= 0; j--) {
                mutant[random.nextInt(mutant.length)] = other.charAt(random.nextInt(other.length()));
            }
            int end = random.nextInt(4) == 0 ? random.nextInt(mutant.length) : mutant.length;
            String text = new String(Arrays.copyOf(mutant, end));
            try {
                RecordReader.record(text);
            } catch (IllegalArgumentException | ArithmeticException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", mutant " + i + ": " + text, e);
            }
        }
        assertThat(refused).isBetween(1_000, 19_999);
    }

    @Test
    void deepNesting_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonReader.read("[".repeat(100_000)));
    }
}
