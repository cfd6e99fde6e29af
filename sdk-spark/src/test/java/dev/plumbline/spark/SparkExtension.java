package dev.plumbline.spark;

import java.nio.file.Path;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one local session of the JVM, and stops it after the last. */
final class SparkExtension implements ParameterResolver {
    /** The directory behind the session's catalog {@code plumb}. */
    static final Path SPECS = Path.of("src/test/resources/specs").toAbsolutePath();

    /** On a test's class: a session that refuses to send what is not registered with Kryo. Spark ML cannot live so. */
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @interface StrictKryo {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SparkSession.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        boolean strict = context.getRequiredTestClass().isAnnotationPresent(StrictKryo.class);
        Store store = context.getRoot().getStore(Namespace.create(SparkExtension.class));
        Running held = store.get(Running.class, Running.class);
        if (held != null && held.strict == strict) {
            return held.session;
        }
        if (held != null) {
            held.close();
        }
        Running fresh = new Running(strict);
        store.put(Running.class, fresh);
        return Objects.requireNonNull(fresh.session);
    }

    /** A session that runs. */
    static final class Running implements AutoCloseable {
        final boolean strict;
        final SparkSession session;

        Running(boolean strict) {
            this.strict = strict;
            this.session = SparkSession.builder()
                    .master("local[2]")
                    .appName("plumbline")
                    .config("spark.ui.enabled", false)
                    .config("spark.driver.host", "127.0.0.1")
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .config("spark.sql.shuffle.partitions", 3)
                    .config(
                            "spark.sql.warehouse.dir",
                            Path.of("target/warehouse").toUri().toString())
                    .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                    .config("spark.kryo.registrationRequired", strict)
                    .config("spark.sql.session.timeZone", "America/New_York")
                    .config("spark.sql.catalog.plumb", PlumblineCatalog.class.getName())
                    .config("spark.sql.catalog.plumb.specs", SPECS.toUri().toString())
                    .getOrCreate();
        }

        @Override
        public void close() {
            session.stop();
        }
    }
}
