package dev.plumbline.spark;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one local session of the JVM, and stops it after the last. */
final class SparkExtension implements ParameterResolver {
    /** The directory behind the session's catalog {@code plumb}. */
    static final Path SPECS = Path.of("src/test/resources/specs").toAbsolutePath();

    /** What Spark sends to its own tasks and does not register. */
    private static final List<String> OF_SPARK_ITSELF = List.of(
            "org.apache.spark.sql.catalyst.expressions.GenericInternalRow",
            "org.apache.spark.sql.types.ArrayType",
            "org.apache.spark.sql.types.FloatType$",
            "org.apache.spark.sql.types.Metadata",
            "scala.collection.immutable.Map$Map3");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SparkSession.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SparkExtension.class))
                .getOrComputeIfAbsent(Running.class)
                .session;
    }

    /** Kryo stands here for what clusters use; it has to do without registering anything of ours. */
    static final class Running implements AutoCloseable {
        final SparkSession session = SparkSession.builder()
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
                .config("spark.kryo.registrationRequired", true)
                .config("spark.kryo.classesToRegister", String.join(",", OF_SPARK_ITSELF))
                .config("spark.sql.session.timeZone", "America/New_York")
                .config("spark.sql.catalog.plumb", PlumblineCatalog.class.getName())
                .config("spark.sql.catalog.plumb.specs", SPECS.toUri().toString())
                .getOrCreate();

        @Override
        public void close() {
            session.stop();
        }
    }
}
