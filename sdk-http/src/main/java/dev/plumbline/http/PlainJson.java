package dev.plumbline.http;

import com.fasterxml.jackson.core.JsonFactory;
import dev.plumbline.http.internal.JsonCodec;
import dev.plumbline.http.internal.PlainCodec;
import dev.plumbline.transport.ViewBinding;

/** Rows by key. */
record PlainJson() implements HttpContract {
    @Override
    public String name() {
        return "json";
    }

    @Override
    public String path() {
        return "/features";
    }

    @Override
    public String query() {
        return "";
    }

    @Override
    public String healthPath() {
        return "";
    }

    @Override
    public String explanation(String answer) {
        return "";
    }

    @Override
    public JsonCodec bind(JsonFactory json, ViewBinding binding) {
        return new PlainCodec(json, binding);
    }
}
