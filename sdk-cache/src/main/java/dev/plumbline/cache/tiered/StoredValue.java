package dev.plumbline.cache.tiered;

/** What memcached holds under a name, unchecked. The octets are the reader's own. */
final class StoredValue {
    private final int flags;
    private final byte[] data;

    StoredValue(int flags, byte[] data) {
        this.flags = flags;
        this.data = data;
    }

    int flags() {
        return flags;
    }

    byte[] data() {
        return data;
    }
}
