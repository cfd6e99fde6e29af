package dev.plumbline.feature.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NamesTest {
    @Test
    void hint_nearName_isAsked() {
        assertThat(Names.hint("mean_dealy", List.of("flights", "mean_delay")))
                .isEqualTo("; did you mean 'mean_delay'?");
        assertThat(Names.hint("a", List.of("b"))).isEqualTo("; did you mean 'b'?");
    }

    @Test
    void hint_nothingNear_listsWhatIsKnownInOrder() {
        assertThat(Names.hint("x", List.of("zulu", "alpha"))).isEqualTo("; known: alpha, zulu");
        assertThat(Names.hint("x", List.of())).isEqualTo("; there is none");
    }

    @Test
    void hint_manyNames_listsTwenty() {
        List<String> many =
                IntStream.range(100, 130).mapToObj(i -> "feature_" + i).toList();
        assertThat(Names.hint("x", many)).endsWith("feature_119, ...").doesNotContain("feature_120");
        assertThat(Names.hint("x", many.subList(0, 20))).endsWith("feature_119");
    }

    @Test
    void require_null_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Names.require("view", null))
                .withMessageStartingWith("view name is null: a name is");
    }
}
