/** Plumbline's core: the data, the transform specs, the client, and the seams for transports and caches. */
module dev.plumbline.core {
    requires dev.failsafe.core;
    requires transitive io.opentelemetry.api;
    requires transitive io.opentelemetry.context;
    requires transitive micrometer.core;
    requires java.net.http;
    requires org.slf4j;
    requires org.snakeyaml.engine;
    requires static transitive org.jspecify;

    exports dev.plumbline;
    exports dev.plumbline.auth;
    exports dev.plumbline.cache;
    exports dev.plumbline.feature;
    exports dev.plumbline.log;
    exports dev.plumbline.policy;
    exports dev.plumbline.runtime;
    exports dev.plumbline.transform;
    exports dev.plumbline.transform.model;
    exports dev.plumbline.transport;
}
