package dev.plumbline.transform.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Length and SHA-256 of a file.
 *
 * @param sha256 64 hex digits
 */
record FileDigest(long length, String sha256) {
    private static final int BUFFER = 1 << 16;

    static FileDigest of(Path file) {
        if (Files.isDirectory(file)) {
            throw new ModelFileException(
                    "PLB-405", file, "is a directory; pack the model into one file and stamp that");
        }
        try (FileChannel in = FileChannel.open(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            long length = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                length += read;
                digest.update(buffer.flip());
                buffer.clear();
            }
            return new FileDigest(length, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            throw new ModelFileException("PLB-405", file, -1, "cannot be read: " + e + "; check the path", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Spells both, for messages. */
    @Override
    public String toString() {
        return length + " bytes of SHA-256 " + sha256;
    }
}
