package dev.plumbline.log;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.TaskScheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that is written, and the next one when it is large or old enough. For one thread, the writer's. */
final class RollingFile {
    private static final Logger log = LoggerFactory.getLogger(FeatureLogFiles.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH-mm-ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final FeatureLogFiles.Builder options;
    private final RecordFile.Opener opener;
    private final ClientRuntime runtime;
    private final Executor writer;
    private final long process = ProcessHandle.current().pid();
    private @Nullable RecordFile file;
    private Path part;
    private Path finished;
    private long length;
    private long number;
    private TaskScheduler.@Nullable Scheduled roll;

    RollingFile(FeatureLogFiles.Builder options, RecordFile.Opener opener, ClientRuntime runtime, Executor writer) {
        this.options = options;
        this.opener = opener;
        this.runtime = runtime;
        this.writer = writer;
        this.part = options.directory;
        this.finished = options.directory;
    }

    /**
     * Writes lines, all or none of them.
     *
     * @throws IOException if they could not be written; the next time may do
     */
    void write(byte[] lines) throws IOException {
        if (length > 0 && length + lines.length > options.maxFileBytes) {
            finish();
        }
        RecordFile current = file == null ? open() : file;
        try {
            current.write(ByteBuffer.wrap(lines), length);
            if (options.fsync == FeatureLogFiles.Fsync.EACH_BATCH) {
                current.force();
            }
            length += lines.length;
        } catch (IOException e) {
            cutBack(current);
            throw e;
        }
        if (length >= options.maxFileBytes) {
            finish();
        }
    }

    private RecordFile open() throws IOException {
        Files.createDirectories(options.directory);
        while (true) {
            String name = "features-" + TIME.format(runtime.clock().instant()) + "-" + process + "-" + number++;
            part = options.directory.resolve(name + FeatureLog.PART_SUFFIX);
            finished = options.directory.resolve(name + FeatureLog.SUFFIX);
            if (Files.exists(finished)) {
                continue;
            }
            try {
                RecordFile opened = opener.open(part);
                file = opened;
                length = 0;
                roll = runtime.scheduler()
                        .schedule(() -> writer.execute(() -> finish(opened)), options.maxFileAge.toNanos());
                return opened;
            } catch (FileAlreadyExistsException e) {
                log.debug("'{}' is another's: the next number is taken", part, e);
            }
        }
    }

    /** Takes back what a failed write left, so that the file ends with a whole line. */
    private void cutBack(RecordFile current) {
        try {
            if (length > 0) {
                current.truncate(length);
                return;
            }
            leave(current);
            Files.deleteIfExists(part);
        } catch (IOException e) {
            log.warn("'{}' may end in a torn line and is left as it is: {}", part, e.toString());
            leave(current);
        }
    }

    private void leave(RecordFile current) {
        file = null;
        length = 0;
        if (roll != null) {
            roll.cancel();
        }
        try {
            current.close();
        } catch (IOException e) {
            log.debug("'{}' could not be closed", part, e);
        }
    }

    private void finish(RecordFile aged) {
        if (file == aged) {
            finish();
        }
    }

    /** Ends the file that is written, if there is one. */
    void finish() {
        RecordFile current = file;
        if (current == null) {
            return;
        }
        try {
            if (options.fsync != FeatureLogFiles.Fsync.NEVER) {
                current.force();
            }
            leave(current);
            Files.move(part, finished, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            leave(current);
            log.warn("'{}' could not be finished and is left as it is: {}", part, e.toString());
        }
    }
}
