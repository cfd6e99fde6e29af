package dev.plumbline.cli;

import java.util.Map;

/**
 * How the cells of a CSV are to be taken.
 *
 * @param columns from input to column, where their names differ
 * @param nullText the cell that is null
 * @param values how the others are read
 */
record CsvFormat(Map<String, String> columns, String nullText, ValueText values) {}
