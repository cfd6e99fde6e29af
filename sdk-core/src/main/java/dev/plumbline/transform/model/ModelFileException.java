package dev.plumbline.transform.model;

import dev.plumbline.transform.ModelStampException;
import java.io.Serial;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a model's file, or the file beside it, does not say which spec the model was trained with, or is not the
 * file that it was.
 *
 * <p>The message has the form {@code PLB-nnn <file>: <culprit>; <remedy>}: PLB-403 for a stamp that is absent or
 * malformed, PLB-404 for a model that is not the stamped one, PLB-405 for a file that is damaged or cannot be read.
 */
public final class ModelFileException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The code, such as {@code PLB-404}. */
    private final String code;

    /** The file at fault. */
    private final String file;

    /** The byte at fault, negative if none is. */
    private final long offset;

    ModelFileException(String code, Path file, String text) {
        this(code, file, -1, text, null);
    }

    ModelFileException(String code, Path file, long offset, String text, @Nullable Throwable cause) {
        super(code + " " + file + ": " + text, cause);
        this.code = code;
        this.file = file.toString();
        this.offset = offset;
    }

    static ModelFileException of(Path file, ModelStampException cause) {
        String text = String.valueOf(cause.getMessage()).substring(cause.code().length() + 1);
        return new ModelFileException(cause.code(), file, -1, text, cause);
    }

    /**
     * Returns the code of the check that failed.
     *
     * @return such as {@code PLB-404}
     */
    public String code() {
        return code;
    }

    /**
     * Returns the file at fault.
     *
     * @return its path, as it was passed
     */
    public Path file() {
        return Path.of(file);
    }

    /**
     * Returns where a damaged file stops making sense.
     *
     * @return the offset of the first such byte, 0 for the first of the file; empty if no byte is at fault
     */
    public OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}
