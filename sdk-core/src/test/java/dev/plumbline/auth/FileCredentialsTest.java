package dev.plumbline.auth;

import static dev.plumbline.auth.AuthBed.bearer;
import static dev.plumbline.auth.AuthBed.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FileCredentialsTest {
    private static final Duration LOOK = Duration.ofNanos(FileCredentials.LOOK_NANOS);

    private final AuthBed bed = new AuthBed();

    @TempDir
    private Path folder;

    private Path file;
    private Credentials credentials;

    @BeforeEach
    void start() {
        file = folder.resolve("token");
        credentials = Credentials.bearerFromFile(file);
        credentials.start(bed.runtime);
    }

    @AfterEach
    void stop() {
        credentials.close();
        bed.close();
    }

    private void replace(String text) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void token_isThatOfTheFile_withoutSpaceAroundIt() throws Exception {
        Files.writeString(file, "\n  one\r\n");

        assertThat(bearer(credentials)).isEqualTo("one");
    }

    @Test
    void file_isNotReadForEachCall_butAfterAWhile() throws Exception {
        replace("one");
        assertThat(bearer(credentials)).isEqualTo("one");
        replace("two");
        bed.advance(LOOK.minusNanos(1));
        assertThat(bearer(credentials)).isEqualTo("one");

        // The call that finds that it is time goes with what there is, the next with what was found.
        bed.advance(Duration.ofNanos(1));
        assertThat(credentials.headers()).isCompleted();
        await().untilAsserted(() -> assertThat(bearer(credentials)).isEqualTo("two"));
        assertThat(bed.renewals("token_file", "success")).isEqualTo(2);
    }

    @Test
    void afterAPause_theCallWaitsForTheLook() throws Exception {
        replace("one");
        assertThat(bearer(credentials)).isEqualTo("one");
        replace("two");
        bed.advance(LOOK.multipliedBy(2));

        assertThat(bearer(credentials)).isEqualTo("two");
    }

    @Test
    void symlinkSwap_asKubernetesDoes_isSeen() throws Exception {
        Path first = Files.createDirectory(folder.resolve("..2024_1"));
        Path second = Files.createDirectory(folder.resolve("..2024_2"));
        Files.writeString(first.resolve("token"), "one");
        Files.writeString(second.resolve("token"), "two");
        Files.setLastModifiedTime(second.resolve("token"), Files.getLastModifiedTime(first.resolve("token")));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
        Files.createSymbolicLink(file, Path.of("..data", "token"));
        assertThat(bearer(credentials)).isEqualTo("one");

        Path swapped = Files.createSymbolicLink(folder.resolve("..data_tmp"), second.getFileName());
        Files.move(swapped, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        bed.advance(LOOK.multipliedBy(2));

        assertThat(bearer(credentials)).isEqualTo("two");
    }

    @Test
    void missingOrEmptyOrBadFile_keepsTheToken_upToABound() throws Exception {
        replace("one");
        assertThat(bearer(credentials)).isEqualTo("one");
        // A long quiet time before does not count.
        bed.advance(Duration.ofHours(3));
        Files.delete(file);
        assertThat(bearer(credentials)).isEqualTo("one");
        bed.advance(Duration.ofMinutes(2));
        replace("");
        assertThat(bearer(credentials)).isEqualTo("one");
        bed.advance(Duration.ofMinutes(2));
        replace("two words");
        assertThat(bearer(credentials)).isEqualTo("one");

        bed.advance(Duration.ofMinutes(1));
        TransportException failure = failure(credentials.headers());
        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(failure)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("a space")
                .hasMessageNotContaining("words");

        replace("three");
        bed.advance(Duration.ofSeconds(1));
        assertThat(bearer(credentials)).isEqualTo("three");
        assertThat(bed.renewals("token_file", "error")).isEqualTo(4);
    }

    @Test
    void fileThatComesLater_isFound() throws Exception {
        assertThat(failure(credentials.headers())).hasMessageContaining("does not exist");
        replace("one");
        assertThat(failure(credentials.headers())).hasMessageContaining("does not exist");
        bed.advance(Duration.ofNanos(FileCredentials.FAILURE_NANOS));

        assertThat(bearer(credentials)).isEqualTo("one");
    }

    @Test
    void rejection_hasTheFileReadBeforeTheNextCall() throws Exception {
        replace("one");
        var refused = AuthBed.get(credentials.headers());
        replace("two");
        credentials.rejected(refused);
        assertThat(bearer(credentials)).isEqualTo("two");

        // The late rejection of a token that is gone costs nothing.
        replace("three");
        credentials.rejected(refused);
        assertThat(bearer(credentials)).isEqualTo("two");
    }

    @Test
    void directoryAndHugeFile_areNoToken() throws Exception {
        Files.createDirectory(file);
        assertThat(failure(credentials.headers())).hasMessageContaining("cannot be read");
        Files.delete(file);
        Files.write(file, new byte[2 << 20]);
        bed.advance(Duration.ofMinutes(1));
        assertThat(failure(credentials.headers())).hasMessageContaining("larger than");
    }

    @Test
    void notStartedOrClosed_failsTyped_andTheLastCloseCounts() throws Exception {
        replace("one");
        Credentials idle = Credentials.bearerFromFile(file);
        assertThat(failure(idle.headers()).kind()).isEqualTo(Kind.CLOSED);
        idle.start(bed.runtime);
        idle.start(bed.runtime);
        idle.close();
        assertThat(bearer(idle)).isEqualTo("one");
        idle.close();
        idle.close();
        assertThat(failure(idle.headers()).kind()).isEqualTo(Kind.CLOSED);
    }

    @Test
    void threadsThatAreGone_areSaidSo() throws Exception {
        replace("one");
        bed.close();

        assertThat(failure(credentials.headers())).hasMessageContaining("credentials of its own");
    }
}
