package dev.plumbline.http.internal;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Compares texts of a JSON document without making Strings of them. */
final class JsonTexts {
    private JsonTexts() {}

    /** Tells whether surrogates come in pairs: an escape in JSON can make half a character, which is no text. */
    static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Tells whether the text that is the parser's token is this one. */
    static boolean isText(JsonParser parser, String text) throws IOException {
        int length = parser.getTextLength();
        if (length != text.length()) {
            return false;
        }
        char[] chars = parser.getTextCharacters();
        int from = parser.getTextOffset();
        for (int i = 0; i < length; i++) {
            if (chars[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
