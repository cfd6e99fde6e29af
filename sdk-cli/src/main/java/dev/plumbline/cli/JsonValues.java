package dev.plumbline.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transform.InputRow;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts JSON values into inputs. Refusals are those of {@link ValueText}. */
final class JsonValues {
    static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final String AN_ARRAY = "write an array such as [1, 2]";

    private final ValueText text;

    JsonValues(ValueText text) {
        this.text = text;
    }

    /** Sets an input of a list or vector type to a JSON array. */
    void setList(InputRow row, int input, FeatureType type, String array) {
        try (JsonParser json = JSON.createParser(array)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw ValueText.refusal(array, type, AN_ARRAY);
            }
            row.setElements(input, elements(type, json));
            if (json.nextToken() != null) {
                throw ValueText.refusal(array, type, "it goes on after the array");
            }
        } catch (IOException e) {
            throw ValueText.refusal(array, type, AN_ARRAY);
        }
    }

    /** Sets an input to the value that the parser stands on, and leaves the parser at its end. */
    void set(InputRow row, int input, FeatureType type, JsonParser json) throws IOException {
        switch (json.currentToken()) {
            case VALUE_NULL -> row.setNull(input);
            case START_OBJECT -> setState(row, input, type, json);
            default -> setValue(row, input, type, json);
        }
    }

    private void setValue(InputRow row, int input, FeatureType type, JsonParser json) throws IOException {
        if (type.isScalar()) {
            text.set(row, input, type, scalar(type, json));
        } else {
            row.setElements(input, elements(type, json));
        }
    }

    private Object elements(FeatureType type, JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw ValueText.refusal(json.getText(), type, AN_ARRAY);
        }
        List<Object> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            elements.add(text.parse(type.element(), scalar(type.element(), json)));
        }
        Object array = Array.newInstance(ValueText.held(type.element()), elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Array.set(array, i, elements.get(i));
        }
        return array;
    }

    /** The text of a scalar, if JSON's type goes with ours: no number in quotes, no text without. */
    private static String scalar(FeatureType type, JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        String written = json.getText();
        boolean fits = switch (type.kind()) {
            case BOOL -> token.isBoolean() || token == JsonToken.VALUE_NUMBER_INT;
            case INT32, INT64 -> token.isNumeric();
            case FLOAT32, FLOAT64 -> token.isNumeric() || written.matches("NaN|-?Infinity");
            case TIMESTAMP -> token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
            default -> token == JsonToken.VALUE_STRING;
        };
        if (!fits) {
            String quoted = token == JsonToken.VALUE_STRING ? "\"" + written + "\"" : written;
            throw ValueText.refusal(
                    quoted, type, "write " + (token == JsonToken.VALUE_STRING ? "it without quotes" : "one in JSON"));
        }
        return written;
    }

    /** {"state": "stale", "value": 3}, and other states without a value. */
    private void setState(InputRow row, int input, FeatureType type, JsonParser json) throws IOException {
        String state = "";
        boolean valued = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "state" -> state = json.getText();
                case "value" -> {
                    setValue(row, input, type, json);
                    valued = true;
                }
                default ->
                    throw new IllegalArgumentException(
                            "'" + key + "' is no part of a value; write {\"state\": \"stale\", \"value\": 3}");
            }
        }
        try {
            row.setState(input, ValueState.valueOf(state.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw noState(state);
        }
        if (valued != state.equals("stale")) {
            throw noState(state);
        }
    }

    private static IllegalArgumentException noState(String state) {
        return new IllegalArgumentException("'" + state
                + "' is no state that can be set so; write null, nan, not_found, error, or stale with its value");
    }
}
