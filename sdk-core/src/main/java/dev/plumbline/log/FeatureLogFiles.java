package dev.plumbline.log;

import dev.plumbline.runtime.ClientRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs served features in files of a local directory, a line of JSON for each, written by a thread of its own.
 *
 * <p>A file is begun by the first record, as {@code features-2026-01-01T00-00-00.000Z-<process>-<number>.jsonl.part}, and
 * finished when it is large or old enough or when the sink is closed: then it is renamed to {@code .jsonl}, at once and
 * whole, so that a reader of {@code .jsonl} only sees finished files. Several sinks may write to one directory. A process
 * that dies leaves its last file as it is. Finished files are never changed or deleted: that is for who collects them.
 *
 * <p>What cannot be written, since the disk is full or the directory gone, is tried again a few times and then counted as
 * failed; a file that a write left torn is cut back to its last whole line. Thread-safe.
 */
public final class FeatureLogFiles implements FeatureLogSink {
    private static final Logger log = LoggerFactory.getLogger(FeatureLogFiles.class);
    private static final int BATCH = 500;
    private static final long CLOSE_SECONDS = 5;
    private static final long IDLE_SECONDS = 30;

    private final Builder options;
    private final RecordFile.Opener opener;
    private @Nullable ThreadPoolExecutor writer;
    private @Nullable RollingFile file;
    private boolean closed;

    private FeatureLogFiles(Builder options, RecordFile.Opener opener) {
        this.options = options;
        this.opener = opener;
    }

    /** When written records are forced to the disk itself, so that they outlive a loss of power. */
    public enum Fsync {
        /** Never: the operating system does it when it likes. */
        NEVER,
        /** When a file is finished, before it is renamed. */
        ON_ROLL,
        /** With every batch of records as well. */
        EACH_BATCH
    }

    /**
     * Returns a sink with default options.
     *
     * @param directory where the files go; made when the first is begun
     * @return a sink
     */
    public static FeatureLogFiles in(Path directory) {
        return builder(directory).build();
    }

    /**
     * Starts a sink.
     *
     * @param directory where the files go; made when the first is begun
     * @return a builder
     */
    public static Builder builder(Path directory) {
        return new Builder(directory);
    }

    @Override
    public void start(ClientRuntime runtime) {
        synchronized (options) {
            if (writer != null || closed) {
                return;
            }
            ThreadPoolExecutor thread =
                    new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                        Thread named = new Thread(task, "plumbline-" + runtime.clientName() + "-feature-log");
                        named.setDaemon(true);
                        return named;
                    });
            thread.allowCoreThreadTimeOut(true);
            RollingFile rolling = new RollingFile(options, opener, runtime, due -> execute(thread, due));
            writer = thread;
            file = rolling;
        }
    }

    private static void execute(ThreadPoolExecutor thread, Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("the feature log has ended", e);
        }
    }

    @Override
    public int maxBatch() {
        return BATCH;
    }

    /** Returns one: the next batch is gathered while one is written. */
    @Override
    public int maxSends() {
        return 1;
    }

    @Override
    public CompletableFuture<SendResult> send(List<FeatureRecord> events) {
        ThreadPoolExecutor thread;
        RollingFile rolling;
        synchronized (options) {
            thread = writer;
            rolling = file;
        }
        if (thread == null || rolling == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("the feature log is not started"));
        }
        CompletableFuture<SendResult> result = new CompletableFuture<>();
        try {
            thread.execute(() -> write(rolling, events, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new IllegalStateException("the feature log is closed", e));
        }
        return result;
    }

    private static void write(RollingFile file, List<FeatureRecord> events, CompletableFuture<SendResult> result) {
        if (result.isDone()) {
            return;
        }
        try {
            StringBuilder lines = new StringBuilder();
            for (FeatureRecord event : events) {
                lines.append(RecordWriter.line(event)).append('\n');
            }
            file.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            result.complete(SendResult.allSent());
        } catch (IOException | RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    /** Finishes the file that is written, for 5 s at most. */
    @Override
    public void close() {
        ThreadPoolExecutor thread;
        RollingFile rolling;
        synchronized (options) {
            thread = closed ? null : writer;
            rolling = file;
            closed = true;
        }
        if (thread == null || rolling == null) {
            return;
        }
        execute(thread, rolling::finish);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("the feature log in '{}' is still being written", options.directory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the directory. */
    @Override
    public String toString() {
        return "feature log in " + options.directory;
    }

    /** Collects a sink. Not thread-safe. */
    public static final class Builder {
        private static final long LEAST_BYTES = 1 << 10;
        private static final long MOST_BYTES = 1L << 40;

        final Path directory;
        long maxFileBytes = 64L << 20;
        Duration maxFileAge = Duration.ofHours(1);
        Fsync fsync = Fsync.ON_ROLL;

        private Builder(Path directory) {
            this.directory = directory;
        }

        private Builder(Builder other) {
            this.directory = other.directory;
            this.maxFileBytes = other.maxFileBytes;
            this.maxFileAge = other.maxFileAge;
            this.fsync = other.fsync;
        }

        /**
         * Sets how large a file may become; one batch may take it beyond. Default 64 MiB.
         *
         * @param bytes 1 KiB to 1 TiB
         * @return this
         * @throws IllegalArgumentException if it is outside that range
         */
        public Builder maxFileBytes(long bytes) {
            if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
                throw new IllegalArgumentException("maxFileBytes is 1 KiB to 1 TiB, not " + bytes);
            }
            this.maxFileBytes = bytes;
            return this;
        }

        /**
         * Sets how long a file is written, from its first record. Default 1 hour.
         *
         * @param age 1 ms to 365 days
         * @return this
         * @throws IllegalArgumentException if it is outside that range
         */
        public Builder maxFileAge(Duration age) {
            if (age.compareTo(Duration.ofMillis(1)) < 0 || age.compareTo(Duration.ofDays(365)) > 0) {
                throw new IllegalArgumentException("maxFileAge is 1 ms to 365 days, not " + age);
            }
            this.maxFileAge = age;
            return this;
        }

        /**
         * Sets when records are forced to the disk. Default {@link Fsync#ON_ROLL}: a loss of power may take the records of
         * files that are not finished; the end of the process does not.
         *
         * @param policy when
         * @return this
         */
        public Builder fsync(Fsync policy) {
            this.fsync = policy;
            return this;
        }

        /**
         * Returns the sink. It touches the disk when the first record is written.
         *
         * @return a sink, which the client that it is given to closes
         */
        public FeatureLogFiles build() {
            return build(RecordFile::openOnDisk);
        }

        FeatureLogFiles build(RecordFile.Opener opener) {
            return new FeatureLogFiles(new Builder(this), opener);
        }
    }
}
