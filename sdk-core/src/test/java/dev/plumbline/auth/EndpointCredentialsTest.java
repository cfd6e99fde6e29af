package dev.plumbline.auth;

import static dev.plumbline.auth.AuthBed.bearer;
import static dev.plumbline.auth.AuthBed.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class EndpointCredentialsTest {
    private static final String SECRET = "s3cr3t/&+ é";

    private final AuthBed bed = new AuthBed();
    private TokenServer server;
    private Credentials credentials;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        server = new TokenServer(TokenServer.token("one", 3600));
        credentials = started(builder());
    }

    @AfterEach
    void stop() throws Exception {
        credentials.close();
        server.close();
        bed.close();
    }

    private ClientCredentialsBuilder builder() {
        return Credentials.clientCredentials(server.uri(), "my app").secret(SECRET);
    }

    private Credentials started(ClientCredentialsBuilder builder) {
        Credentials built = builder.build();
        built.start(bed.runtime);
        return built;
    }

    @Test
    void secretInAHeader_isTheDefault() throws Exception {
        credentials = started(builder().scope("read", "more").audience("features"));

        assertThat(bearer(credentials)).isEqualTo("one");
        TokenServer.Asked asked = server.next();
        String pair = new String(
                Base64.getDecoder().decode(asked.authorization().substring("Basic ".length())),
                StandardCharsets.US_ASCII);
        assertThat(pair).isEqualTo("my+app:s3cr3t%2F%26%2B+%C3%A9");
        assertThat(asked.form().split("&"))
                .containsExactlyInAnyOrder("grant_type=client_credentials", "scope=read+more", "audience=features");
    }

    @Test
    void secretInTheBody_leavesTheHeaderOut() throws Exception {
        credentials = started(builder().secretInBody());

        assertThat(bearer(credentials)).isEqualTo("one");
        TokenServer.Asked asked = server.next();
        assertThat(asked.authorization()).isEmpty();
        assertThat(asked.form())
                .contains("client_id=my+app", "client_secret=s3cr3t%2F%26%2B+%C3%A9")
                .contains("grant_type=client_credentials");
    }

    @Test
    void secretFromAFile_isReadForEachRequest() throws Exception {
        Path file = folder.resolve("secret");
        credentials = started(Credentials.clientCredentials(server.uri(), "app")
                .secretFromFile(file)
                .secretInBody());
        TransportException missing = failure(credentials.headers());
        assertThat(missing).hasMessageContaining("the secret's file").hasMessageContaining("does not exist");

        Files.writeString(file, "first\n");
        bed.advance(Duration.ofSeconds(2));
        assertThat(bearer(credentials)).isEqualTo("one");
        assertThat(server.next().form()).contains("client_secret=first");

        Files.writeString(file, "second\n");
        // To the renewal and not beyond, where the request would be given up.
        bed.advance(Duration.ofSeconds(2921));
        assertThat(server.next().form()).contains("client_secret=second");
    }

    @Test
    void token_isKept_andCallsThatComeTogetherShareOneRequest() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        server.answer((asked, out) -> {
            assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
            TokenServer.token("one", 3600).to(asked, out);
        });
        List<CompletableFuture<Map<String, String>>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            calls.add(credentials.headers());
        }
        calls.remove(0).cancel(true);
        go.countDown();
        for (CompletableFuture<Map<String, String>> call : calls) {
            assertThat(AuthBed.get(call)).containsEntry("authorization", "Bearer one");
        }
        bed.advance(Duration.ofMinutes(40));

        assertThat(bearer(credentials)).isEqualTo("one");
        assertThat(server.asked).hasSize(1);
        assertThat(bed.renewals("token_endpoint", "success")).isEqualTo(1);
    }

    @Test
    void token_isRenewedAheadWithoutACall() throws Exception {
        assertThat(bearer(credentials)).isEqualTo("one");
        server.next();
        server.answer(TokenServer.token("two", 3600));
        // 3540 s usable, renewed at 82.5 % of that with the bed's dice.
        bed.advance(Duration.ofSeconds(2919));
        assertThat(server.asked).isEmpty();
        bed.advance(Duration.ofSeconds(3));

        server.next();
        await().untilAsserted(() -> assertThat(bearer(credentials)).isEqualTo("two"));
    }

    @Test
    void whileTheEndpointIsDown_theTokenServesToItsEnd_andNotBeyond() throws Exception {
        assertThat(bearer(credentials)).isEqualTo("one");
        server.answer(TokenServer.reply("503 Service Unavailable", "down"));
        bed.advance(Duration.ofSeconds(2922));
        await().until(() -> bed.renewals("token_endpoint", "error") == 1);
        assertThat(bearer(credentials)).isEqualTo("one");
        for (int i = 0; i < 10; i++) {
            double before = bed.renewals("token_endpoint", "error");
            bed.advance(Duration.ofSeconds(30));
            await().until(() -> bed.renewals("token_endpoint", "error") > before);
            assertThat(bearer(credentials)).isEqualTo("one");
        }
        bed.advance(Duration.ofSeconds(400));

        TransportException failure = failure(credentials.headers());
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("503").hasMessageContaining("'my app'");
        // Nobody renews what nobody uses and nobody gives.
        await().until(() -> bed.waiting() == 0);
    }

    @Test
    void shortLife_leavesRoomToUseTheToken() throws Exception {
        server.answer(TokenServer.token("one", 8));
        assertThat(bearer(credentials)).isEqualTo("one");
        server.answer(TokenServer.token("two", 8));
        bed.advance(Duration.ofSeconds(4));
        assertThat(bearer(credentials)).isEqualTo("one");
        assertThat(server.asked).hasSize(1);
        bed.advance(Duration.ofSeconds(4));

        assertThat(bearer(credentials)).isEqualTo("two");
    }

    @Test
    void timeOfDay_mayJump() throws Exception {
        assertThat(bearer(credentials)).isEqualTo("one");
        server.answer(TokenServer.token("two", 3600));
        bed.setWall(Instant.parse("2031-01-01T00:00:00Z"));
        assertThat(bearer(credentials)).isEqualTo("one");
        bed.setWall(Instant.parse("1971-01-01T00:00:00Z"));
        assertThat(bearer(credentials)).isEqualTo("one");
        bed.advance(Duration.ofHours(1));

        assertThat(bearer(credentials)).isEqualTo("two");
    }

    @Test
    void rejectedToken_isDropped_unlessItIsGoneOrYoung() throws Exception {
        Map<String, String> one = AuthBed.get(credentials.headers());
        server.answer(TokenServer.token("two", 3600));
        credentials.rejected(one);
        assertThat(bearer(credentials)).isEqualTo("one");

        bed.advance(Duration.ofSeconds(5));
        credentials.rejected(one);
        assertThat(bearer(credentials)).isEqualTo("two");

        server.answer(TokenServer.token("three", 3600));
        bed.advance(Duration.ofSeconds(5));
        credentials.rejected(one);
        credentials.rejected(Map.of("authorization", "Bearer two"));
        assertThat(bearer(credentials)).isEqualTo("two");
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void failure_isRememberedBriefly_andLongerEachTime() throws Exception {
        server.answer(TokenServer.reply("500 Oops", "oops"));
        for (int i = 0; i < 20; i++) {
            assertThat(failure(credentials.headers())).hasMessageContaining("answers 500");
        }
        assertThat(server.asked).hasSize(1);
        bed.advance(Duration.ofMillis(1001));
        assertThat(failure(credentials.headers())).hasMessageContaining("answers 500");
        assertThat(server.asked).hasSize(2);
        bed.advance(Duration.ofMillis(1001));
        assertThat(failure(credentials.headers())).hasMessageContaining("answers 500");
        assertThat(server.asked).hasSize(2);
        server.answer(TokenServer.token("one", 3600));
        bed.advance(Duration.ofSeconds(1));

        assertThat(bearer(credentials)).isEqualTo("one");
    }

    @Test
    void close_whileATokenIsFetched_endsThoseWhoWait() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        server.answer((asked, out) -> {
            assertThat(never.await(30, TimeUnit.SECONDS)).isTrue();
            TokenServer.token("late", 3600).to(asked, out);
        });
        CompletableFuture<Map<String, String>> waiting = credentials.headers();
        server.next();
        credentials.close();

        assertThat(failure(waiting).kind()).isEqualTo(Kind.CLOSED);
        never.countDown();
        assertThat(failure(credentials.headers()).kind()).isEqualTo(Kind.CLOSED);
        assertThat(bed.waiting()).isZero();
        assertThat(bed.meters.getMeters()).isEmpty();
    }

    @Test
    void closedAndStartedAgain_asksAgain() throws Exception {
        assertThat(bearer(credentials)).isEqualTo("one");
        credentials.close();
        server.answer(TokenServer.token("two", 3600));
        credentials.start(bed.runtime);

        assertThat(bearer(credentials)).isEqualTo("two");
    }

    @Test
    void nonsense_isRefusedWhenItIsBuilt_withoutTheSecret() {
        assertThatThrownBy(() -> Credentials.clientCredentials(URI.create("ftp://x/y"), "app"))
                .hasMessageContaining("token endpoint");
        assertThatThrownBy(() -> Credentials.clientCredentials(URI.create("https://u:s3cr3t@x/y"), "app"))
                .hasMessageContaining("holds a user")
                .hasMessageNotContaining("s3cr3t");
        assertThatThrownBy(() -> Credentials.clientCredentials(server.uri(), " "))
                .hasMessageContaining("client id");
        assertThatThrownBy(
                        () -> Credentials.clientCredentials(server.uri(), "app").build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no secret");
        assertThatThrownBy(() -> builder().timeout(Duration.ofHours(1))).hasMessageContaining("timeout");
        assertThatThrownBy(() -> builder().margin(Duration.ofSeconds(-1))).hasMessageContaining("margin");
        assertThatThrownBy(() -> builder().parameter("client_secret", "x")).hasMessageContaining("not yours");
        ClientCredentialsBuilder open = Credentials.clientCredentials(
                        URI.create("http://login.example.com/token"), "app")
                .secret(SECRET);
        assertThatThrownBy(open::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("login.example.com without encryption")
                .hasMessageNotContaining("s3cr3t");
        assertThat(open.allowPlaintextEndpoint().build().toString())
                .isEqualTo("tokens for client 'app' from http://login.example.com/token");
    }
}
