package dev.plumbline.cache.tiered;

import java.util.Arrays;
import net.rubyeye.xmemcached.transcoders.CachedData;
import net.rubyeye.xmemcached.transcoders.CompressionMode;
import net.rubyeye.xmemcached.transcoders.Transcoder;

/** Passes octets and flags as they are. Nothing is ever deserialized by what a server sent. */
final class StoredValueTranscoder implements Transcoder<StoredValue> {
    @Override
    public CachedData encode(StoredValue value) {
        return new CachedData(value.flags(), value.data());
    }

    @Override
    public StoredValue decode(CachedData data) {
        byte[] octets = data.getData();
        int size = Math.max(0, Math.min(data.getSize(), octets.length));
        return new StoredValue(data.getFlag(), size == octets.length ? octets : Arrays.copyOf(octets, size));
    }

    @Override
    public void setPrimitiveAsString(boolean ignored) {
        // There are no primitives here.
    }

    @Override
    public void setPackZeros(boolean ignored) {
        // There are no numbers here.
    }

    @Override
    public void setCompressionThreshold(int ignored) {
        // Nothing is compressed.
    }

    @Override
    public boolean isPrimitiveAsString() {
        return false;
    }

    @Override
    public boolean isPackZeros() {
        return false;
    }

    @Override
    public void setCompressionMode(CompressionMode ignored) {
        // Nothing is compressed.
    }
}
