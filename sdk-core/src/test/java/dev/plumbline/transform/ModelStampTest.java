package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelStampTest {
    private final TransformSpec spec = Specs.parse(Specs.FRAUD);
    private final ModelStamp stamp = ModelStamp.of(spec);

    @Test
    void properties_comeBackAsTheSameStamp() {
        ModelStamp named = stamp.named("Betrug \u00fc \ud83d\ude00");
        Map<String, String> properties = new LinkedHashMap<>(named.properties());
        properties.put("learning_rate", "0.1");
        properties.put("plumbline.owner", "someone else's");

        assertThat(ModelStamp.fromProperties(properties)).isEqualTo(named);
        assertThat(ModelStamp.fromProperties(stamp.withoutText().properties())).isEqualTo(stamp.withoutText());
        assertThat(stamp.properties())
                .containsExactly(
                        Map.entry("plumbline.spec", "fraud_v3"),
                        Map.entry("plumbline.version", "3.1.0"),
                        Map.entry("plumbline.fingerprint", spec.fingerprint()),
                        Map.entry("plumbline.binding", spec.bindingHash()),
                        Map.entry("plumbline.layout", spec.layoutHash()),
                        Map.entry("plumbline.text", Specs.FRAUD));
        assertThat(named)
                .hasToString("model Betrug \u00fc \ud83d\ude00: fraud_v3 3.1.0 "
                        + spec.fingerprint().substring(0, 17));
    }

    @ParameterizedTest
    @CsvSource({"spec", "version", "fingerprint", "binding", "layout"})
    void fromProperties_absent_isNamed(String name) {
        Map<String, String> properties = stamp.properties();
        properties.remove("plumbline." + name);

        assertThatThrownBy(() -> ModelStamp.fromProperties(properties))
                .isInstanceOfSatisfying(
                        ModelStampException.class, e -> assertThat(e.code()).isEqualTo("PLB-403"))
                .hasMessage("PLB-403 no property 'plumbline." + name
                        + "'; stamp the model where it is trained, with the properties of ModelStamp.of(spec)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spec        | Fraud     | "Fraud" and not a spec's name
            fingerprint | plb1:9a2a | plb1:9a2a and not 'plb1:' and 64 hex digits
            binding     | plb1:9a2a | plb1:9a2a and not 'plb1b:' and 64 hex digits
            layout      | none      | none and not 'plb1l:' and 64 hex digits
            """)
    void fromProperties_malformed_isNamed(String name, String value, String message) {
        Map<String, String> properties = stamp.properties();
        properties.put("plumbline." + name, value);

        assertThatThrownBy(() -> ModelStamp.fromProperties(properties))
                .isInstanceOf(ModelStampException.class)
                .hasMessageStartingWith("PLB-403 property 'plumbline." + name + "' is "
                        + message.replace("\"plb1:9a2a\"", "plb1:9a2a"));
    }

    @Test
    void fingerprintPrefix_isTheFirstEightBytes() {
        assertThat(HexFormat.of().toHexDigits(spec.fingerprintPrefix()))
                .isEqualTo(spec.fingerprint().substring(5, 21));
        assertThat(java.util.stream.IntStream.range(0, 20)
                        .mapToObj(value -> Specs.parse(Specs.one("f64", "[impute: {value: " + value + "}]")))
                        .map(TransformSpec::fingerprintPrefix))
                .as("the highest bit is the sign")
                .anyMatch(prefix -> prefix < 0)
                .anyMatch(prefix -> prefix > 0);
    }

    @Test
    void text_isTheDocumentAsItWasRead() {
        assertThat(spec.text()).isEqualTo(Specs.FRAUD);
    }
}
