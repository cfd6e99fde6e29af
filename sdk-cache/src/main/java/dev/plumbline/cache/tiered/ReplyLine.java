package dev.plumbline.cache.tiered;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.rubyeye.xmemcached.exception.MemcachedDecodeException;

/**
 * The line of a reply that was read last, and a cursor over its words. One for each connection, for the reactor's thread.
 * What cannot be a reply is a {@link MemcachedDecodeException}, which closes the connection.
 */
final class ReplyLine {
    /** The longest line that is waited for. memcached's longest is a name of 250 octets with its flags. */
    private static final int LONGEST = 2_048;

    private static final int SHOWN = 80;

    private byte[] octets = new byte[0];
    private int start;
    private int end;
    private int wordStart;
    private int wordEnd;

    /**
     * Takes the next line from a buffer on the heap.
     *
     * @return false if it is not whole yet; the buffer is as it was
     */
    boolean next(ByteBuffer buffer) {
        octets = buffer.array();
        int offset = buffer.arrayOffset();
        int from = offset + buffer.position();
        int limit = offset + buffer.limit();
        for (int i = from; i < limit; i++) {
            if (octets[i] == '\n') {
                start = from;
                end = i > from && octets[i - 1] == '\r' ? i - 1 : i;
                wordStart = start;
                wordEnd = start;
                buffer.position(i + 1 - offset);
                return true;
            }
        }
        if (limit - from > LONGEST) {
            throw new MemcachedDecodeException("a line of more than " + LONGEST + " octets");
        }
        return false;
    }

    boolean is(String text) {
        return end - start == text.length() && startsWith(text);
    }

    boolean startsWith(String text) {
        return matches(start, end, text);
    }

    /** Moves to the next word; false if there is none. */
    boolean nextWord() {
        wordStart = wordEnd;
        while (wordStart < end && octets[wordStart] == ' ') {
            wordStart++;
        }
        wordEnd = wordStart;
        while (wordEnd < end && octets[wordEnd] != ' ') {
            wordEnd++;
        }
        return wordEnd > wordStart;
    }

    /** Moves to the next word, which must be there. */
    void word() {
        if (!nextWord()) {
            throw strange();
        }
    }

    byte first() {
        return octets[wordStart];
    }

    boolean wordIs(String text) {
        return wordEnd - wordStart == text.length() && matches(wordStart, wordEnd, text);
    }

    int wordLength() {
        return wordEnd - wordStart;
    }

    /** Reads the word, from a place in it, as a decimal of at most 64 bits without a sign. */
    long unsigned(int skip) {
        int i = wordStart + skip;
        if (i >= wordEnd || wordEnd - i > 20) {
            throw strange();
        }
        long value = 0;
        for (; i < wordEnd; i++) {
            int digit = octets[i] - '0';
            if (digit < 0 || digit > 9) {
                throw strange();
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Reads the word, from a place in it, as a decimal from -1 to the given bound; what is above is the bound. */
    int bounded(int skip, int most) {
        if (wordEnd - wordStart - skip == 2 && octets[wordStart + skip] == '-' && octets[wordStart + skip + 1] == '1') {
            return -1;
        }
        long value = unsigned(skip);
        return value < 0 || value > most ? most : (int) value;
    }

    /** Reads the word as the length of a value. */
    int length(int most) {
        long value = unsigned(0);
        if (value < 0 || value > most) {
            throw new MemcachedDecodeException("a value of " + Long.toUnsignedString(value) + " octets");
        }
        return (int) value;
    }

    boolean isError() {
        return startsWith("ERROR") || startsWith("SERVER_ERROR") || startsWith("CLIENT_ERROR");
    }

    MemcachedDecodeException strange() {
        return new MemcachedDecodeException("a line that is no reply");
    }

    /** Returns the start of an error line. Only of such: others may hold names. */
    String error() {
        int size = Math.min(end - start, SHOWN);
        String text = new String(octets, start, size, StandardCharsets.ISO_8859_1);
        return text.chars().allMatch(c -> c >= ' ' && c <= '~') ? text : text.replaceAll("[^ -~]", "?");
    }

    private boolean matches(int from, int limit, String text) {
        int size = text.length();
        if (limit - from < size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (octets[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
