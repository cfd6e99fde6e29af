package dev.plumbline.cache.tiered;

import static dev.plumbline.cache.tiered.MisbehavingServer.flag;
import static dev.plumbline.cache.tiered.MisbehavingServer.meta;
import static dev.plumbline.cache.tiered.NodeOn.AMPLE;
import static dev.plumbline.cache.tiered.NodeOn.done;
import static dev.plumbline.cache.tiered.NodeOn.failure;
import static dev.plumbline.cache.tiered.NodeOn.in;
import static dev.plumbline.cache.tiered.NodeOn.text;
import static dev.plumbline.cache.tiered.NodeOn.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.cache.tiered.MisbehavingServer.Answers;
import dev.plumbline.cache.tiered.NodeException.Reason;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node makes of replies that no good server sends, or sends so. */
final class NodeWireTest {
    private static final Answers HIT = (on, line) -> on.say("VA 3 c5 t9 f7 " + flag(line, 'O') + "\r\nabc\r\n");

    @Test
    void replySplitAtEachOctet_isReadRight() {
        try (MisbehavingServer server = MisbehavingServer.start(meta((on, line) -> {
                    String reply = "VA 3 c5 t9 f7 " + flag(line, 'O') + "\r\na\r\n\r\n";
                    for (int i = 0; i < reply.length(); i++) {
                        on.say(reply.substring(i, i + 1));
                    }
                }));
                NodeOn on = NodeOn.up(server.address())) {
            assertThat(text(on.get("name"))).isEqualTo("a\r\n");
            List<NodeRead> reads = done(on.get(AMPLE, 30, "a", "b", "c"));
            assertThat(reads).extracting(NodeOn::text).containsOnly("a\r\n");
            assertThat(reads).extracting(NodeRead::secondsLeft).containsOnly(9);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "VA\r\n",
                "VA x f7\r\nabc\r\n",
                "VA -3 f7\r\nabc\r\n",
                "VA 999999999 f7\r\nabc\r\n",
                "VA 99999999999999999999999 f7\r\nabc\r\n",
                "VA 2 c5 f7 OPAQUE\r\nabc\r\n",
                "VA 3 c5 fx OPAQUE\r\nabc\r\n",
                "VALUE name 0 3\r\nabc\r\nEND\r\n",
                "HD\r\n",
                "\r\n",
                "\0\0\0\0\n"
            })
    void rubbish_endsTheConnectionAndIsNeverAValue(String rubbish) {
        try (MisbehavingServer server = MisbehavingServer.start(
                        meta((on, line) -> on.say(rubbish.replace("OPAQUE", flag(line, 'O')))));
                NodeOn on = NodeOn.up(server.address())) {
            server.behave(meta(HIT));
            assertThat(failure(on.get(AMPLE, 0, "name"))).isEqualTo(Reason.PROTOCOL);
            await().until(server.connection(0)::isClosed);
            assertThat(on.events.protocolErrors).hasValue(1);

            on.awaitUp();
            assertThat(text(on.get("name"))).isEqualTo("abc");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void lineWithoutEnd_endsTheConnection() {
        try (MisbehavingServer server = MisbehavingServer.start(meta((on, line) -> on.say("VA ".repeat(2_000))));
                NodeOn on = NodeOn.up(server.address())) {
            assertThat(failure(on.get(AMPLE, 0, "name"))).isEqualTo(Reason.PROTOCOL);
        }
    }

    @Test
    void valueLongerThanItSays_isNotTaken_andShorterOneIsNeverWhole() {
        try (MisbehavingServer server = MisbehavingServer.start(
                        meta((on, line) -> on.say("VA 5 c5 t9 f7 " + flag(line, 'O') + "\r\nabc\r\n")));
                NodeOn on = NodeOn.up(server.address())) {
            // Two octets of the value are taken for its end, and the end for what follows; nothing more ever comes.
            assertThat(failure(on.get(java.time.Duration.ofMillis(100), 0, "name")))
                    .isEqualTo(Reason.TIMEOUT);
        }
    }

    @Test
    void valuesThatWereNotAskedFor_areIgnoredAndCounted() {
        try (MisbehavingServer server = MisbehavingServer.start(meta((on, line) -> {
                    if (line.contains(" a ")) {
                        on.say("VA 3 c5 t9 f7 O999999\r\nbad\r\n");
                        on.say("VA 4 c5 t9 f7\r\nbad2\r\n");
                        HIT.answer(on, line);
                    }
                }));
                NodeOn on = NodeOn.up(server.address())) {
            List<NodeRead> reads = done(on.get(AMPLE, 0, "a", "b"));
            assertThat(reads).extracting(NodeOn::text).containsExactly("abc", null);
            assertThat(on.events.unasked).hasValue(2);
            assertThat(on.events.protocolErrors).hasValue(0);
        }
    }

    @Test
    void repliesOfTwoReadsSwapped_areNoValuesOfEither() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        try (MisbehavingServer server = MisbehavingServer.start(on -> {
                    MisbehavingServer.greet(on);
                    String first = on.line();
                    both.countDown();
                    String second = on.line();
                    both.countDown();
                    on.say("VA 3 c5 t9 f7 " + flag(String.valueOf(second), 'O') + "\r\ntwo\r\n");
                    on.say("VA 3 c5 t9 f7 " + flag(String.valueOf(first), 'O') + "\r\none\r\n");
                    on.line();
                });
                NodeOn on = NodeOn.up(server.address())) {
            CompletableFuture<List<NodeRead>> one = on.get(AMPLE, 0, "one");
            CompletableFuture<List<NodeRead>> two = on.get(AMPLE, 0, "two");
            assertThat(both.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(failure(one)).isEqualTo(Reason.PROTOCOL);
            assertThat(failure(two)).isEqualTo(Reason.PROTOCOL);
        }
    }

    @Test
    void acknowledgementsSwapped_areNotBelieved() {
        try (MisbehavingServer server = MisbehavingServer.start(on -> {
                    MisbehavingServer.greet(on);
                    on.line();
                    String second = on.line();
                    on.say("HD " + flag(String.valueOf(second), 'O') + "\r\n");
                    on.line();
                });
                NodeOn on = NodeOn.up(server.address())) {
            CompletableFuture<Boolean> one = on.node.delete("one", null, in(AMPLE));
            CompletableFuture<Boolean> two = on.node.delete("two", null, in(AMPLE));
            assertThat(failure(one)).isEqualTo(Reason.PROTOCOL);
            assertThat(failure(two)).isEqualTo(Reason.PROTOCOL);
        }
    }

    @Test
    void errorInsideASeveralNamesRead_leavesTheOthersTheirAnswers() {
        try (MisbehavingServer server = MisbehavingServer.start(meta((on, line) -> {
                    if (line.contains(" bad ")) {
                        on.say("SERVER_ERROR out of memory\r\n");
                    } else {
                        HIT.answer(on, line);
                    }
                }));
                NodeOn on = NodeOn.up(server.address())) {
            assertThat(done(on.get(AMPLE, 0, "a", "bad", "c")))
                    .extracting(NodeOn::text)
                    .containsExactly("abc", null, "abc");
            assertThat(failure(on.get(AMPLE, 0, "bad"))).isEqualTo(Reason.SERVER);
            assertThat(text(on.get("a"))).isEqualTo("abc");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void unsolicitedLine_endsTheConnection_andANewOneIsMade() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.start(meta(HIT));
                NodeOn on = NodeOn.up(server.address())) {
            server.connection(0).say("ERROR Too many open connections\r\n");

            await().atMost(NodeOn.PATIENCE).until(() -> server.connections() == 2);
            on.awaitUp();
            assertThat(on.events.unsolicited).hasValue(1);
            assertThat(text(on.get("name"))).isEqualTo("abc");
        }
    }

    @Test
    void refusedStore_isTheServersError_andTheConnectionStays() {
        try (MisbehavingServer server = MisbehavingServer.start(meta((on, line) -> {
                    on.line();
                    on.say("SERVER_ERROR object too large for cache\r\n");
                }));
                NodeOn on = NodeOn.up(server.address())) {
            for (int i = 0; i < 30; i++) {
                assertThat(failure(on.node.set("a", value("v"), 10, null, in(AMPLE))))
                        .isEqualTo(Reason.SERVER);
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }
}
