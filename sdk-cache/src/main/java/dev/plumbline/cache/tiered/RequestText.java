package dev.plumbline.cache.tiered;

import com.google.code.yanf4j.buffer.IoBuffer;
import java.util.Arrays;

/** Builds the octets of a request. For one thread. */
final class RequestText {
    private static final int LONGEST_NAME = 250;
    private static final int LONGEST_NUMBER = 20;

    private byte[] octets;
    private int length;

    RequestText(int about) {
        octets = new byte[about];
    }

    /** Tells whether a name can be sent: 1 to 250 printable ASCII characters without blanks. */
    static boolean isName(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    /** Appends ASCII. */
    @SuppressWarnings("deprecation") // it takes the low octet of each character, which is all there is of ASCII
    RequestText text(String ascii) {
        int size = ascii.length();
        room(size);
        ascii.getBytes(0, size, octets, length);
        length += size;
        return this;
    }

    /** Appends a decimal, unsigned if it stands for 64 bits. */
    RequestText number(long value) {
        if (value < 0) {
            return text(Long.toUnsignedString(value));
        }
        room(LONGEST_NUMBER);
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            octets[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    RequestText endLine() {
        return text("\r\n");
    }

    RequestText data(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, octets, length, value.length);
        length += value.length;
        return endLine();
    }

    /** Returns the octets in an array of just their size. */
    IoBuffer toBuffer() {
        return IoBuffer.wrap(length == octets.length ? octets : Arrays.copyOf(octets, length));
    }

    private void room(int more) {
        if (octets.length - length < more) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
        }
    }
}
