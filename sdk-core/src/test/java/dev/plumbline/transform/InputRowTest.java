package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.ValueState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InputRowTest {
    private static final long HOUR = 3_600_000_000L;

    private final FeatureView view = FeatureView.builder("user", "id")
            .feature("i32", FeatureType.INT32)
            .feature("f32", FeatureType.FLOAT32)
            .feature("text", FeatureType.STRING)
            .maxAge(Duration.ofHours(10))
            .build();

    private final TransformSpec spec = Specs.parse("""
            plumbline: 1
            name: rows
            version: a
            semantics: 1
            policy: {stale: use}
            inputs:
              wide: {type: i64, from: "user:i32", ttl: 2h}
              float: {type: f64, from: "user:i32"}
              single: {type: f64, from: "user:f32"}
              text: {type: string, from: "user:text"}
            features:
              - {name: wide, input: wide}
              - {name: float, input: float}
              - {name: single, input: single}
              - {name: text, input: text, steps: [{vocab: {values: [a, b]}}, as_number]}
            """);

    private final InputRow row = spec.vectorizer().newInputs();

    @Test
    void set_widerTypes_areExact() {
        fill(rowAged(HOUR));

        assertThat(Specs.run(spec, row)).containsExactly(-7, -7, 0.1f, 1);
        assertThat(row.state(0)).isEqualTo(ValueState.PRESENT);
    }

    @Test
    void set_olderThanTheTtl_isStaleForThatInputOnly() {
        fill(rowAged(2 * HOUR));
        assertThat(row.state(0)).isEqualTo(ValueState.PRESENT);

        fill(rowAged(2 * HOUR + 1));
        assertThat(row.state(0)).isEqualTo(ValueState.STALE);
        assertThat(row.state(1)).isEqualTo(ValueState.PRESENT);
        assertThat(Specs.run(spec, row)).containsExactly(-7, -7, 0.1f, 1);
    }

    @Test
    void set_olderThanTheView_isStaleEverywhere() {
        fill(rowAged(10 * HOUR + 1));

        assertThat(row.state(1)).isEqualTo(ValueState.STALE);
        assertThat(row.state(3)).isEqualTo(ValueState.STALE);
        assertThat(Specs.run(spec, row)).containsExactly(-7, -7, 0.1f, 1);
    }

    @Test
    void set_absentCells_keepTheirState() {
        fill(FeatureRow.notFound(view, 0));
        assertThat(row.state(3)).isEqualTo(ValueState.NOT_FOUND);

        fill(FeatureRow.failed(view, new IllegalStateException("down"), 0));
        assertThat(row.state(3)).isEqualTo(ValueState.ERROR);
    }

    @Test
    void set_otherType_isRefused() {
        assertThatThrownBy(() -> row.set(0, rowAged(0), 2))
                .hasMessage("input 'wide' is i64 and takes no string: pass its own type");
    }

    @Test
    void setters_takeTheirTypeOnly() {
        assertThatThrownBy(() -> row.setFloat64(0, 1))
                .hasMessage("input 'wide' is i64 and takes no float64: pass its own type");
        assertThatThrownBy(() -> row.setInt64(3, 1))
                .hasMessage("input 'text' is string and takes no int64: pass its own type");
        assertThatThrownBy(() -> row.setInt64(1, (1L << 53) + 1))
                .hasMessage("input 'float' is f64 and takes no int64 beyond 2^53: pass its own type");
        assertThatThrownBy(() -> row.setBool(0, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> row.setString(0, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> row.setTimestamp(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> row.setState(0, ValueState.NAN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> row.setState(0, ValueState.PRESENT))
                .hasMessage("input 'wide' has no value to be present: set the value first");
        assertThatThrownBy(() -> row.setState(0, ValueState.STALE))
                .hasMessage("input 'wide' has no value to be stale: set the value first");
    }

    @Test
    void input_unknownName_pointsAtTheNearest() {
        assertThat(row.input("single")).isEqualTo(2);
        assertThatThrownBy(() -> row.input("zzzzzz"))
                .hasMessage("the spec uses no input 'zzzzzz'; known: float, single, text, wide");
        assertThatThrownBy(() -> row.input("sinle"))
                .hasMessage("the spec uses no input 'sinle'; did you mean 'single'?");
    }

    @Test
    void clear_forgetsEverything() {
        fill(rowAged(HOUR));
        row.clear();

        for (int i = 0; i < 4; i++) {
            assertThat(row.state(i)).isEqualTo(ValueState.NOT_FOUND);
        }
    }

    @Test
    void transform_rowOfAnotherSpec_isRefused() {
        Vectorizer other = Specs.parse(Specs.FRAUD).vectorizer();

        assertThatThrownBy(() -> other.transform(row, new float[9], 0))
                .hasMessage("the inputs were not made by this vectorizer of 'fraud_v3': use newInputs()");
        assertThatThrownBy(() -> other.transform(other.newInputs(), new double[9], 0))
                .hasMessage("spec 'fraud_v3' has the output type f32 and the layout dense: pass a float[]");
        assertThatThrownBy(() -> other.transform(other.newInputs(), new float[9], 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void transform_atAnOffset_leavesTheRestAlone() {
        fill(rowAged(HOUR));
        float[] out = {9, 9, 9, 9, 9, 9};
        spec.vectorizer().transform(row, out, 1);

        assertThat(out).containsExactly(9, -7, -7, 0.1f, 1, 9);
    }

    private void fill(FeatureRow features) {
        row.set(0, features, 0);
        row.set(1, features, 0);
        row.set(2, features, 1);
        row.set(3, features, 2);
    }

    private FeatureRow rowAged(long micros) {
        FeatureRowBuilder builder = FeatureRow.builder(view, 0).eventTimeMicros(0);
        builder.putInt64(0, -7);
        builder.putFloat32(1, 0.1f);
        builder.putString(2, "b");
        return builder.build().asRead(micros, Freshness.FRESH, ReadTier.ORIGIN);
    }
}
