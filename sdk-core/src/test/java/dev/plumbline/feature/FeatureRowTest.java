package dev.plumbline.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FeatureRowTest {
    private static final FeatureView VIEW = FeatureView.builder("users", "user")
            .feature("flag", FeatureType.BOOL)
            .feature("small", FeatureType.INT32)
            .feature("large", FeatureType.INT64)
            .feature("half", FeatureType.FLOAT32)
            .feature("full", FeatureType.FLOAT64)
            .feature("name", FeatureType.STRING)
            .feature("blob", FeatureType.BYTES)
            .feature("at", FeatureType.TIMESTAMP)
            .feature("halves", FeatureType.vectorOf(FeatureType.FLOAT32, 2))
            .feature("fulls", FeatureType.listOf(FeatureType.FLOAT64))
            .feature("larges", FeatureType.listOf(FeatureType.INT64))
            .feature("names", FeatureType.listOf(FeatureType.STRING))
            .build();

    private static FeatureRow present() {
        FeatureRowBuilder row = FeatureRow.builder(VIEW, 0);
        row.putBool(0, true);
        row.putInt64(1, 32);
        row.putInt64(2, 64L << 40);
        row.putFloat32(3, 0.1f);
        row.putFloat64(4, 0.1);
        row.putString(5, "ann");
        row.putBytes(6, new byte[] {1, 2});
        row.putInt64(7, -1);
        row.putFloat32s(8, new float[] {1, 2});
        row.putFloat64s(9, new double[] {3});
        row.putInt64s(10, new long[] {4});
        row.putStrings(11, new String[] {"a"});
        return row.build();
    }

    private static FeatureRow absent(ValueState state) {
        FeatureRowBuilder row = FeatureRow.builder(VIEW, 0);
        for (int slot = 0; slot < VIEW.size(); slot++) {
            row.putState(slot, state);
        }
        return row.build();
    }

    static Stream<Arguments> getters() {
        return Stream.of(
                getter("flag", row -> row.bool("flag"), true),
                getter("small", row -> row.int32("small"), 32),
                getter("small", row -> row.int64("small"), 32L),
                getter("small", row -> row.float64("small"), 32.0),
                getter("large", row -> row.int64("large"), 64L << 40),
                getter("half", row -> row.float32("half"), 0.1f),
                getter("half", row -> row.float64("half"), (double) 0.1f),
                getter("full", row -> row.float64("full"), 0.1),
                getter("name", row -> row.string("name"), "ann"),
                getter("blob", row -> row.bytes("blob"), new byte[] {1, 2}),
                getter("at", row -> row.timestamp("at"), Instant.parse("1969-12-31T23:59:59.999999Z")),
                getter("halves", row -> row.float32s("halves"), new float[] {1, 2}),
                getter("fulls", row -> row.float64s("fulls"), new double[] {3}),
                getter("larges", row -> row.int64s("larges"), new long[] {4}),
                getter("names", row -> row.strings("names"), new String[] {"a"}));
    }

    private static Arguments getter(String feature, Function<FeatureRow, Object> get, Object expected) {
        return arguments(feature, get, expected);
    }

    @ParameterizedTest
    @MethodSource("getters")
    void getter_present_answersTheValue(String feature, Function<FeatureRow, Object> get, Object expected) {
        assertThat(get.apply(present())).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("getters")
    void getter_notPresent_namesFeatureStateAndRemedy(String feature, Function<FeatureRow, Object> get) {
        assertThatThrownBy(() -> get.apply(absent(ValueState.NULL)))
                .isInstanceOfSatisfying(ValueNotPresentException.class, e -> {
                    assertThat(e.feature()).isEqualTo(feature);
                    assertThat(e.state()).isEqualTo(ValueState.NULL);
                    assertThat(e)
                            .hasMessage("feature '" + feature + "' of view 'users' is null: pass a fallback to the"
                                    + " getter, or ask for its state first");
                });
        assertThatThrownBy(() -> get.apply(FeatureRow.notFound(VIEW, 0)))
                .isInstanceOf(ValueNotPresentException.class)
                .hasMessageContaining("is not_found");
    }

    @Test
    void getter_nan_isNotPresent() {
        FeatureRowBuilder row = FeatureRow.builder(VIEW, 0);
        row.putFloat64(4, Double.NaN);
        FeatureRow nan = row.build();
        assertThatThrownBy(() -> nan.float64("full"))
                .isInstanceOf(ValueNotPresentException.class)
                .hasMessageContaining("is nan");
        assertThat(nan.float64("full", 7)).isEqualTo(7);
    }

    @Test
    void fallback_isForAbsentCellsOnly() {
        FeatureRow there = present();
        assertThat(there.bool("flag", false)).isTrue();
        assertThat(there.int32("small", 9)).isEqualTo(32);
        assertThat(there.int64("small", 9)).isEqualTo(32);
        assertThat(there.float32("half", 9)).isEqualTo(0.1f);
        assertThat(there.float64("small", 9)).isEqualTo(32);
        assertThat(there.string("name", "bob")).isEqualTo("ann");
        FeatureRow gone = absent(ValueState.ERROR);
        assertThat(gone.bool("flag", true)).isTrue();
        assertThat(gone.int32("small", 9)).isEqualTo(9);
        assertThat(gone.int64("large", 9)).isEqualTo(9);
        assertThat(gone.float32("half", 9)).isEqualTo(9);
        assertThat(gone.float64("full", 9)).isEqualTo(9);
        assertThat(gone.string("name", "bob")).isEqualTo("bob");
    }

    static Stream<Arguments> wrongGetters() {
        return Stream.of(
                wrong(row -> row.int32("large"), "large", "int32", "int64"),
                wrong(row -> row.float64("large"), "large", "float64", "int64"),
                wrong(row -> row.float64("large", 1), "large", "float64", "int64"),
                wrong(row -> row.float32("full"), "full", "float32", "float64"),
                wrong(row -> row.float32("small"), "small", "float32", "int32"),
                wrong(row -> row.int64("at"), "at", "int64", "timestamp"),
                wrong(row -> row.timestamp("large"), "large", "timestamp", "int64"),
                wrong(row -> row.string("blob", ""), "blob", "string", "bytes"),
                wrong(row -> row.bool("small"), "small", "bool", "int32"),
                wrong(row -> row.float32s("fulls"), "fulls", "a list or vector of float32", "list<float64>"),
                wrong(row -> row.float64s("full"), "full", "a list or vector of float64", "float64"));
    }

    private static Arguments wrong(Consumer<FeatureRow> get, String feature, String asked, String held) {
        return arguments(get, feature, asked, held);
    }

    @ParameterizedTest
    @MethodSource("wrongGetters")
    void getter_ofAnotherType_namesFeatureAskedAndHeld(
            Consumer<FeatureRow> get, String feature, String asked, String held) {
        for (FeatureRow row : new FeatureRow[] {present(), FeatureRow.notFound(VIEW, 0)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> get.accept(row))
                    .withMessage("feature '" + feature + "' of view 'users' was asked as " + asked + " and is " + held
                            + ": use the getter of that type");
        }
    }

    @Test
    void getter_unknownFeature_namesTheNearest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> present().float64("ful", 1))
                .withMessage("view 'users' has no feature 'ful'; did you mean 'full'?");
    }

    @Test
    void getters_giveCopies() {
        FeatureRow row = present();
        row.bytes("blob")[0] = 9;
        row.float32s("halves")[0] = 9;
        row.float64s("fulls")[0] = 9;
        row.int64s("larges")[0] = 9;
        row.strings("names")[0] = "z";
        row.value("blob").ifPresent(blob -> ((byte[]) blob)[0] = 9);
        row.value("names").ifPresent(names -> ((String[]) names)[0] = "z");
        assertThat(row.bytes("blob")).containsExactly(1, 2);
        assertThat(row.float32s("halves")).containsExactly(1, 2);
        assertThat(row.float64s("fulls")).containsExactly(3);
        assertThat(row.int64s("larges")).containsExactly(4);
        assertThat(row.strings("names")).containsExactly("a");
    }

    @Test
    void value_ofEachType_isBoxedAsItsGetterAnswers() {
        FeatureRow row = present();
        assertThat(row.value("flag")).contains(true);
        assertThat(row.value("small")).contains(32);
        assertThat(row.value("large")).contains(64L << 40);
        assertThat(row.value("half")).contains(0.1f);
        assertThat(row.value("full")).contains(0.1);
        assertThat(row.value("at")).contains(Instant.EPOCH.minusNanos(1_000));
        assertThat(absent(ValueState.NULL).value("full")).isEmpty();
    }

    @Test
    void failed_hasACauseAndErrorCells() {
        IllegalStateException cause = new IllegalStateException("down");
        FeatureRow row = FeatureRow.failed(VIEW, cause, 5);
        assertThat(row.status()).isEqualTo(RowStatus.ERROR);
        assertThat(row.cause()).containsSame(cause);
        assertThat(row.tier()).isEqualTo(ReadTier.NONE);
        assertThat(row.count(ValueState.ERROR)).isPositive();
        assertThat(row.state("full")).isEqualTo(ValueState.ERROR);
        assertThat(row.float64("full", 1)).isEqualTo(1);
        assertThat(present().cause()).isEmpty();
        assertThat(present().count(ValueState.ERROR)).isZero();
    }

    @Test
    void toString_hasNoValue() {
        assertThat(present()).hasToString("users PRESENT FRESH from ORIGIN, age PT0S");
    }

    @Test
    void estimatedBytes_growsWithTexts() {
        FeatureRowBuilder row = FeatureRow.builder(VIEW, 0);
        row.putString(5, "a".repeat(1_000));
        assertThat(row.build().estimatedBytes()).isBetween(2_000, 3_000);
        assertThat(FeatureRow.notFound(VIEW, 0).estimatedBytes()).isPositive();
        assertThat(present().estimatedBytes())
                .isGreaterThan(FeatureRow.notFound(VIEW, 0).estimatedBytes());
    }

    @Test
    void ofCells_isTheRowThatHeldThem() {
        FeatureRow held = present();
        int size = VIEW.size();
        byte[] states = new byte[size];
        long[] bits = new long[size];
        Object[] objects = new Object[size];
        for (int slot = 0; slot < size; slot++) {
            states[slot] = held.storedState(slot).code();
            bits[slot] = held.bits(slot);
            objects[slot] = held.object(slot);
        }

        FeatureRow row = FeatureRow.ofCells(VIEW, states, bits, objects, 3, 7, 5);

        assertThat(row.status()).isEqualTo(RowStatus.PRESENT);
        assertThat(row.float64("full")).isEqualTo(0.1);
        assertThat(row.string("name")).isEqualTo("ann");
        assertThat(row.eventTimeMicros()).isEqualTo(3);
        assertThat(row.dataVersion()).isEqualTo(7);
        assertThat(row.receivedMicros()).isEqualTo(5);
    }

    @Test
    void ofCells_ofAbsentOnes_isNotFound() {
        byte[] states = new byte[VIEW.size()];
        java.util.Arrays.fill(states, ValueState.NOT_FOUND.code());

        assertThat(FeatureRow.ofCells(VIEW, states, new long[VIEW.size()], null, 0, 0, 0)
                        .status())
                .isEqualTo(RowStatus.NOT_FOUND);
    }

    @Test
    void ofCells_refusesCellsThatAreNoneOfTheView() {
        byte[] states = new byte[VIEW.size()];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureRow.ofCells(VIEW, states, new long[3], null, 0, 0, 0))
                .withMessageContaining("'users' has 12 features");
        states[4] = ValueState.ERROR.code();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureRow.ofCells(VIEW, states, new long[VIEW.size()], null, 0, 0, 0))
                .withMessageContaining("state 5");
    }
}
