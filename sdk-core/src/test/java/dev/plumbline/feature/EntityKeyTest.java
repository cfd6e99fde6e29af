package dev.plumbline.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntityKeyTest {
    @Test
    @SuppressWarnings("NullAway") // what a caller without a null checker may pass
    void of_null_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntityKey.of((String) null))
                .withMessage("entity key is null: pass a String, a long or an int");
    }

    @Test
    void of_empty_isRefusedWithWhatToDo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntityKey.of(""))
                .withMessage("entity key is empty: leave out requests that have no entity");
    }

    @Test
    void of_longestText_isTakenAndOneMoreIsNot() {
        assertThat(EntityKey.of("x".repeat(EntityKey.MAX_LENGTH)).text(0)).hasSize(4096);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntityKey.of("x".repeat(EntityKey.MAX_LENGTH + 1)))
                .withMessage("entity key has 4097 characters, more than 4096: hash it first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab\ud800", "ab\ud800c", "ab\udc00\ud800"})
    void of_loneSurrogate_isRefusedWithItsIndex(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntityKey.of(text))
                .withMessage("entity key has a lone surrogate at index 2: it is not Unicode text");
    }

    @Test
    void of_surrogatePair_isText() {
        assertThat(EntityKey.of("a\ud83d\ude00b").text(0)).isEqualTo("a\ud83d\ude00b");
    }

    @Test
    void composite_valueOfAnotherClass_isRefusedWithItsIndex() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntityKey.composite("a", 3, 2.5))
                .withMessage("entity key value 2 is a java.lang.Double: pass a String, a long or an int");
    }

    @Test
    void composite_emptyText_isRefusedWithItsIndex() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntityKey.composite("a", ""))
                .withMessageStartingWith("entity key value 1 is empty");
    }

    @Test
    void composite_noValue_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(EntityKey::composite)
                .withMessage("an entity key needs at least one value");
    }

    @Test
    void composite_changedAfterwards_staysAsItWas() {
        Object[] values = {"a", 1};
        EntityKey key = EntityKey.composite(values);
        values[0] = "b";
        assertThat(key.value(0)).isEqualTo("a");
    }

    @Test
    void equals_numberAndItsText_areTwoKeys() {
        assertThat(EntityKey.of(3)).isNotEqualTo(EntityKey.of("3"));
        assertThat(EntityKey.of(3).text(0)).isEqualTo(EntityKey.of("3").text(0));
    }

    @Test
    void equals_intAndLong_areOneKey() {
        assertThat(EntityKey.composite(3)).isEqualTo(EntityKey.of(3L)).hasSameHashCodeAs(EntityKey.of(3L));
    }

    @Test
    void equals_sameValuesInOrder_only() {
        EntityKey key = EntityKey.composite("a", 1);
        assertThat(key).isEqualTo(EntityKey.composite("a", 1L)).hasSameHashCodeAs(EntityKey.composite("a", 1L));
        assertThat(key).isNotEqualTo(EntityKey.composite(1, "a"));
        assertThat(key).isNotEqualTo(EntityKey.of("a"));
        assertThat(key).isNotEqualTo("a");
    }

    @Test
    void equals_textsOfOneHash_areTwoKeys() {
        assertThat(EntityKey.of("Aa")).hasSameHashCodeAs(EntityKey.of("BB")).isNotEqualTo(EntityKey.of("BB"));
    }

    @Test
    void value_outOfRange_throws() {
        assertThatThrownBy(() -> EntityKey.of(1).value(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void toString_tellsTextsFromNumbers() {
        assertThat(EntityKey.composite("3", 3)).hasToString("'3',3");
    }
}
