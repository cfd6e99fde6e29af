package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.slf4j.event.EventRecordingLogger;
import org.slf4j.event.Level;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.SubstituteLogger;

final class NodeLogTest {
    private final Queue<SubstituteLoggingEvent> lines = new ArrayDeque<>();
    private final WrappingTime time = new WrappingTime();
    private final NodeLog log = new NodeLog(
            new EventRecordingLogger(new SubstituteLogger("test", lines, true), lines),
            NodeAddress.parse("cache-1:11211"),
            time);

    @Test
    void nodeThatIsDownForTenMinutes_isALineAMinute() {
        for (int i = 0; i < 600; i++) {
            log.down("refused");
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(count(Level.WARN)).isEqualTo(10);

        log.up(true);
        assertThat(count(Level.INFO)).isEqualTo(1);
    }

    @Test
    void nodeThatComesAndGoes_isALineAMinuteEach() {
        for (int i = 0; i < 600; i++) {
            log.down("refused");
            time.advance(Duration.ofMillis(100));
            log.up(true);
        }
        assertThat(count(Level.WARN)).isEqualTo(1);
        assertThat(count(Level.INFO)).isEqualTo(1);
    }

    private long count(Level level) {
        return lines.stream().filter(line -> line.getLevel() == level).count();
    }
}
