package dev.plumbline.cli;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.SpecInput;
import dev.plumbline.transform.TransformException;
import java.util.List;

/** The inputs of a spec, in a table: each has a column. */
final class CsvInputs {
    private final CsvTable table;
    private final CsvFormat format;
    private final String spec;
    private final List<String> names;
    private final FeatureType[] types;
    private final int[] columns;
    private final JsonValues lists;

    CsvInputs(String spec, List<SpecInput> inputs, CsvTable table, CsvFormat format) {
        this.table = table;
        this.format = format;
        this.lists = new JsonValues(format.values());
        this.spec = spec;
        this.names = inputs.stream().map(SpecInput::name).toList();
        this.types = inputs.stream().map(SpecInput::type).toArray(FeatureType[]::new);
        this.columns = names.stream().mapToInt(this::column).toArray();
        for (String named : format.columns().keySet()) {
            if (!names.contains(named)) {
                throw new CommandException(
                        CommandException.UNKNOWN_NAME,
                        spec,
                        "--columns names the input '" + named + "'; the spec uses " + Names.list(names));
            }
        }
    }

    private int column(String input) {
        String name = format.columns().getOrDefault(input, input);
        int column = table.header().indexOf(name);
        if (column < 0) {
            throw new CommandException(
                    CommandException.COLUMNS,
                    table.place() + " " + spec,
                    "there is no column '" + name + "' for the input '" + input + "'; the columns are "
                            + Names.list(table.header()) + "; name one by --columns " + input + "=COLUMN");
        }
        return column;
    }

    /** Goes to the table's next row and sets every input to what it has; false behind the last. */
    boolean next(InputRow row) {
        if (!table.next()) {
            return false;
        }
        for (int input = 0; input < columns.length; input++) {
            String text = table.cell(columns[input]);
            if (text.equals(format.nullText())) {
                row.setNull(input);
                continue;
            }
            try {
                if (types[input].isScalar()) {
                    format.values().set(row, input, types[input], text);
                } else {
                    lists.setList(row, input, types[input], text);
                }
            } catch (IllegalArgumentException e) {
                throw new CommandException(
                        CommandException.VALUE,
                        table.place() + " " + spec,
                        "column '" + table.header().get(columns[input]) + "': " + e.getMessage(),
                        e);
            }
        }
        return true;
    }

    /** The refusal of the table's row, with its line and its column. */
    String locate(TransformException e) {
        String known = e.code() + " " + e.spec() + "/" + e.feature() + ": ";
        String message = String.valueOf(e.getMessage());
        String what = message.startsWith(known) ? message.substring(known.length()) : message;
        String column = table.header().get(columns[names.indexOf(e.input())]);
        return e.code() + " " + table.place() + " " + e.spec() + "/" + e.feature() + ": column '" + column + "', "
                + what;
    }
}
