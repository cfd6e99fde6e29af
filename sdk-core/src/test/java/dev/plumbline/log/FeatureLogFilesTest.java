package dev.plumbline.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.runtime.ClientRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FeatureLogFilesTest {
    @TempDir
    Path parent;

    private final Queue<Runnable> due = new ConcurrentLinkedQueue<>();
    private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
    private final List<String> deeds = new ArrayList<>();
    private final List<FeatureLogFiles> open = new ArrayList<>();

    @AfterEach
    void closeFiles() {
        open.forEach(FeatureLogFiles::close);
    }

    private Path directory() {
        return parent.resolve("log");
    }

    private FeatureLogFiles started(FeatureLogFiles.Builder builder) {
        return started(builder.build());
    }

    private FeatureLogFiles started(FeatureLogFiles files) {
        open.add(files);
        files.start(ClientRuntime.builder(
                        (task, delay) -> {
                            due.add(task);
                            return () -> due.remove(task);
                        },
                        Runnable::run)
                .clock(() -> Instant.parse("2026-01-01T00:00:00Z"))
                .build());
        return files;
    }

    private static void write(FeatureLogFiles files, int from, int to) throws Exception {
        files.send(IntStream.range(from, to).mapToObj(Records::numbered).toList())
                .get(30, TimeUnit.SECONDS);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<Long> numbers(Path path) {
        try (Stream<FeatureRecord> records = FeatureLog.read(path)) {
            return records.map(record -> (Long) record.inputs().get(0).value()).toList();
        }
    }

    private static List<Long> range(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> (long) i).toList();
    }

    /** The one file that is still written. */
    private Path part() throws IOException {
        return directory().resolve(names().get(0));
    }

    @Test
    void file_isReadWhenItIsFinished_andNotBefore() throws Exception {
        FeatureLogFiles files = started(FeatureLogFiles.builder(directory()));
        assertThat(directory()).doesNotExist();
        write(files, 0, 3);
        String name =
                "features-2026-01-01T00-00-00.000Z-" + ProcessHandle.current().pid() + "-0.jsonl";
        assertThat(names()).containsExactly(name + ".part");
        assertThat(numbers(directory())).isEmpty();
        assertThat(numbers(part())).isEqualTo(range(0, 3));

        files.close();

        assertThat(names()).containsExactly(name);
        assertThat(numbers(directory())).isEqualTo(range(0, 3));
    }

    @Test
    void fileThatIsLarge_isFollowedByAnother() throws Exception {
        int line = RecordWriter.line(Records.numbered(1)).length() + 4;
        FeatureLogFiles files = started(FeatureLogFiles.builder(directory()).maxFileBytes(3L * line + 10));
        for (int i = 0; i < 10; i++) {
            write(files, i, i + 1);
        }
        files.close();

        assertThat(names()).hasSize(4).allMatch(name -> name.endsWith(".jsonl"));
        assertThat(numbers(directory())).isEqualTo(range(0, 10));
    }

    @Test
    void fileThatIsOld_isFinished_thoughNothingIsWritten() throws Exception {
        FeatureLogFiles files = started(FeatureLogFiles.builder(directory()).maxFileAge(Duration.ofMinutes(5)));
        write(files, 0, 1);
        assertThat(due).hasSize(1);

        due.remove().run();
        write(files, 1, 2);

        assertThat(numbers(directory())).isEqualTo(range(0, 1));
        files.close();
        assertThat(numbers(directory())).isEqualTo(range(0, 2));
        assertThat(due).isEmpty();
    }

    @Test
    void ageOfAFileThatIsFinished_doesNotEndTheNext() throws Exception {
        long two = 2L * (RecordWriter.line(Records.numbered(1)).length() + 10);
        FeatureLogFiles files = started(FeatureLogFiles.builder(directory()).maxFileBytes(Math.max(two, 1024)));
        write(files, 0, 1);
        Runnable late = Objects.requireNonNull(due.peek());
        write(files, 1, 2);
        write(files, 2, 3);

        late.run();
        write(files, 3, 4);

        assertThat(names()).hasSize(2);
        assertThat(numbers(directory())).isEqualTo(range(0, 2));
        files.close();
        assertThat(numbers(directory())).isEqualTo(range(0, 4));
    }

    @Test
    void sinksOfOneDirectory_takeEachTheirOwnFiles() throws Exception {
        FeatureLogFiles one = started(FeatureLogFiles.builder(directory()));
        FeatureLogFiles two = started(FeatureLogFiles.builder(directory()));
        write(one, 0, 1);
        write(two, 1, 2);
        one.close();
        FeatureLogFiles three = started(FeatureLogFiles.builder(directory()));
        write(three, 2, 3);
        two.close();
        three.close();

        assertThat(names()).hasSize(3);
        assertThat(numbers(directory())).containsExactlyInAnyOrderElementsOf(range(0, 3));
    }

    /** A real file on a disk that has so much room. */
    private RecordFile onSmallDisk(Path path) throws IOException {
        RecordFile file = RecordFile.openOnDisk(path);
        deeds.add("open");
        return new RecordFile() {
            @Override
            public void write(ByteBuffer octets, long position) throws IOException {
                int fits = (int) Math.min(octets.remaining(), room.get());
                boolean full = fits < octets.remaining();
                file.write(octets.slice().limit(fits), position);
                room.addAndGet(-fits);
                if (full) {
                    throw new IOException("No space left on device");
                }
            }

            @Override
            public void truncate(long length) throws IOException {
                deeds.add("truncate");
                file.truncate(length);
            }

            @Override
            public void force() throws IOException {
                deeds.add("force");
                file.force();
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Test
    void fullDisk_failsTheSend_leavesNoTornLine_andIsWrittenOnWhenThereIsRoom() throws Exception {
        FeatureLogFiles files = started(FeatureLogFiles.builder(directory()).build(this::onSmallDisk));
        write(files, 0, 2);
        room.set(100);

        assertThatThrownBy(() -> write(files, 2, 4))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("No space left on device");
        assertThat(numbers(part())).isEqualTo(range(0, 2));
        room.set(Long.MAX_VALUE);
        write(files, 4, 6);
        files.close();

        assertThat(numbers(directory())).containsExactly(0L, 1L, 4L, 5L);
        assertThat(deeds).containsExactly("open", "truncate", "force");
    }

    @Test
    void diskThatIsFullFromTheStart_leavesNoFile() throws Exception {
        FeatureLogFiles files = started(FeatureLogFiles.builder(directory()).build(this::onSmallDisk));
        room.set(10);

        assertThatThrownBy(() -> write(files, 0, 2)).isInstanceOf(ExecutionException.class);

        assertThat(names()).isEmpty();
        room.set(Long.MAX_VALUE);
        write(files, 2, 3);
        files.close();
        assertThat(numbers(directory())).isEqualTo(range(2, 3));
    }

    @Test
    void deviceThatIsFull_failsTheSend() throws Exception {
        // The kernel's own full disk; it cannot be cut back either.
        FeatureLogFiles files = started(FeatureLogFiles.builder(directory()).build(path -> {
            RecordFile file = RecordFile.openOnDisk(path);
            file.close();
            Files.delete(path);
            Files.createSymbolicLink(path, Path.of("/dev/full"));
            var channel = java.nio.channels.FileChannel.open(path, StandardOpenOption.WRITE);
            return new RecordFile() {
                @Override
                public void write(ByteBuffer octets, long position) throws IOException {
                    channel.write(octets);
                }

                @Override
                public void truncate(long length) throws IOException {
                    channel.truncate(length);
                }

                @Override
                public void force() throws IOException {
                    channel.force(true);
                }

                @Override
                public void close() throws IOException {
                    channel.close();
                }
            };
        }));

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> write(files, 0, 2)).hasRootCauseMessage("No space left on device");
        }
        files.close();
        assertThat(names()).isEmpty();
    }

    @Test
    void directoryThatCannotBeMade_failsTheSend_andIsMadeLater() throws Exception {
        Files.writeString(directory(), "in the way");
        FeatureLogFiles files = started(FeatureLogFiles.builder(directory()));
        assertThatThrownBy(() -> write(files, 0, 1)).hasCauseInstanceOf(IOException.class);

        Files.delete(directory());
        write(files, 1, 2);
        files.close();

        assertThat(numbers(directory())).isEqualTo(range(1, 2));
    }

    @Test
    void disk_isForcedAsOftenAsTheOptionSays() throws Exception {
        for (FeatureLogFiles.Fsync fsync : FeatureLogFiles.Fsync.values()) {
            deeds.clear();
            FeatureLogFiles files =
                    started(FeatureLogFiles.builder(directory()).fsync(fsync).build(this::onSmallDisk));
            write(files, 0, 1);
            write(files, 1, 2);
            files.close();

            assertThat(deeds.stream().filter("force"::equals))
                    .as(fsync.toString())
                    .hasSize(
                            switch (fsync) {
                                case NEVER -> 0;
                                case ON_ROLL -> 1;
                                case EACH_BATCH -> 3;
                            });
        }
    }

    @Test
    void sendThatWasCancelled_isNotWritten_andNothingAfterTheEnd() throws Exception {
        FeatureLogFiles files = started(FeatureLogFiles.builder(directory()));
        write(files, 0, 1);
        files.close();
        files.close();

        assertThatThrownBy(() -> write(files, 1, 2)).hasMessageContaining("closed");
        assertThat(numbers(directory())).isEqualTo(range(0, 1));
    }

    @Test
    void tornFile_isReadToItsLastWholeLine_orRefusedIfItIsFinished() throws Exception {
        Files.createDirectories(directory());
        String lines = RecordWriter.line(Records.numbered(0)) + "\n{\"format\":1,\"spec\":\"SECRET";
        Path part = Files.writeString(directory().resolve("features-x.jsonl.part"), lines);
        assertThat(numbers(part)).isEqualTo(range(0, 1));
        Path whole = Files.move(part, directory().resolve("features-x.jsonl"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbers(whole))
                .withMessageContaining("line 2")
                .withMessageContaining("features-x.jsonl")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("SECRET"));
        Files.writeString(whole, lines + "\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbers(whole))
                .withMessageContaining("line 2")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("SECRET"));
    }

    @Test
    void pathThatIsNotThere_isNamed() {
        assertThatThrownBy(() -> numbers(parent.resolve("nowhere.jsonl")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("nowhere.jsonl");
    }

    @Test
    void optionsOutOfRange_areNamed() {
        FeatureLogFiles.Builder builder = FeatureLogFiles.builder(directory());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxFileBytes(1))
                .withMessageContaining("maxFileBytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxFileAge(Duration.ZERO))
                .withMessageContaining("maxFileAge");
    }
}
