package dev.plumbline.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FeatureViewTest {
    private static FeatureView.Builder users() {
        return FeatureView.builder("users", "user")
                .feature("age", FeatureType.INT32)
                .feature("score", FeatureType.FLOAT64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Users", "1st", "_a", "a-b", "a b", "ä", "a.b"})
    void builder_badName_isRefusedWithTheRule(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureView.builder(name, "user"))
                .withMessage("view name '" + name + "' is not valid: a name is a lower-case letter, then up to 62"
                        + " lower-case letters, digits or underscores");
    }

    @Test
    void builder_longestName_isTakenAndOneMoreIsNot() {
        assertThat(FeatureView.builder("a".repeat(63), "user")).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> FeatureView.builder("a".repeat(64), "user"));
    }

    @Test
    void builder_badJoinKeyOrFeature_namesTheView() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureView.builder("users", "User"))
                .withMessageStartingWith("view 'users': join key name 'User' is not valid");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users().feature("Score", FeatureType.BOOL))
                .withMessageStartingWith("view 'users': feature name 'Score' is not valid");
    }

    @Test
    void builder_noJoinKey_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureView.builder("users"))
                .withMessage("view 'users' has no join key: name at least one");
    }

    @Test
    void builder_joinKeyTwice_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureView.builder("users", "a", "b", "a"))
                .withMessage("view 'users' has join key 'a' twice: remove one");
    }

    @Test
    void feature_twice_namesBothSlots() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users().feature("age", FeatureType.INT64))
                .withMessage("view 'users' has feature 'age' twice (slots 0 and 2): remove one");
    }

    @Test
    void build_withoutFeature_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureView.builder("users", "user").build())
                .withMessage("view 'users' has no feature: add at least one");
    }

    @Test
    void slot_unknownFeature_namesTheNearest() {
        FeatureView view = users().build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> view.slot("scores"))
                .withMessage("view 'users' has no feature 'scores'; did you mean 'score'?");
        assertThat(view.findSlot("scores")).isEqualTo(-1);
        assertThat(view.slot("score")).isEqualTo(1);
    }

    @Test
    void maxAge_zeroOrLess_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users().maxAge(Duration.ZERO))
                .withMessageContaining("more than zero");
        assertThatIllegalArgumentException().isThrownBy(() -> users().maxAge(Duration.ofSeconds(-1)));
    }

    @Test
    void maxAge_longerThanNanosecondsReach_isTaken() {
        FeatureView view = users().maxAge(ChronoUnit.FOREVER.getDuration()).build();
        FeatureRowBuilder rows = FeatureRow.builder(view, Long.MAX_VALUE / 2);
        rows.putInt64(0, 1);
        assertThat(rows.eventTimeMicros(0).build().state("age")).isEqualTo(ValueState.PRESENT);
    }

    @Test
    void schemaHash_neverChanges() {
        assertThat(users().build().schemaHash()).isEqualTo(0x516e5d103a643ca1L);
        assertThat(users().build()).hasToString("users[user] 2 features, schema 516e5d103a643ca1");
    }

    @Test
    void schemaHash_isOfNamesOrderAndTypes_andOfNothingElse() {
        FeatureView view = users().build();
        List<FeatureView> others = List.of(
                FeatureView.builder("user", "user")
                        .feature("age", FeatureType.INT32)
                        .feature("score", FeatureType.FLOAT64)
                        .build(),
                FeatureView.builder("users", "id")
                        .feature("age", FeatureType.INT32)
                        .feature("score", FeatureType.FLOAT64)
                        .build(),
                FeatureView.builder("users", "user")
                        .feature("score", FeatureType.FLOAT64)
                        .feature("age", FeatureType.INT32)
                        .build(),
                FeatureView.builder("users", "user")
                        .feature("age", FeatureType.INT64)
                        .feature("score", FeatureType.FLOAT64)
                        .build(),
                users().feature("more", FeatureType.BOOL).build(),
                users().feature("more", FeatureType.vectorOf(FeatureType.FLOAT32, 4))
                        .build(),
                users().feature("more", FeatureType.vectorOf(FeatureType.FLOAT32, 5))
                        .build());
        assertThat(others)
                .extracting(FeatureView::schemaHash)
                .doesNotHaveDuplicates()
                .doesNotContain(view.schemaHash());
        assertThat(users().maxAge(Duration.ofHours(1))
                        .staleness(StalenessBounds.ofDefaults())
                        .build()
                        .schemaHash())
                .isEqualTo(view.schemaHash());
    }

    @Test
    void equals_viewsMadeAlike_areEqual() {
        assertThat(full("10s")).isEqualTo(full("10s")).hasSameHashCodeAs(full("10s"));
        assertThat(full("10s")).isNotEqualTo(full("11s"));
        assertThat(users().build())
                .isNotEqualTo(users().maxAge(Duration.ofHours(1)).build());
        assertThat(users().build()).isNotEqualTo(full("10s"));
    }

    private static FeatureView full(String fresh) {
        return users().maxAge(Duration.ofHours(1))
                .staleness(StalenessBounds.builder()
                        .fresh(Duration.parse("PT" + fresh))
                        .build())
                .build();
    }

    @Test
    void checkKey_wrongSize_namesViewIndexAndJoinKeys() {
        FeatureView view = users().build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> view.checkKey(EntityKey.composite("a", "b"), 7))
                .withMessage("view 'users', key index 7: the entity key has 2 values, the view's join keys are [user]");
        EntityKey key = EntityKey.of("a");
        assertThat(view.checkKey(key, 7)).isSameAs(key);
    }

    @Test
    void checkKey_null_saysWhatToDo() {
        FeatureView view = users().build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> view.checkKey(null, -1))
                .withMessage("view 'users': the entity key is null; leave out requests that have no entity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> view.checkKey(null, 0))
                .withMessageStartingWith("view 'users', key index 0:");
    }
}
