package dev.plumbline.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plumbline.FeatureSession;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ReadPreference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session knows, and what of that its token carries. */
final class SessionTokenTest {
    private static final FeatureView VIEW = HeldOrigin.VIEW;
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final EntityKey KEY = EntityKey.of("someone@example.org");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Session session = new Session();

    private Session handedOver() {
        return Session.ofToken(session.token());
    }

    private void wrote(EntityKey key, long version) {
        session.wrote(VIEW, key, version, now.toEpochMilli());
    }

    private ReadTerms terms(Session of, EntityKey key) {
        return of.terms(ReadTerms.PLAIN, VIEW, key, now.toEpochMilli(), WINDOW);
    }

    private void after(Duration time) {
        now = now.plus(time);
    }

    @Test
    void keyThatWasWritten_isReadFromThePrimary_thenByItsVersion_thenAsEver() {
        wrote(KEY, 7);
        Session other = handedOver();

        for (Session each : new Session[] {session, other}) {
            assertThat(terms(each, KEY).preference()).isEqualTo(ReadPreference.PRIMARY);
            assertThat(terms(each, KEY).minVersion()).isEqualTo(7);
            assertThat(terms(each, EntityKey.of("another"))).isSameAs(ReadTerms.PLAIN);
        }
        after(WINDOW);
        assertThat(terms(other, KEY).preference()).isNull();
        assertThat(terms(other, KEY).minVersion()).isEqualTo(7);
        after(Duration.ofMinutes(10).minus(WINDOW).minusMillis(1));
        assertThat(terms(other, KEY).minVersion()).isEqualTo(7);
        after(Duration.ofMillis(1));
        assertThat(terms(other, KEY)).isSameAs(ReadTerms.PLAIN);
        assertThat(terms(handedOver(), KEY)).isSameAs(ReadTerms.PLAIN);
    }

    @Test
    void writeOfUnknownVersion_isFollowedForTheWindow_andTakesNoVersionBack() {
        wrote(KEY, 0);
        assertThat(terms(handedOver(), KEY).preference()).isEqualTo(ReadPreference.PRIMARY);
        after(WINDOW);
        assertThat(terms(handedOver(), KEY)).isSameAs(ReadTerms.PLAIN);

        wrote(KEY, 9);
        wrote(KEY, 0);
        assertThat(terms(session, KEY).minVersion()).isEqualTo(9);
    }

    @Test
    void callsOwnTerms_stay() {
        wrote(KEY, 7);
        ReadTerms asked = new ReadTerms(false, ReadPreference.REPLICA, 8, Map.of("a", "b"), true);

        ReadTerms terms = session.terms(asked, VIEW, KEY, now.toEpochMilli(), Duration.ZERO);

        assertThat(terms).isEqualTo(asked);
    }

    @Test
    void keys_areToldApartByViewTypeAndParts() {
        wrote(EntityKey.composite("a", "bc"), 7);
        FeatureView other = FeatureView.builder("other", "k")
                .feature("n", FeatureType.INT64)
                .build();
        wrote(EntityKey.of(3), 7);

        assertThat(terms(session, EntityKey.composite("ab", "c"))).isSameAs(ReadTerms.PLAIN);
        assertThat(terms(session, EntityKey.of("3"))).isSameAs(ReadTerms.PLAIN);
        assertThat(session.terms(ReadTerms.PLAIN, other, EntityKey.of(3), now.toEpochMilli(), WINDOW))
                .isSameAs(ReadTerms.PLAIN);
        assertThat(terms(session, EntityKey.of(3)).minVersion()).isEqualTo(7);
    }

    @Test
    void moreKeysThanItHolds_makeAllStickyForTheWindow() {
        for (int i = 0; i < Session.MOST; i++) {
            wrote(EntityKey.of(i), i + 1);
        }
        assertThat(terms(handedOver(), KEY)).isSameAs(ReadTerms.PLAIN);
        after(Duration.ofSeconds(1));
        wrote(EntityKey.of(0), 100);
        wrote(EntityKey.of(-1), 101);

        Session other = handedOver();
        assertThat(terms(other, EntityKey.of(1)).preference()).isEqualTo(ReadPreference.PRIMARY);
        assertThat(terms(other, EntityKey.of(1)).minVersion()).isZero();
        assertThat(terms(other, KEY).preference()).isEqualTo(ReadPreference.PRIMARY);
        assertThat(terms(other, EntityKey.of(0)).minVersion()).isEqualTo(100);
        after(WINDOW.minusSeconds(1));
        assertThat(terms(other, KEY)).isSameAs(ReadTerms.PLAIN);
    }

    @Test
    void token_isBounded_fitForAHeader_andHoldsNoKey() {
        for (int i = 0; i < 1_000; i++) {
            wrote(EntityKey.of("someone" + i), Long.MAX_VALUE);
        }
        assertThat(session.token())
                .hasSizeLessThanOrEqualTo(FeatureSession.MAX_TOKEN_LENGTH)
                .matches("[A-Za-z0-9_.-]+")
                .doesNotContain("someone");
        assertThat(new String(Base64.getUrlDecoder().decode(session.token().substring(2)), StandardCharsets.ISO_8859_1))
                .doesNotContain("someone");
        assertThat(handedOver().token()).isEqualTo(session.token());
        assertThat(session).hasToString("session of 64 written keys");
    }

    @Test
    void token_leavesAwayWhatIsOver() {
        wrote(KEY, 7);
        after(Session.LIFE);
        wrote(EntityKey.of(1), 8);

        assertThat(Session.ofToken(session.token())).hasToString("session of 1 written keys");
    }

    @Test
    void tokenWithoutWrites_isASessionWithoutWrites() {
        assertThat(terms(handedOver(), KEY)).isSameAs(ReadTerms.PLAIN);
        assertThat(session.token()).hasSizeLessThan(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.", "2.AAAA", "1.AAAA", "hello", "1.ä", "1. ", "1.AAAAAAAAAAAAAAAA"})
    void foreignToken_isRefused(String token) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureSession.ofToken(token))
                .withMessageContaining("the session token is refused")
                .withMessageContaining("begin a new session");
    }

    @Test
    void damagedToken_isRefused() {
        wrote(KEY, 7);
        wrote(EntityKey.of(3), 8);
        String token = session.token();
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder damaged = new StringBuilder(token);
            int at = random.nextInt(token.length());
            char other = "ABCDEFabcdef0123456789-_".charAt(random.nextInt(24));
            switch (random.nextInt(3)) {
                case 0 -> damaged.setCharAt(at, other);
                case 1 -> damaged.deleteCharAt(at);
                default -> damaged.insert(at, other);
            }
            if (!damaged.toString().equals(token)) {
                assertThatIllegalArgumentException()
                        .as("change %d of seed 5", i)
                        .isThrownBy(() -> Session.ofToken(damaged.toString()));
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Session.ofToken("1." + "A".repeat(100_000)))
                .withMessageContaining("more than 2100");
    }
}
