package dev.plumbline.grpc;

import static dev.plumbline.feature.FeatureType.FLOAT64;
import static dev.plumbline.feature.FeatureType.INT32;
import static dev.plumbline.feature.FeatureType.INT64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.ViewBinding;
import feastserving.GetOnlineFeaturesRequest;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guide on Feast: its code is compiled and does what it says. */
@Timeout(60)
final class FeastGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "transport-feast.md");
    private static final Path SOURCE =
            Path.of("src", "test", "java", "dev", "plumbline", "grpc", "FeastGuideTest.java");

    private static FeatureView view() {
        // tag::client[]
        FeatureView driver = FeatureView.builder("driver_hourly_stats", "driver_id")
                .feature("conv_rate", FLOAT64)
                .feature("avg_daily_trips", INT64)
                .maxAge(Duration.ofHours(2))
                .build();

        FeatureClient client = FeatureClient.builder(GrpcTransport.feast("dns:///feast:6566"))
                .views(driver)
                .build();
        // end::client[]
        client.close();
        return driver;
    }

    private static ViewBinding binding(FeatureView driver) {
        // tag::binding[]
        ViewBinding binding = ViewBinding.of(driver)
                .withServerName("conv_rate", "driver_stats_fresh:conv_rate")
                .withServerName("avg_daily_trips", "driver_stats@v2:trips");
        // end::binding[]
        return binding;
    }

    private static FeastOptions options() {
        // tag::options[]
        FeastOptions options = FeastOptions.builder()
                .featureService("ranking_v3")
                .joinKeyType("driver_id", INT32)
                .requestData("amount", FLOAT64)
                .build();

        GrpcTransport transport =
                GrpcTransport.feastBuilder("dns:///feast:6566", options).build();
        // end::options[]
        transport.close();
        return options;
    }

    private static GetOnlineFeaturesRequest asked(FeastOptions options, ViewBinding binding) throws Exception {
        try (TestRuntime threads = new TestRuntime();
                OctetServer server = new OctetServer(call -> call.end(Status.UNKNOWN, new Metadata()));
                GrpcTransport transport =
                        GrpcTransport.feastBuilder(server.target(), options).build()) {
            transport.start(threads.runtime);
            transport.bind(binding);
            Fetches.failure(transport.fetch(
                    new FetchRequest(binding, List.of(EntityKey.of(1001))), Fetches.within(Duration.ofSeconds(20))));
            return GetOnlineFeaturesRequest.parseFrom(server.next().request());
        }
    }

    @Test
    void names_areAskedForAsTheGuideSays() throws Exception {
        FeatureView driver = view();

        assertThat(asked(FeastOptions.ofDefaults(), ViewBinding.of(driver))
                        .getFeatures()
                        .getValList())
                .containsExactly("driver_hourly_stats:conv_rate", "driver_hourly_stats:avg_daily_trips");
        assertThat(asked(FeastOptions.ofDefaults(), binding(driver))
                        .getFeatures()
                        .getValList())
                .containsExactly("driver_stats_fresh:conv_rate", "driver_stats@v2:trips");
    }

    @Test
    void options_areAskedForAsTheGuideSays() throws Exception {
        GetOnlineFeaturesRequest request = asked(options(), ViewBinding.of(view()));

        assertThat(request.getFeatureService()).isEqualTo("ranking_v3");
        assertThat(request.getEntitiesOrThrow("driver_id").getVal(0).getInt32Val())
                .isEqualTo(1001);
    }

    @Test
    void blocks_ofTheGuide_areThisCode() throws IOException {
        assertThat(found("```java\n(.*?)\n```", GUIDE))
                .containsExactlyElementsOf(found("// tag::\\w+\\[\\]\n(.*?)\n *// end::\\w+\\[\\]", SOURCE))
                .hasSize(3);
    }

    private static List<String> found(String pattern, Path file) throws IOException {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(file));
        while (matcher.find()) {
            found.add(matcher.group(1).stripIndent().strip());
        }
        return found;
    }
}
