package dev.plumbline.benchmarks;

import net.rubyeye.xmemcached.transcoders.CachedData;
import net.rubyeye.xmemcached.transcoders.CompressionMode;
import net.rubyeye.xmemcached.transcoders.Transcoder;

/** Hands out the octets as they came. */
final class RawBytesTranscoder implements Transcoder<byte[]> {
    @Override
    public CachedData encode(byte[] octets) {
        return new CachedData(0, octets);
    }

    @Override
    public byte[] decode(CachedData data) {
        return data.getData();
    }

    @Override
    public void setPrimitiveAsString(boolean ignored) {}

    @Override
    public void setPackZeros(boolean ignored) {}

    @Override
    public void setCompressionThreshold(int ignored) {}

    @Override
    public boolean isPrimitiveAsString() {
        return false;
    }

    @Override
    public boolean isPackZeros() {
        return false;
    }

    @Override
    public void setCompressionMode(CompressionMode ignored) {}
}
