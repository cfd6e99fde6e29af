package dev.plumbline.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** A file that appears under its name whole, or not at all: it is written beside it, then moved. */
final class NewFile implements AutoCloseable {
    private final Path target;
    private final Path place;
    private final Path written;
    private final FileChannel channel;

    NewFile(Path target) {
        this.target = target;
        this.place = behindLinks(target);
        Path absolute = place.toAbsolutePath();
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

    /** Refuses a target that is also read. */
    static void checkApart(Path target, Path... read) throws IOException {
        for (Path source : read) {
            if (Files.exists(target) && Files.exists(source) && Files.isSameFile(target, source)) {
                throw new CommandException(
                        CommandException.UNWRITABLE, target.toString(), "is read by this command; name another");
            }
        }
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
        keepPermissions();
        Files.move(written, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A link stays one: what it points to is replaced. */
    private static Path behindLinks(Path target) {
        try {
            return Files.isSymbolicLink(target) ? target.toRealPath() : target;
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private void keepPermissions() throws IOException {
        PosixFileAttributeView fresh = Files.getFileAttributeView(written, PosixFileAttributeView.class);
        if (fresh != null && Files.exists(place)) {
            fresh.setPermissions(Files.getPosixFilePermissions(place));
        }
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
