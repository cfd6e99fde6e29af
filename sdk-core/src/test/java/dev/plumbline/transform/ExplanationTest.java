package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.feature.ValueState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private final Vectorizer vectorizer = Specs.parse(Specs.FRAUD).vectorizer();
    private final InputRow row = vectorizer.newInputs();

    @Test
    void explain_bucket_saysWhatEachStepDid() {
        int input = row.input("friend_purchase_category_count");
        row.setInt64(input, 4);
        row.setAgeMicros(input, Duration.ofMinutes(192).toNanos() / 1_000);

        Explanation explanation = vectorizer.explain(row, 5);

        assertThat(explanation).hasToString("""
                        x[5] = 1.0  fraud_v3/fpcc[2]  "bucket [3, 10)"
                          friend_purchase_category_count = 4 (present, i32, user_social, age 3h12m)
                          impute(value=0) 4 -> 4 | bucketize(bounds=1,3,10,30,100, closed=left) 4 -> 2 \
                        | one_hot(base=0, drop=none) 2 -> 6 slots, slot 3+2""");
        assertThat(explanation.value()).isEqualTo(1);
        assertThat(explanation.slotName()).isEqualTo("fpcc[2]");
        assertThat(explanation.inputs().get(0).state()).isEqualTo(ValueState.PRESENT);
        assertThat(explanation.inputs().get(0).age()).contains(Duration.ofMinutes(192));
        assertThat(explanation.failure()).isEmpty();
        assertThat(vectorizer.explain(row, 3).value()).isZero();
    }

    @Test
    void explain_missing_showsTheImpute() {
        row.setNull(row.input("friend_count"));

        assertThat(vectorizer.explain(row, 0).steps().get(0))
                .isEqualTo(new Explanation.StepTaken("impute(value=37)", "missing", "37"));
        assertThat(vectorizer.explain(row, 1)).hasToString("""
                x[1] = 1.0  fraud_v3/friend_count_missing
                  friend_count = none (null, i64, user_social)
                  is_missing(states=null,nan,not_found) null -> 1.0""");
    }

    @Test
    void explain_failure_isTold() {
        row.setFloat64(row.input("avg_friend_age"), Double.POSITIVE_INFINITY);

        Explanation explanation = vectorizer.explain(row, 2);

        assertThat(explanation.value()).isNaN();
        assertThat(explanation.failure())
                .hasValueSatisfying(e -> assertThat(e.code()).isEqualTo("PLB-303"));
        assertThat(explanation.toString())
                .startsWith(
                        "x[2] = none  fraud_v3/avg_friend_age\n  avg_friend_age = Infinity (present, f64, user_social)")
                .endsWith("PLB-303 fraud_v3/avg_friend_age: input 'avg_friend_age' (present) is Infinity; "
                        + "set inf: missing, inf: clip or inf: keep");
    }
}
