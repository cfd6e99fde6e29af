package dev.plumbline.cache.tiered;

import static dev.plumbline.cache.tiered.NodeOn.AMPLE;
import static dev.plumbline.cache.tiered.NodeOn.done;
import static dev.plumbline.cache.tiered.NodeOn.failure;
import static dev.plumbline.cache.tiered.NodeOn.in;
import static dev.plumbline.cache.tiered.NodeOn.text;
import static dev.plumbline.cache.tiered.NodeOn.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.cache.tiered.NodeException.Reason;
import dev.plumbline.cache.tiered.NodeRead.Lease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server or proxy without meta commands. */
final class NodeClassicTest {
    @ParameterizedTest
    @ValueSource(strings = {"ERROR\r\n", "CLIENT_ERROR unknown command\r\n", ""})
    void serverThatDoesNotKnowMetaCommands_isUsedWithoutLeases(String toUnknown) {
        try (MisbehavingServer server = MisbehavingServer.start(new OldServer(toUnknown));
                NodeOn on = NodeOn.up(server.address())) {
            assertThat(on.node.grantsLeases()).isFalse();

            assertThat(on.lease("a")).isEqualTo(new NodeRead(null, null, -1, Lease.NONE));
            assertThat(on.set("a", "first")).isTrue();
            assertThat(on.set("c", "third")).isTrue();
            assertThat(done(on.get(AMPLE, 30, "a", "b", "c")))
                    .extracting(NodeOn::text)
                    .containsExactly("first", null, "third");
            assertThat(done(on.node.add("a", value("other"), 10, in(AMPLE)))).isFalse();
            assertThat(done(on.node.add("d", value("fourth"), 10, in(AMPLE)))).isTrue();
            assertThat(on.get("d").secondsLeft()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLIENT_ERROR bad data chunk\r\nERROR\r\n", "OK\r\n"})
    void metaCommandsInTheirFirstSpelling_areNotUsed(String toStore) {
        OldServer classic = new OldServer("ERROR\r\n");
        try (MisbehavingServer server = MisbehavingServer.start(on -> {
                    String line = String.valueOf(on.line());
                    if (line.equals("mn")) {
                        on.say("MN\r\n");
                        on.line();
                        on.line();
                        on.say(toStore);
                        on.line();
                    } else {
                        on.say("END\r\n");
                        classic.serve(on);
                    }
                });
                NodeOn on = NodeOn.up(server.address())) {
            assertThat(on.node.grantsLeases()).isFalse();
            assertThat(on.set("a", "v")).isTrue();
            assertThat(text(on.get("a"))).isEqualTo("v");
        }
    }

    @Test
    void tokens_workAsWithMetaCommands() {
        try (MisbehavingServer server = MisbehavingServer.start(new OldServer("ERROR\r\n"));
                NodeOn on = NodeOn.up(server.address())) {
            assertThat(on.set("a", "first")).isTrue();
            NodeToken first = on.token("a");
            assertThat(on.set("a", "second", first)).isTrue();
            assertThat(on.set("a", "third", first)).isFalse();
            assertThat(on.delete("a", first)).isFalse();
            assertThat(text(on.get("a"))).isEqualTo("second");

            assertThat(on.delete("a", on.get("a").token())).isTrue();
            assertThat(on.get("a").value()).isNull();
            assertThat(on.set("a", "late", first)).isFalse();
            assertThat(on.delete("a", first)).isTrue();
            assertThat(on.delete("a", null)).isTrue();
        }
    }

    @Test
    void conditionalRemoval_isGoneAtOnce_alsoFromARealServer() {
        try (MemcachedServer server = MemcachedServer.start();
                NodeOn on = NodeOn.up(server.address())) {
            assertThat(on.set("a", "held")).isTrue();
            long cas = on.token("a").cas();
            assertThat(server.ask("cas a 0 2592001 0 " + (cas + 1) + "\r\n")).isEqualTo("EXISTS");
            assertThat(server.ask("cas a 0 2592001 0 " + cas + "\r\n")).isEqualTo("STORED");
            assertThat(on.get("a").value()).isNull();
            assertThat(done(on.node.add("a", value("new"), 10, in(AMPLE)))).isTrue();
        }
    }

    @Test
    void errorForOneName_asAProxyGivesForADeadServerBehindIt_isNotOneOfAll() {
        try (MisbehavingServer server = MisbehavingServer.start(on -> {
                    for (String line = on.line(); line != null; line = on.line()) {
                        if (line.equals("mn")) {
                            return;
                        }
                        on.say(
                                line.equals("gets dead") || line.equals("gets pl1:probe")
                                        ? "SERVER_ERROR Connection refused\r\n"
                                        : "VALUE " + line.substring(5) + " 0 3 9\r\nabc\r\nEND\r\n");
                    }
                });
                NodeOn on = NodeOn.up(server.address())) {
            assertThat(done(on.get(AMPLE, 0, "a", "dead", "c")))
                    .extracting(NodeOn::text)
                    .containsExactly("abc", null, "abc");
            assertThat(failure(on.get(AMPLE, 0, "dead"))).isEqualTo(Reason.SERVER);
            assertThat(on.node.state()).isEqualTo(Node.State.CLOSED);
        }
    }

    @Test
    void valueOfAnotherName_isIgnoredAndCounted() {
        try (MisbehavingServer server = MisbehavingServer.start(on -> {
                    for (String line = on.line(); line != null; line = on.line()) {
                        if (line.startsWith("gets ")) {
                            on.say(line.endsWith("probe") ? "END\r\n" : "VALUE other 0 3 9\r\nabc\r\nEND\r\n");
                        } else {
                            on.say("ERROR\r\n");
                        }
                    }
                });
                NodeOn on = NodeOn.up(server.address())) {
            assertThat(on.get("name").value()).isNull();
            assertThat(on.events.unasked).hasValue(1);
        }
    }

    @Test
    void eachNewConnection_isAskedAgainWhatItSpeaks() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.start(new OldServer("ERROR\r\n"));
                NodeOn on = NodeOn.up(server.address())) {
            assertThat(on.node.grantsLeases()).isFalse();

            server.behave(MisbehavingServer.meta((connection, line) -> connection.say("EN\r\n")));
            server.connection(server.connections() - 1).hangUp();

            await().atMost(NodeOn.PATIENCE).until(on.node::grantsLeases);
        }
    }

    @Test
    void serverThatWantsALogin_isNotUsed() {
        try (MisbehavingServer server = MisbehavingServer.start(on -> {
                    while (on.line() != null) {
                        on.say("CLIENT_ERROR unauthenticated\r\n");
                    }
                });
                NodeOn on = new NodeOn(server.address())) {
            await().atMost(NodeOn.PATIENCE).until(() -> server.connections() >= 4);
            assertThat(on.events.closed).hasValue(0);
            assertThat(failure(on.get(AMPLE, 0, "a"))).isEqualTo(Reason.CIRCUIT_OPEN);
        }
    }
}
