package dev.plumbline.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.testing.TransportTraits.Trait;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is too large, and what travels beside a call. */
abstract class LimitChecks extends FailureChecks {
    private static final int SMALL = 16 * 1024;
    private static final Pattern REMEDY = Pattern.compile("\\b(raise|lower|fewer|split)\\b");

    private void assertTooLarge(TransportException failure) {
        assertEquals(Kind.TOO_LARGE, failure.kind(), failure::getMessage);
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(Integer.toString(SMALL)), "the message names the limit, " + SMALL + ": " + message);
        assertTrue(REMEDY.matcher(message).find(), "the message says what to raise or lower: " + message);
    }

    @Test
    final void replyOverTheLimit_isTooLarge() {
        assume(Trait.REPLY_LIMIT);
        FeatureType type = numberType();
        if (carried().carries(FeatureType.STRING)) {
            FeatureView texts = FeatureView.builder("texts", "id")
                    .feature("text", FeatureType.STRING)
                    .build();
            started(SMALL, texts);
            store.put(texts, KEY, Map.of("text", "x".repeat(2 * SMALL)));
            store.put(texts, OTHER, Map.of("text", "y".repeat(SMALL / 2)));

            assertTooLarge(failure(fetch(texts, KEY)));
            assertEquals(SMALL / 2, readOne(texts, OTHER).string("text").length());
            return;
        }
        FeatureView.Builder builder = FeatureView.builder("numbers", "id").feature("x", type);
        for (int i = 0; i < SMALL / 16; i++) {
            builder.feature("a_feature_that_is_not_asked_for_" + i, type);
        }
        FeatureView wide = builder.build();
        started(SMALL, wide);
        RowDraft draft = store.row(wide, KEY);
        wide.featureNames().forEach(name -> draft.value(name, number(1)));
        draft.put();
        store.put(wide, OTHER, Map.of("x", number(1)));
        FeatureView narrow =
                FeatureView.builder("numbers", "id").feature("x", type).build();

        assertTooLarge(failure(fetch(narrow, KEY)));
        assertEquals(number(1), readOne(narrow, OTHER).value("x").orElseThrow());
    }

    @Test
    final void requestOverTheLimit_isTooLarge_andIsNotSent() {
        assume(Trait.REQUEST_LIMIT);
        FeatureView view = numbers();
        FeatureTransport transport = started(SMALL, view);
        List<EntityKey> large = new ArrayList<>();
        int keys = Math.min(transport.maxEntities(), 20);
        for (int i = 0; i < keys; i++) {
            large.add(EntityKey.of(("\u3042".repeat(1_000) + i)));
        }
        assumeTrue(keys * 3_000 > SMALL, "no request is that large");

        assertTooLarge(failure(fetch(view, large.toArray(EntityKey[]::new))));
        assertEquals(0, store.callCount(), "calls that reached the server");
        put(view, KEY, 1, 2, 3);
        assertEquals(number(1), readOne(view, KEY).value("x").orElseThrow());
    }

    @Test
    final void headers_travel() {
        assume(Trait.HEADERS);
        FeatureView view = numbers();
        started(view);
        put(view, KEY, 1, 2, 3);
        Map<String, String> headers = Map.of(
                "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "plumbline-read-preference", "primary",
                "plumbline-min-version", "12",
                "x-user", "a value, with = and \"quotes\"");

        get(fetch(view, with(headers), KEY));

        Map<String, String> seen = store.calls().get(0).headers();
        headers.forEach((name, value) -> assertEquals(value, seen.get(name), "header " + name));
    }

    @Test
    final void headerThatCannotBeCarried_isNeverThrown() {
        FeatureView view = numbers();
        started(view);
        put(view, KEY, 1, 2, 3);
        for (Map<String, String> headers :
                List.of(Map.of("x-a", "s3cret\n"), Map.of("x a", "s3cret"), Map.of("x-a", "s3cret \u3042"))) {
            CompletableFuture<List<FeatureRow>> call = fetch(view, with(headers), KEY);
            try {
                assertEquals(
                        1,
                        call.get(mostWaited().toMillis(), TimeUnit.MILLISECONDS).size());
            } catch (ExecutionException e) {
                assertFalse(
                        String.valueOf(failure(call).getMessage()).contains("s3cret"),
                        "the message holds a header's value");
            } catch (InterruptedException | TimeoutException e) {
                throw new AssertionError("no end", e);
            }
        }
    }
}
