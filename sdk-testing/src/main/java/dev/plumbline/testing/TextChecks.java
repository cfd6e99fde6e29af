package dev.plumbline.testing;

import static dev.plumbline.feature.FeatureType.BYTES;
import static dev.plumbline.feature.FeatureType.STRING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.transport.TransportException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What becomes of texts and octets. */
abstract class TextChecks extends ValueChecks {
    private static final int MEBIBYTE = 1 << 20;
    private static final String EMOJI = "\uD83D\uDC69\u200D\uD83D\uDE80 \uD83C\uDF89";

    @Test
    final void texts_comeExactly() {
        assumeAny(List.of(STRING));
        List<String> values = List.of(
                "",
                "a",
                " \t\r\n",
                "\0",
                "\"quoted\\\" \u0001\u001f\u007f</script>",
                "e\u0301 \u00e9 \u00df \u3042 \ufeff \uffff \u2028",
                EMOJI,
                "null",
                "NaN",
                "12",
                "x".repeat(127),
                "x".repeat(128),
                "\u00e9".repeat(8_191));
        assertCarried(STRING, values);
        assertCarried(
                FeatureType.listOf(STRING), List.of(values, List.of(), List.of(""), Collections.nCopies(10_000, "s")));
    }

    @Test
    final void textOfAMebibyte_comesExactly() {
        assumeAny(List.of(STRING));
        assertCarried(STRING, List.of("x".repeat(MEBIBYTE), EMOJI.repeat(MEBIBYTE / 32)));
    }

    @Test
    final void loneSurrogate_isNeverProduced() throws Exception {
        assumeAny(List.of(STRING));
        FeatureView view = FeatureView.builder("texts", "id")
                .feature("text", STRING)
                .feature("number", numberType())
                .build();
        started(view);
        for (String text : List.of("a\uD83D", "\uDC69b", "\uDC69\uD83D", "\uD83D\uD83D\uDC69")) {
            store.row(view, KEY).value("text", text).value("number", number(1)).put();
            CompletableFuture<List<FeatureRow>> rows = fetch(view, KEY);
            try {
                FeatureRow row =
                        rows.get(mostWaited().toMillis(), TimeUnit.MILLISECONDS).get(0);
                assertTrue(
                        Unicode.isText(row.string("text", "")), "a text with a lone surrogate came out of the reply");
                assertTrue(row.status() != RowStatus.NOT_FOUND, "a text that is none is an error, not missing");
            } catch (ExecutionException e) {
                assertEquals(TransportException.Kind.PROTOCOL, failure(rows).kind(), "the reply is not well-formed");
            } catch (TimeoutException e) {
                throw new AssertionError("no end", e);
            }
        }
    }

    @Test
    final void octets_comeExactly() {
        assumeAny(List.of(BYTES));
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        List<byte[]> values = List.of(new byte[0], new byte[] {0}, new byte[] {-1, -2}, all);
        assertCarried(BYTES, values);
        assertCarried(BYTES, List.of(new byte[MEBIBYTE]));
        assertCarried(FeatureType.listOf(BYTES), List.of(values, List.of(), Collections.nCopies(1_000, all)));
    }
}
