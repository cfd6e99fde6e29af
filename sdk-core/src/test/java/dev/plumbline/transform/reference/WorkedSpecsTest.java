package dev.plumbline.transform.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.TransformSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two whole specs keep their hashes and, as loading checks their golden rows, their bits. */
class WorkedSpecsTest {
    private static final Path FOLDER = Path.of("src/test/resources/dev/plumbline/transform/worked");
    private static final String FRAUD = "plb1:f2ad2035cef3856416a9b1fd407efe6ef2b94169fafbdd7078db41c668130011";
    private static final String FRAUD_LAYOUT = "plb1l:2051b4ba3dbb5143c5e49e9ba104a8648832dc4bfe6595bae48922d9cc8ade1a";
    private static final String FRAUD_BINDING =
            "plb1b:69e5c8eb85cf45694a9b4c3d8c93cf9629a941b23d9f7d8e383b096442884115";
    private static final String RANK = "plb1:9b96d964c7a2d0be84d6c1d688aa9c6e76c0017f0a4b863cf6210fe8c73abaec";
    private static final String RANK_LAYOUT = "plb1l:598af31ebe4330e946ca219236d56861b5187a46034b217836042645842ea615";
    private static final String RANK_BINDING = "plb1b:70dc3984aefe68a2a9f15d3cbfc799ef24eed33b431a1c567c85c64c0385fc6b";

    private final Locale locale = Locale.getDefault();
    private final TimeZone zone = TimeZone.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(locale);
        TimeZone.setDefault(zone);
    }

    @ParameterizedTest
    @CsvSource({
        "en-US, UTC",
        "tr-TR, Europe/Istanbul",
        "ar-EG, Africa/Cairo",
        "ar-EG-u-nu-arab, Asia/Kathmandu",
        "th-TH-u-ca-buddhist, Pacific/Apia",
        "de-DE, Australia/Lord_Howe"
    })
    void load_anyLocaleAndZone_givesTheSameHashesAndRows(String tag, String id) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        TimeZone.setDefault(TimeZone.getTimeZone(id));

        assertThat(hashes("fraud_v3.yaml")).containsExactly(FRAUD, FRAUD_LAYOUT, FRAUD_BINDING);
        assertThat(hashes("fraud_v3.json")).containsExactly(FRAUD, FRAUD_LAYOUT, FRAUD_BINDING);
        assertThat(hashes("rec_rank_v7.yaml")).containsExactly(RANK, RANK_LAYOUT, RANK_BINDING);
    }

    @ParameterizedTest
    @CsvSource({"fraud_v3.yaml, 9", "fraud_v3.json, 9", "rec_rank_v7.yaml, 39"})
    void evaluator_goldenRows_areTheDocuments(String file, int width) throws IOException {
        String text = Files.readString(FOLDER.resolve(file));
        Evaluator evaluator = new Evaluator(text);
        for (Examples.Example example : Examples.of(text, evaluator.spec())) {
            List<Evaluator.Slot> slots = evaluator.row(example.in());
            assertThat(slots).hasSize(width);
            assertThat(slots.stream()
                            .map(slot -> HexFormat.of().toHexDigits(Float.floatToRawIntBits((float) slot.value())))
                            .collect(Collectors.joining(" ")))
                    .isEqualTo(example.out());
        }
    }

    private static List<String> hashes(String file) {
        TransformSpec spec = TransformSpec.load(FOLDER.resolve(file));
        return List.of(spec.fingerprint(), spec.layoutHash(), spec.bindingHash());
    }
}
