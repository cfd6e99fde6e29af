package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GoldenRowsTest {
    @Test
    void parse_workedExample_rowsHoldBitForBit() {
        TransformSpec spec = Specs.parse(Specs.FRAUD);

        assertThat(spec.vectorizer().width()).isEqualTo(9);
        assertThat(spec.vectorizer().featureSlots())
                .containsExactly(
                        new FeatureSlots("friend_count", 0, 1),
                        new FeatureSlots("friend_count_missing", 1, 1),
                        new FeatureSlots("avg_friend_age", 2, 1),
                        new FeatureSlots("fpcc", 3, 6));
    }

    @Test
    void transform_workedExample_givesGoldenBits() {
        TransformSpec spec = Specs.parse(Specs.FRAUD);
        InputRow row = spec.vectorizer().newInputs();
        row.setInt64(row.input("friend_count"), 120);
        row.setFloat64(row.input("avg_friend_age"), 31.5);
        row.setInt64(row.input("friend_purchase_category_count"), 4);

        assertThat(Specs.run(spec, row)).containsExactly(1.1156745f, 0, 0.21264368f, 0, 0, 1, 0, 0, 0);
        assertThat(Specs.bits(Specs.run(spec, row)[0])).isEqualTo("3f8ece6c");
    }

    @Test
    void parse_oneBitOff_namesExampleSlotAndBothValues() {
        String wrong = Specs.FRAUD.replace("3e41a652", "3e41a653");

        assertThatThrownBy(() -> Specs.parse(wrong))
                .isInstanceOfSatisfying(SpecException.class, e -> {
                    assertThat(e.code()).isEqualTo("PLB-110");
                    assertThat(e.line()).isEqualTo(39);
                })
                .hasMessageStartingWith("PLB-110 s.yaml:39 fraud_v3: example 1 slot 0 (friend_count): "
                        + "expected 3e41a653 (0.18911104) got 3e41a652 (0.18911102) on JDK ")
                .hasMessageEndingWith("; correct the row if the spec was changed, else do not serve here");
    }

    @Test
    void parse_exampleThatThrows_namesTheReason() {
        String wrong = Specs.FRAUD.replace("avg_friend_age: 31.5,", "avg_friend_age: Infinity,");

        assertThatThrownBy(() -> Specs.parse(wrong))
                .hasMessageStartingWith("PLB-110 s.yaml:36 fraud_v3: example 0 has no output: PLB-303")
                .hasCauseInstanceOf(TransformException.class);
    }

    @Test
    void parse_exampleWithQuotedNaN_isATextAndRefused() {
        String wrong = Specs.FRAUD.replace("avg_friend_age: NaN", "avg_friend_age: \"NaN\"");

        assertThatThrownBy(() -> Specs.parse(wrong))
                .hasMessage("PLB-115 s.yaml:38 fraud_v3: example 1 avg_friend_age is the text \"NaN\"; "
                        + "write a number as JSON has it, without quotes");
    }

    @Test
    void parse_exampleWithoutAnInput_isRefused() {
        String wrong = Specs.FRAUD.replace("friend_count: 120, ", "");

        assertThatThrownBy(() -> Specs.parse(wrong))
                .hasMessage("PLB-101 s.yaml:36 fraud_v3: example 0 does not set input 'friend_count'; "
                        + "write it, or null");
    }

    @Test
    void parse_exampleWithTooFewWords_isRefused() {
        String wrong = Specs.FRAUD.replace("c02e242d 00000000", "c02e242d");

        assertThatThrownBy(() -> Specs.parse(wrong))
                .hasMessage("PLB-110 s.yaml:41 fraud_v3: example 2 out has 8 words and the output has 9 slots; "
                        + "write one word of 8 hex digits for each");
    }

    @Test
    void parse_exampleTimes_asMicrosAndAsIso() {
        String spec = Specs.one("timestamp", "[{cyclic: {part: second_of_day, period: 86400, zone: UTC}}]") + """
                examples:
                  - {in: {v: 21600000000}, out: "3f800000 a5396767"}
                  - {in: {v: 1970-01-01T06:00:00Z}, out: "3f800000 a5396767"}
                  - {in: {v: "1969-12-31T06:00:00Z"}, out: "3f800000 a5396767"}
                """;

        assertThat(Specs.parse(spec).vectorizer().slotNames()).containsExactly("f[sin]", "f[cos]");
    }
}
