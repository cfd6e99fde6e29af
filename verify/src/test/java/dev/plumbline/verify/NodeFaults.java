package dev.plumbline.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Kills, stops, continues and restarts memcached servers, as a seed says. */
final class NodeFaults implements AutoCloseable {
    /** What is done to a server. */
    enum Fault {
        /** Its process ends without a word, and what it held is gone. */
        KILL,
        /** It is started again, empty. */
        RESTART,
        /** Its process is stopped: connections stay, nothing is answered. */
        STOP,
        /** It goes on and answers what it was asked. */
        CONTINUE
    }

    private enum State {
        UP,
        DEAD,
        STOPPED
    }

    private final List<Memcached> nodes = new ArrayList<>();
    private final List<State> states = new ArrayList<>();
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private final Random random;

    NodeFaults(int servers, long seed) throws IOException {
        random = new Random(seed);
        for (int i = 0; i < servers; i++) {
            nodes.add(new Memcached());
            states.add(State.UP);
        }
    }

    String[] addresses() {
        return nodes.stream().map(Memcached::address).toArray(String[]::new);
    }

    /** How long to wait before the next one. */
    long pauseMillis() {
        return 200L + random.nextInt(800);
    }

    /** Does the next thing to one of them. */
    void next() throws IOException, InterruptedException {
        int node = random.nextInt(nodes.size());
        boolean first = random.nextBoolean();
        switch (states.get(node)) {
            case UP -> apply(node, first ? Fault.KILL : Fault.STOP);
            case DEAD -> apply(node, Fault.RESTART);
            case STOPPED -> apply(node, first ? Fault.CONTINUE : Fault.KILL);
        }
    }

    /** Does the same to all of them, which is not counted. */
    void all(Fault fault) throws IOException, InterruptedException {
        for (int node = 0; node < nodes.size(); node++) {
            apply(node, fault);
            counts.merge(fault, -1, Integer::sum);
        }
    }

    /** Brings all of them back. */
    void heal() throws IOException, InterruptedException {
        for (int node = 0; node < nodes.size(); node++) {
            if (states.get(node) != State.UP) {
                apply(node, states.get(node) == State.DEAD ? Fault.RESTART : Fault.CONTINUE);
            }
        }
    }

    private void apply(int node, Fault fault) throws IOException, InterruptedException {
        Memcached server = nodes.get(node);
        switch (fault) {
            case KILL -> server.kill();
            case RESTART -> server.restart();
            case STOP -> server.pause();
            case CONTINUE -> server.resume();
        }
        states.set(
                node,
                switch (fault) {
                    case KILL -> State.DEAD;
                    case STOP -> State.STOPPED;
                    case RESTART, CONTINUE -> State.UP;
                });
        counts.merge(fault, 1, Integer::sum);
    }

    int count(Fault fault) {
        return counts.getOrDefault(fault, 0);
    }

    @Override
    public void close() {
        nodes.forEach(Memcached::close);
    }
}
