package dev.plumbline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.transform.TransformSpec;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** On a cluster a spec needs nothing of what the client needs. */
class FewDependenciesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.failsafe.Failsafe",
                "io.micrometer.core.instrument.MeterRegistry",
                "io.opentelemetry.api.OpenTelemetry"
            })
    void module_doesNotBringWhatOnlyTheClientNeeds(String name) {
        assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void transform_withTheCoreAndTheYamlParserAlone_runs() throws Exception {
        String text =
                TransformSpec.load(SparkExtension.SPECS.resolve("strict.yaml")).text();
        URL[] jars = {of(TransformSpec.class), of(LoadSettings.class)};
        try (URLClassLoader alone = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
            Class<?> specs = alone.loadClass(TransformSpec.class.getName());
            Object spec = specs.getMethod("parse", String.class, String.class).invoke(null, text, "strict.yaml");
            Object vectorizer = specs.getMethod("vectorizer").invoke(spec);
            Object inputs = vectorizer.getClass().getMethod("newInputs").invoke(vectorizer);
            inputs.getClass().getMethod("setFloat64", int.class, double.class).invoke(inputs, 0, 3.0);
            float[] vector = new float[1];
            Method transform =
                    vectorizer.getClass().getMethod("transform", inputs.getClass(), float[].class, int.class);
            transform.invoke(vectorizer, inputs, vector, 0);

            assertThat(specs).isNotSameAs(TransformSpec.class);
            assertThat(vector).containsExactly(0.25f);
        }
    }

    private static URL of(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
