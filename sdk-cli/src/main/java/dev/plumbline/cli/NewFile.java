package dev.plumbline.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** A file that appears under its name whole, or not at all: it is written beside it, then moved. */
final class NewFile implements AutoCloseable {
    private final Path target;
    private final Path written;
    private final FileChannel channel;

    NewFile(Path target) {
        this.target = target;
        Path absolute = target.toAbsolutePath();
        this.written = absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID() + ".tmp");
        if (Files.isDirectory(target)) {
            throw new CommandException(
                    CommandException.UNWRITABLE, target.toString(), "is a directory; name a file in it");
        }
        try {
            this.channel = FileChannel.open(
                    written, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
        // For an interrupt, which closes nothing.
        written.toFile().deleteOnExit();
    }

    static CommandException unwritable(Path target, IOException e) {
        return new CommandException(
                CommandException.UNWRITABLE,
                target.toString(),
                "cannot be written: " + e + "; check its directory, rights and room",
                e);
    }

    Path target() {
        return target;
    }

    FileChannel channel() {
        return channel;
    }

    /** The hash of what has been written. */
    String sha256() throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        byte[] part = new byte[1 << 16];
        try (InputStream in = Channels.newInputStream(FileChannel.open(written, StandardOpenOption.READ))) {
            for (int length = in.read(part); length >= 0; length = in.read(part)) {
                digest.update(part, 0, length);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    void publish() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(written);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }
}
