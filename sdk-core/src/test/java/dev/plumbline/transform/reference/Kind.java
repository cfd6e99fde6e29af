package dev.plumbline.transform.reference;

/**
 * What flows from step to step, named as the spec reference names it.
 *
 * @param size how many elements a vector has or how many categories an index, else 0
 */
record Kind(String name, int size) {
    static final Kind NUMBER = new Kind("number", 0);
    static final Kind INTEGER = new Kind("integer", 0);
    static final Kind TEXT = new Kind("text", 0);
    static final Kind BYTES = new Kind("bytes", 0);
    static final Kind TIME = new Kind("time", 0);
    static final Kind NUMBERS = new Kind("numbers", 0);
    static final Kind INTEGERS = new Kind("integers", 0);
    static final Kind TEXTS = new Kind("texts", 0);

    static Kind index(int size) {
        return new Kind("index", size);
    }

    static Kind indexes(int size) {
        return new Kind("indexes", size);
    }

    static Kind vector(int size) {
        return new Kind("vector", size);
    }

    /** Returns what an input of a type gives. */
    static Kind of(String type) {
        if (type.startsWith("vector<")) {
            return vector(Integer.parseInt(
                    type.substring(type.indexOf(',') + 1, type.length() - 1).trim()));
        }
        return switch (type) {
            case "f32", "f64" -> NUMBER;
            case "bool", "i32", "i64" -> INTEGER;
            case "string" -> TEXT;
            case "bytes" -> BYTES;
            case "timestamp" -> TIME;
            case "list<f32>", "list<f64>" -> NUMBERS;
            case "list<bool>", "list<i32>", "list<i64>" -> INTEGERS;
            case "list<string>" -> TEXTS;
            case "list<timestamp>", "list<bytes>" -> new Kind("other", 0);
            default -> throw new IllegalArgumentException(type);
        };
    }

    boolean is(String... names) {
        for (String each : names) {
            if (name.equals(each)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a feature may end with it. */
    boolean ends() {
        return is("number", "integer", "vector");
    }
}
