package dev.plumbline.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.TreeSet;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.infra.runners.SpinLoopStyle;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Runs all races in this process, one after the other, and prints each outcome with its count. jcstress' own main class
 * starts two dozen processes to find out what the JVM can do, before the first race.
 */
public final class RaceRunner {
    private static final int STRIDE = 64;
    private static final int STRIDES = 16;
    private static final int HEAP_MB = 128;

    private RaceRunner() {}

    /**
     * Prints a line for each outcome: race, outcome, count, whether it is acceptable, and what it means, between tabs.
     *
     * @param args how long each race lasts, in milliseconds, how many rounds, and a part of the names of the races to run
     */
    public static void main(String[] args) throws Exception {
        int millis = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        String part = args.length > 2 ? args[2] : "";
        for (String test : new TreeSet<>(TestList.tests())) {
            if (test.contains(part)) {
                run(TestList.getInfo(test), millis, rounds);
            }
        }
        System.exit(0);
    }

    private static void run(TestInfo test, int millis, int rounds) throws Exception {
        Runner<?> runner = (Runner<?>) Class.forName(test.generatedRunner())
                .getConstructor(ForkedTestConfig.class)
                .newInstance(config(test, millis, rounds));
        TestResult result = runner.run();
        String name =
                test.name().substring(test.name().lastIndexOf('.', test.name().lastIndexOf('.') - 1) + 1);
        if (result.status() != Status.NORMAL) {
            print(name, result.status().toString(), 1, Expect.FORBIDDEN, String.join(" / ", result.getMessages()));
        }
        for (String state : new TreeSet<>(result.getStateKeys())) {
            StateCase known = caseOf(test, state);
            print(name, state, result.getCount(state), known.expect(), known.description());
        }
    }

    private static void print(String test, String state, long count, Expect expect, String description) {
        System.out.println(String.join(
                "\t", test, state, Long.toString(count), expect.toString(), description.replace('\n', ' ')));
    }

    private static StateCase caseOf(TestInfo test, String state) {
        Collection<StateCase> cases = test.cases();
        return cases.stream()
                .filter(each -> each.matchesExactly(state))
                .findFirst()
                .or(() -> cases.stream().filter(each -> each.matches(state)).findFirst())
                .orElseGet(test::unmatched);
    }

    /** What jcstress' own main class would tell a process of its own. */
    private static ForkedTestConfig config(TestInfo test, int millis, int rounds) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(SpinLoopStyle.THREAD_YIELD.ordinal());
            out.writeInt(millis);
            out.writeInt(rounds);
            out.writeUTF(test.generatedRunner());
            out.writeInt(HEAP_MB);
            out.writeInt(STRIDE);
            out.writeInt(STRIDES);
            out.writeBoolean(false);
            out.writeInt(0);
        }
        return new ForkedTestConfig(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
