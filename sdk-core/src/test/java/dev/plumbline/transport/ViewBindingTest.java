package dev.plumbline.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ViewBindingTest {
    private static final FeatureView VIEW = FeatureView.builder("v", "k")
            .feature("a", FeatureType.INT64)
            .feature("b", FeatureType.INT64)
            .build();

    @Test
    void of_view_usesItsOwnNames() {
        assertThat(ViewBinding.of(VIEW).serverNames()).containsExactly("a", "b");
    }

    @Test
    void withServerName_changesACopy() {
        ViewBinding plain = ViewBinding.of(VIEW);
        assertThat(plain.withServerName("b", "v:B").serverNames()).containsExactly("a", "v:B");
        assertThat(plain.serverNames()).containsExactly("a", "b");
        assertThat(plain.withServerName("a", "a").serverNames()).containsExactly("a", "b");
    }

    @Test
    void withServerName_takenEmptyOrUnknown_isRefused() {
        ViewBinding plain = ViewBinding.of(VIEW);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withServerName("b", "a"))
                .withMessage("view 'v': the server's name 'a' stands for feature 'a' already");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withServerName("b", ""))
                .withMessage("view 'v': the server's name of feature 'b' is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withServerName("c", "x"))
                .withMessageStartingWith("view 'v' has no feature 'c'");
    }

    @Test
    void fetchOfNoKey_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FetchRequest(ViewBinding.of(VIEW), List.of()))
                .withMessage("a fetch of no key: leave it out");
    }

    @Test
    void retryAfter_isAddedToACopy() {
        TransportException plain = new TransportException(TransportException.Kind.OVERLOADED, "BUSY", "too much", null);
        TransportException later = plain.withRetryAfter(Duration.ofSeconds(1));
        assertThat(plain.retryAfter()).isEmpty();
        assertThat(later.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(later).hasMessage("too much");
        assertThat(later.code()).isEqualTo("BUSY");
        assertThat(new CallContext(0, Map.of("a", "b")).headers()).containsEntry("a", "b");
    }
}
