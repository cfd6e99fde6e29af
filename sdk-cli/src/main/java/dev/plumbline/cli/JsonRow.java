package dev.plumbline.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.SpecInput;
import dev.plumbline.transform.TransformSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One row of inputs in a file: an object from input to value. */
final class JsonRow {
    private final Path file;
    private final List<String> names;
    private final List<FeatureType> types;
    private final JsonValues values = new JsonValues(new ValueText(null));

    JsonRow(TransformSpec spec, Path file) {
        this.file = file;
        this.names = spec.inputs().stream().map(SpecInput::name).toList();
        this.types = spec.inputs().stream().map(SpecInput::type).toList();
    }

    void fill(InputRow row) {
        try (JsonParser json = JsonValues.JSON.createParser(file.toFile())) {
            read(json, row);
        } catch (JsonProcessingException e) {
            throw new CommandException(
                    CommandException.UNREADABLE,
                    file + ":" + e.getLocation().getLineNr(),
                    "is no JSON: " + e.getOriginalMessage() + "; correct it",
                    e);
        } catch (IOException e) {
            throw new CommandException(
                    CommandException.UNREADABLE, file.toString(), "cannot be read: " + e + "; check the path", e);
        }
    }

    private void read(JsonParser json, InputRow row) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new CommandException(
                    CommandException.UNREADABLE, place(json), "is no object; write {\"input\": value, ...}");
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            set(json, row, json.currentName());
        }
        if (json.nextToken() != null) {
            throw new CommandException(
                    CommandException.UNREADABLE, place(json), "goes on after its object; write one row");
        }
    }

    private void set(JsonParser json, InputRow row, String name) throws IOException {
        String place = place(json);
        int input = names.indexOf(name);
        if (input < 0) {
            throw new CommandException(
                    CommandException.UNKNOWN_NAME,
                    place,
                    "the spec uses no input '" + name + "'; it uses " + Names.list(names));
        }
        json.nextToken();
        try {
            values.set(row, input, types.get(input), json);
        } catch (IllegalArgumentException e) {
            throw new CommandException(CommandException.VALUE, place, "input '" + name + "': " + e.getMessage(), e);
        }
    }

    private String place(JsonParser json) {
        return file + ":" + json.currentTokenLocation().getLineNr();
    }
}
