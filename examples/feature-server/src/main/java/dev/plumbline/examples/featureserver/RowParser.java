package dev.plumbline.examples.featureserver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import featurestore.FeatureSet;
import java.util.Collection;

/** Turns a stored JSON object into the contract's values. */
final class RowParser {
    /**
     * How deep lists and objects may nest. A level of JSON is up to three of protobuf, and readers refuse a whole answer
     * beyond 100 of these: one deep row must not take its batch along.
     */
    static final int MAX_DEPTH = 24;

    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private RowParser() {}

    /**
     * Parses a row.
     *
     * @param json the stored text
     * @param names the features to keep; none keeps all
     * @throws JsonProcessingException if the text is not one JSON object
     */
    static FeatureSet parse(String json, Collection<String> names) throws JsonProcessingException {
        JsonNode row = JSON.readTree(json);
        if (!row.isObject()) {
            throw MismatchedInputException.from(null, JsonNode.class, "Not a JSON object");
        }
        FeatureSet.Builder features = FeatureSet.newBuilder();
        if (names.isEmpty()) {
            row.properties().forEach(feature -> features.putFeatures(feature.getKey(), value(feature.getValue())));
        } else {
            for (String name : names) {
                JsonNode feature = row.get(name);
                if (feature != null) {
                    features.putFeatures(name, value(feature));
                }
            }
        }
        return features.build();
    }

    private static Value value(JsonNode node) {
        Value.Builder value = Value.newBuilder();
        switch (node.getNodeType()) {
            case NUMBER -> value.setNumberValue(node.doubleValue());
            case STRING -> value.setStringValue(node.textValue());
            case BOOLEAN -> value.setBoolValue(node.booleanValue());
            case NULL -> value.setNullValue(NullValue.NULL_VALUE);
            case ARRAY -> {
                ListValue.Builder list = ListValue.newBuilder();
                node.forEach(item -> list.addValues(value(item)));
                value.setListValue(list);
            }
            case OBJECT -> {
                Struct.Builder struct = Struct.newBuilder();
                node.properties().forEach(field -> struct.putFields(field.getKey(), value(field.getValue())));
                value.setStructValue(struct);
            }
            default -> throw new IllegalArgumentException("Not JSON: " + node.getNodeType());
        }
        return value.build();
    }
}
