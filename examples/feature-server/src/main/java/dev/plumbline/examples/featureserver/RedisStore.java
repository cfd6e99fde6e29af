package dev.plumbline.examples.featureserver;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Rows in Redis, each under {@code features:ID}; a batch is one MGET. */
final class RedisStore implements RowStore {
    private static final String PREFIX = "features:";

    private final HostAndPort address;
    private final RedisClient redis;

    RedisStore(HostAndPort address) {
        this.address = address;
        this.redis = RedisClient.create(address);
    }

    /** Writes rows, all or none of them. */
    void writeAll(Map<String, String> rows) {
        String[] keysAndRows = rows.entrySet().stream()
                .flatMap(row -> List.of(PREFIX + row.getKey(), row.getValue()).stream())
                .toArray(String[]::new);
        if (keysAndRows.length > 0) {
            redis.mset(keysAndRows);
        }
    }

    @Override
    public String name() {
        return "redis at " + address;
    }

    @Override
    public long size() {
        ScanParams ours = new ScanParams().match(PREFIX + "*").count(1000);
        long size = 0;
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> page = redis.scan(cursor, ours);
            size += page.getResult().size();
            cursor = page.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return size;
    }

    @Override
    public Map<String, String> readAll(Collection<String> entityIds) {
        String[] keys = entityIds.stream().map(id -> PREFIX + id).toArray(String[]::new);
        List<String> rows = redis.mget(keys);
        Map<String, String> found = new LinkedHashMap<>();
        int i = 0;
        for (String id : entityIds) {
            String row = rows.get(i++);
            if (row != null) {
                found.put(id, row);
            }
        }
        return found;
    }

    @Override
    public void close() {
        redis.close();
    }
}
