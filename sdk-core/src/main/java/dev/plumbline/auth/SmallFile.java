package dev.plumbline.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files of secrets and certificates, which are small. */
final class SmallFile {
    private static final int MAX_BYTES = 1024 * 1024;

    private SmallFile() {}

    /**
     * Reads a file whole.
     *
     * @throws IOException if it cannot be read or is too large; the message names the file and nothing that is in it
     */
    static byte[] read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IOException("file " + file + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException("file " + file + " may not be read by this process", e);
        } catch (IOException e) {
            throw new IOException("file " + file + " cannot be read: " + e.getMessage(), e);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException("file " + file + " is larger than " + MAX_BYTES + " bytes");
        }
        return bytes;
    }
}
