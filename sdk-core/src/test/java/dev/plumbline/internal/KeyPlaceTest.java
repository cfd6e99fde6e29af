package dev.plumbline.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.feature.EntityKey;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KeyPlaceTest {
    private static double place(String spec, Object... values) {
        return KeyPlace.of(spec, List.of(EntityKey.composite(values)));
    }

    @Test
    void places_areEven() {
        for (String prefix : List.of("", "user-", "x".repeat(100))) {
            Integer[] tenths = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
            IntStream.range(0, 100_000).forEach(i -> tenths[(int) (10 * place("delays", prefix + i))]++);

            assertThat(tenths).as(prefix).allSatisfy(count -> assertThat(count).isBetween(9_600, 10_400));
        }
    }

    @Test
    void places_neverChange() {
        // All processes and all versions log the same keys: computed once, by another program.
        assertThat(place("delays", "DFW")).isEqualTo(0.05694353782343853);
        assertThat(place("delays", "DFW", 7)).isEqualTo(0.5871515398696076);
    }

    @Test
    void partsOfAKey_doNotRunIntoEachOther() {
        assertThat(place("delays", "ab", "c")).isNotEqualTo(place("delays", "a", "bc"));
        assertThat(place("delaysa", "b")).isNotEqualTo(place("delays", "ab"));
        assertThat(place("other", "DFW")).isNotEqualTo(place("delays", "DFW"));
        assertThat(place("delays", 7)).isEqualTo(place("delays", "7"));
    }
}
