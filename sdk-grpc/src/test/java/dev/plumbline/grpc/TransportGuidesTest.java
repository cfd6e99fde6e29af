package dev.plumbline.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guides on data access and graph features: their code is compiled and runs. */
final class TransportGuidesTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path SOURCE =
            Path.of("src", "test", "java", "dev", "plumbline", "grpc", "TransportGuidesTest.java");

    @Test
    void dataAccess_ofTheGuide_builds() {
        // tag::access[]
        FeatureView account = FeatureView.builder("account", "account_id")
                .feature("clicks", FeatureType.INT64)
                .feature("rate", FeatureType.FLOAT32)
                .feature("is_member", FeatureType.BOOL)
                .build();
        FeatureClient client = FeatureClient.builder(GrpcTransport.dataAccess("dns:///features:50051"))
                .views(account)
                .build();
        // end::access[]
        client.close();
    }

    @Test
    void graph_ofTheGuide_builds() {
        // tag::graph[]
        FeatureView friends = FeatureView.builder("friends", "user_id")
                .feature("friend_count", FeatureType.INT64)
                .feature("avg_friend_age", FeatureType.FLOAT64)
                .feature("friend_purchase_category_count", FeatureType.INT64)
                .build();
        GrpcTransport graph = GrpcTransport.graphFeaturesBuilder("dns:///graph:50051")
                .servicePath("feature_store.v1.FeatureStore") // as some deployments name it
                .build();
        // end::graph[]
        FeatureClient.builder(graph).views(friends).build().close();
        assertThat(graph.operation()).isEqualTo("feature_store.v1.FeatureStore/GetGraphFeatures");
    }

    @Test
    void blocks_ofTheGuides_areThisCode() throws IOException {
        List<String> blocks = new ArrayList<>();
        for (String guide : List.of("transport-data-access.md", "transport-graph.md")) {
            Matcher block = Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL)
                    .matcher(Files.readString(DOCS.resolve(guide)));
            while (block.find()) {
                blocks.add(block.group(1));
            }
        }
        List<String> tagged = new ArrayList<>();
        Matcher tag = Pattern.compile("// tag::(\\w+)\\[\\]\n(.*?)\n *// end::\\1\\[\\]", Pattern.DOTALL)
                .matcher(Files.readString(SOURCE));
        while (tag.find()) {
            tagged.add(tag.group(2).stripIndent().strip());
        }
        assertThat(blocks).containsExactlyElementsOf(tagged).hasSize(2);
    }
}
