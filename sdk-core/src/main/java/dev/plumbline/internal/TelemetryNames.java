package dev.plumbline.internal;

import io.opentelemetry.api.common.AttributeKey;
import java.time.Duration;

/** The names of all meters, tags, spans and attributes, so that they change in one place. */
final class TelemetryNames {
    static final String SCOPE = "dev.plumbline.client";

    static final String PREFIX = "plumbline.client.";
    static final String REQUESTS = "plumbline.client.requests";
    static final String REQUEST_DURATION = "plumbline.client.request.duration";
    static final String REQUESTS_ACTIVE = "plumbline.client.requests.active";
    static final String ATTEMPT_DURATION = "plumbline.client.attempt.duration";
    static final String RETRIES = "plumbline.client.retries";
    static final String RETRIES_SUPPRESSED = "plumbline.client.retries.suppressed";
    static final String CACHE_REQUESTS = "plumbline.client.cache.requests";
    static final String CACHE_OPERATION_DURATION = "plumbline.client.cache.operation.duration";
    static final String CACHE_LEASES = "plumbline.client.cache.leases";
    static final String REJECTIONS = "plumbline.client.rejections";
    static final String COALESCED = "plumbline.client.coalesced.requests";
    static final String REPEATED = "plumbline.client.repeated.reads";
    static final String STICKY_DROPPED = "plumbline.client.sticky.keys.dropped";
    static final String FALLBACKS = "plumbline.client.fallbacks";
    static final String BATCH_ENTITIES = "plumbline.client.batch.entities";
    static final String FEATURE_AGE = "plumbline.client.feature.age";
    static final String FEATURES_MISSING = "plumbline.client.features.missing";
    static final String LOG_OFFERED = "plumbline.client.log.offered";
    static final String LOG_EVENTS = "plumbline.client.log.events";
    static final String LOG_QUEUE_SIZE = "plumbline.client.log.queue.size";
    static final String LOG_QUEUE_CAPACITY = "plumbline.client.log.queue.capacity";
    static final String LOG_QUEUE_BYTES = "plumbline.client.log.queue.bytes";
    static final String LOG_QUEUE_BYTES_CAPACITY = "plumbline.client.log.queue.bytes.capacity";
    static final String INFO = "plumbline.client.info";

    static final String CLIENT = "client";
    static final String OPERATION = "operation";
    static final String OUTCOME = "outcome";
    static final String ERROR = "error";
    static final String TRANSPORT = "transport";
    static final String KIND = "kind";
    static final String STATUS = "status";
    static final String REASON = "reason";
    static final String TIER = "tier";
    static final String RESULT = "result";
    static final String EVENT = "event";
    static final String VIEW = "view";
    static final String LOG = "log";
    static final String NONE = "none";

    static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250)
    };

    /** Those of the dashboards that feature caches are watched by. */
    static final Duration[] CACHE_BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1)
    };

    static final String READ_SPAN = "get_features ";
    static final String BATCH_SPAN = "batch_get ";
    static final String LOG_SPAN = "log_";
    static final AttributeKey<String> SPAN_OPERATION = AttributeKey.stringKey("plumbline.operation");
    static final AttributeKey<String> SPAN_VIEW = AttributeKey.stringKey("plumbline.view");
    static final AttributeKey<Long> SPAN_ENTITIES = AttributeKey.longKey("plumbline.entity.count");
    static final AttributeKey<Long> SPAN_LOG_BATCH = AttributeKey.longKey("plumbline.log.batch.size");
    static final AttributeKey<String> SPAN_OUTCOME = AttributeKey.stringKey("plumbline.outcome");
    static final AttributeKey<String> SPAN_ERROR = AttributeKey.stringKey("error.type");
    static final AttributeKey<Long> SPAN_ATTEMPT = AttributeKey.longKey("plumbline.attempt.number");
    static final AttributeKey<String> SPAN_ATTEMPT_KIND = AttributeKey.stringKey("plumbline.attempt.kind");
    static final AttributeKey<String> SPAN_STATUS = AttributeKey.stringKey("rpc.response.status_code");

    private TelemetryNames() {}
}
