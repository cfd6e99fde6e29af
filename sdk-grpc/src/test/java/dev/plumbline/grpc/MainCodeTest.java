package dev.plumbline.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is shipped. */
final class MainCodeTest {
    private static final Path CLASSES = Path.of("target/classes");

    @Test
    void classes_areAllOurs() throws IOException {
        assertThat(classFiles())
                .isNotEmpty()
                .allSatisfy(
                        file -> assertThat(CLASSES.relativize(file).toString()).startsWith("dev/plumbline/grpc/"));
    }

    @Test
    void classes_useNeitherGeneratedCodeNorItsRuntime() throws IOException {
        for (Path file : classFiles()) {
            String pool = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);

            assertThat(pool)
                    .as(file.toString())
                    .doesNotContain("com/google/protobuf/GeneratedMessage")
                    .doesNotContain("com/google/protobuf/GeneratedFile")
                    .doesNotContain("com/google/protobuf/Message")
                    .doesNotContain("com/google/protobuf/Value")
                    .doesNotContain("io/grpc/protobuf")
                    .doesNotContain("plumbline/v1/")
                    .doesNotContain("featurestore/")
                    .doesNotContain("com/mycorp/");
        }
    }

    @Test
    void proto_isShipped() {
        assertThat(List.of("feature_store", "data_access", "graph_features", "plumbline"))
                .allSatisfy(name -> assertThat(GrpcTransport.class.getResource("proto/" + name + ".proto"))
                        .isNotNull());
    }

    private static List<Path> classFiles() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }
}
