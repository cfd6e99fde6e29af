package dev.plumbline.benchmarks;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a user writes without the SDK: the JDK's client, Jackson databind, and the columns turned into a map for each row. */
final class JacksonMaps {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper mapper = new ObjectMapper();
    private final URI address;
    private final List<String> features;
    private final List<Object> ids;

    JacksonMaps(URI server, FeatureView view, List<EntityKey> keys) {
        address = server.resolve("/get-online-features");
        features = view.featureNames().stream()
                .map(name -> view.name() + ":" + name)
                .toList();
        ids = keys.stream().map(key -> key.value(0)).toList();
    }

    Map<Object, Map<String, Object>> read() throws IOException, InterruptedException {
        byte[] body = mapper.writeValueAsBytes(Map.of("features", features, "entities", Map.of("entity", ids)));
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        Map<String, Object> reply = mapper.readValue(
                http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body(), OBJECT);
        List<?> names = (List<?>) ((Map<?, ?>) reply.get("metadata")).get("feature_names");
        List<?> results = (List<?>) reply.get("results");
        Map<Object, Map<String, Object>> rows = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            Map<String, Object> row = new HashMap<>();
            for (int column = 0; column < names.size(); column++) {
                Map<?, ?> result = (Map<?, ?>) results.get(column);
                if ("PRESENT".equals(((List<?>) result.get("statuses")).get(i))) {
                    row.put((String) names.get(column), ((List<?>) result.get("values")).get(i));
                }
            }
            rows.put(ids.get(i), row);
        }
        return rows;
    }
}
