package dev.plumbline.cache.tiered;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What each option of a cache may be, and what is said if it is something else. */
final class OptionChecks {
    private static final long LEAST_NEAR_BYTES = 64L << 10;
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Duration LEAST_TIMEOUT = Duration.ofMillis(1);
    private static final Duration MOST_TIMEOUT = Duration.ofSeconds(10);
    private static final int LEAST_VALUE_BYTES = 1 << 10;
    private static final int LEAST_COMPRESSED = 64;

    /** memcached's own bound is 1 MiB with the item's header and key. */
    private static final int MOST_VALUE_BYTES = 1_000_000;

    private OptionChecks() {}

    static long nearBytes(long maxBytes) {
        if (maxBytes != 0 && maxBytes < LEAST_NEAR_BYTES) {
            throw new IllegalArgumentException("near: the bound is at least " + LEAST_NEAR_BYTES
                    + " bytes, or 0 for no near tier, not " + maxBytes);
        }
        return maxBytes;
    }

    static List<NodeAddress> nodes(String option, String... addresses) {
        if (addresses.length == 0) {
            throw new IllegalArgumentException(
                    option + ": no node is named; name at least one, or leave the option out for no far tier");
        }
        Set<NodeAddress> distinct = new LinkedHashSet<>();
        for (String address : addresses) {
            if (!distinct.add(NodeAddress.parse(address))) {
                throw new IllegalArgumentException(option + ": node '" + address + "' is named twice: remove one");
            }
        }
        return List.copyOf(distinct);
    }

    static String namespace(String name) {
        if (!NAMESPACE.matcher(name).matches()) {
            throw new IllegalArgumentException("namespace: '" + name
                    + "' is not 1 to 64 ASCII letters, digits, '_', '.' or '-': leave the others out");
        }
        return name;
    }

    static Duration farTimeout(Duration timeout) {
        if (timeout.compareTo(LEAST_TIMEOUT) < 0 || timeout.compareTo(MOST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("farTimeout: the timeout is " + LEAST_TIMEOUT + " to " + MOST_TIMEOUT
                    + ", not " + timeout + ": 5 to 20 ms suits most networks");
        }
        return timeout;
    }

    static int farMaxValueBytes(int maxBytes) {
        if (maxBytes < LEAST_VALUE_BYTES || maxBytes > MOST_VALUE_BYTES) {
            throw new IllegalArgumentException("farMaxValueBytes: the bound is " + LEAST_VALUE_BYTES + " to "
                    + MOST_VALUE_BYTES + ", not " + maxBytes + ": memcached takes no more");
        }
        return maxBytes;
    }

    static int compressAbove(int bytes) {
        if (bytes != 0 && (bytes < LEAST_COMPRESSED || bytes > MOST_VALUE_BYTES)) {
            throw new IllegalArgumentException("compressAbove: the size is " + LEAST_COMPRESSED + " to "
                    + MOST_VALUE_BYTES + ", or 0 for never, not " + bytes);
        }
        return bytes;
    }
}
