package dev.plumbline.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FixedCredentialsTest {
    private static final String SECRET = "s3cr3t";

    @Test
    void bearer_isAnAuthorizationHeader() throws Exception {
        Credentials credentials = Credentials.bearer("a.b-c_d~e+f/g==");

        assertThat(AuthBed.get(credentials.headers()))
                .containsExactly(java.util.Map.entry("authorization", "Bearer a.b-c_d~e+f/g=="));
    }

    @Test
    void apiKey_isAHeaderOfItsOwn_inLowerCase() throws Exception {
        Credentials credentials = Credentials.apiKey("X-Api-Key", "k 1");

        assertThat(AuthBed.get(credentials.headers())).containsExactly(java.util.Map.entry("x-api-key", "k 1"));
        assertThat(credentials).hasToString("a key in header 'X-Api-Key'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cr3t\n",
                "s3cr3t\r\nx-admin: 1",
                "s3\u0000cr3t",
                "\ts3cr3t",
                "s3cr3t\u007f",
                "s3cr3té",
                "s3 cr3t"
            })
    void tokenThatNoHeaderCarries_isRefused_namingTheOptionAndNotTheValue(String token) {
        assertThatThrownBy(() -> Credentials.bearer(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("bearer: the token holds ")
                .hasMessageNotContainingAny("cr3t", "admin", "s3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cr3t\n", "s3cr3t\r\nx-admin: 1", "s3cr3t ", "é"})
    void keyThatNoHeaderCarries_isRefused_namingTheHeaderAndNotTheValue(String key) {
        assertThatThrownBy(() -> Credentials.apiKey("x-key", key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("apiKey: the key of header 'x-key' ")
                .hasMessageNotContainingAny("cr3t", "admin", "é");
    }

    @Test
    void emptyOrHugeValues_areRefused() {
        assertThatThrownBy(() -> Credentials.bearer("")).hasMessageContaining("the token is empty");
        assertThatThrownBy(() -> Credentials.bearer("x".repeat(SecretHeaders.MAX_LENGTH + 1)))
                .hasMessageContaining("16385 characters");
        assertThatThrownBy(() -> Credentials.apiKey("x-key", " ")).hasMessageContaining("is empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x key",
                "x-key\n",
                ":path",
                "grpc-timeout",
                "x-bin",
                "Host",
                "content-length",
                "traceparent",
                "é"
            })
    void headersThatAreNotTheUsersOwn_areRefused(String header) {
        assertThatThrownBy(() -> Credentials.apiKey(header, SECRET))
                .hasMessageContaining("no name of a header of your own")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void nothingPrintsTheSecret() throws Exception {
        for (Credentials credentials : new Credentials[] {
            Credentials.bearer(SECRET),
            Credentials.apiKey("x-key", SECRET),
            Credentials.bearer(SECRET).allowPlaintext()
        }) {
            assertThat(credentials.toString()).doesNotContain(SECRET);
            assertThat(AuthBed.get(credentials.headers()).toString()).doesNotContain(SECRET);
            assertThat(credentials.headers().toString()).doesNotContain(SECRET);
        }
    }

    @Test
    void plaintext_isAllowedOnlyWhereItIsSaid() throws Exception {
        Credentials guarded = Credentials.bearer(SECRET);
        Credentials allowed = guarded.allowPlaintext();

        assertThat(guarded.isPlaintextAllowed()).isFalse();
        assertThat(allowed.isPlaintextAllowed()).isTrue();
        assertThat(AuthBed.get(allowed.headers())).isSameAs(AuthBed.get(guarded.headers()));
    }

    @Test
    void loopback_isToldByName_andByAddress() {
        assertThat(Loopback.isLoopback("localhost")).isTrue();
        assertThat(Loopback.isLoopback("127.8.0.1")).isTrue();
        assertThat(Loopback.isLoopback("[::1]")).isTrue();
        assertThat(Loopback.isLoopback("localhost.example.com")).isFalse();
        assertThat(Loopback.isLoopback("127.0.0.1.example.com")).isFalse();
        assertThat(Loopback.isLoopback("features")).isFalse();
        assertThat(Loopback.isLoopback(new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 1)))
                .isTrue();
        assertThat(Loopback.isLoopback(java.net.InetSocketAddress.createUnresolved("localhost", 1)))
                .isFalse();
    }
}
