package dev.plumbline.http;

import com.fasterxml.jackson.core.JsonFactory;
import dev.plumbline.http.internal.FeastCodec;
import dev.plumbline.http.internal.FeastOptions;
import dev.plumbline.http.internal.JsonCodec;
import dev.plumbline.transport.ViewBinding;

/**
 * Feast's columns.
 *
 * @param options what the transport was told
 * @param statuses whether to ask for statuses and times, which the Go server leaves out otherwise
 */
record FeastJson(FeastOptions options, boolean statuses) implements HttpContract {
    @Override
    public String name() {
        return "feast-http";
    }

    @Override
    public String path() {
        return "/get-online-features";
    }

    @Override
    public String query() {
        return statuses ? "status=true" : "";
    }

    @Override
    public String healthPath() {
        return "/health";
    }

    @Override
    public String explanation(String answer) {
        return answer.contains("JSON compliant")
                ? ": a value is NaN or infinite, which Feast's HTTP server cannot carry; read the view over gRPC, or keep"
                        + " such values out of the store"
                : " (Feast's HTTP server also does so for a value that is NaN or infinite)";
    }

    @Override
    public JsonCodec bind(JsonFactory json, ViewBinding binding) {
        return new FeastCodec(json, binding, options);
    }
}
