package dev.plumbline.transform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** The text of a document before any YAML is looked for: of bounded length, in UTF-8, of characters that YAML takes. */
final class SpecText {
    private static final String CODE = "PLB-100";

    /** No longer text has fewer bytes: a UTF-16 unit takes at most 3, and so does the mark at the start. */
    private static final int MAX_BYTES = 3 * TransformSpec.MAX_LENGTH + 3;

    private SpecText() {}

    /** Reads a file, of one too long no more than it takes to know. */
    static String read(Path file) {
        SpecSite site = new SpecSite(file.toString(), null);
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new SpecException(CODE, 1, site.message(CODE, 1, "cannot be read: " + e + "; check the path"), e);
        }
        if (bytes.length > MAX_BYTES) {
            throw tooLong(site, "more than " + MAX_BYTES + " bytes");
        }
        return decoded(bytes, site);
    }

    private static String decoded(byte[] bytes, SpecSite site) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            int at = in.position();
            String read = new String(bytes, 0, at, StandardCharsets.UTF_8);
            throw site.fault(
                    CODE,
                    line(read, read.length()),
                    "is not UTF-8: byte " + at + " is 0x" + HexFormat.of().toHexDigits(bytes[at])
                            + "; save it as UTF-8");
        }
        return out.flip().toString();
    }

    /** Refuses a text that is too long, or that holds what no YAML holds. */
    static void check(String text, String file) {
        SpecSite site = new SpecSite(file, null);
        if (text.length() > TransformSpec.MAX_LENGTH) {
            throw tooLong(site, text.length() + " characters");
        }
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            if (!StreamReader.isPrintable(point)) {
                throw site.fault(
                        CODE,
                        line(text, i),
                        "holds the character U+"
                                + HexFormat.of().withUpperCase().toHexDigits(point, 4)
                                + ", which YAML does not take; remove it, or write it as an escape in quotes");
            }
            i += Character.charCount(point);
        }
    }

    private static SpecException tooLong(SpecSite site, String length) {
        return site.fault(
                CODE,
                1,
                "has " + length + ", and a spec has at most " + TransformSpec.MAX_LENGTH
                        + " characters; keep large vocabularies out of the file or hash them");
    }

    /** Returns the line of a character, counted as YAML does. */
    private static int line(String text, int index) {
        int line = 1;
        for (int i = 0; i < index; i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
                line++;
            }
        }
        return line;
    }
}
