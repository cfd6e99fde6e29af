package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide's specs are specs. */
class FirstSpecGuideTest {
    @Test
    void guide_everySpec_loadsOrWaitsForItsFit() throws IOException {
        List<String> specs = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/first-spec.md")))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring("```yaml\n".length(), block.length() - "```".length()))
                .toList();

        assertThat(specs).hasSize(3);
        assertThat(Specs.parse(specs.get(0)).warnings())
                .singleElement()
                .asString()
                .startsWith("PLB-109")
                .contains("a missing distance will throw PLB-301");
        assertThat(Specs.parse(specs.get(1)).warnings()).hasSize(1);
        assertThat(SpecFit.of(specs.get(2), "guide.yaml").isDone()).isFalse();
    }
}
