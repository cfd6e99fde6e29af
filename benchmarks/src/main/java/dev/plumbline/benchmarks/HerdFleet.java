package dev.plumbline.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The processes of a herd, told what to do at one moment. They end with this process, however that ends. */
final class HerdFleet implements AutoCloseable {
    /** A process and the ends of its pipes that are here. */
    private record Member(Process process, Writer in, BufferedReader out) {
        void say(String line) throws IOException {
            in.write(line + "\n");
            in.flush();
        }

        String hear() throws IOException {
            String line = out.readLine();
            if (line == null) {
                throw new IllegalStateException("a process of the herd ended, see above");
            }
            return line;
        }
    }

    private final List<Member> members = new ArrayList<>();

    HerdFleet(int processes, String target, String memcached) throws IOException {
        for (int i = 0; i < processes; i++) {
            Process process = JavaProcess.start("256m", HerdProcess.class, target, memcached, Integer.toString(i));
            members.add(new Member(
                    process,
                    process.outputWriter(StandardCharsets.UTF_8),
                    process.inputReader(StandardCharsets.UTF_8)));
        }
    }

    /** Gives every process a new client, connected to memcached. */
    void open(HerdSetup setup) throws IOException {
        for (Member member : members) {
            member.say("open " + setup.line());
        }
        for (Member member : members) {
            if (!member.hear().equals("opened")) {
                throw new IllegalStateException("a process of the herd did not open its client");
            }
        }
    }

    /** Has every process do the same at one moment, and adds up what they report. */
    HerdReads.Report together(String command) throws IOException {
        for (Member member : members) {
            member.say(command);
        }
        for (Member member : members) {
            if (!member.hear().equals("ready")) {
                throw new IllegalStateException("a process of the herd did not get ready");
            }
        }
        for (Member member : members) {
            member.say("go");
        }
        HerdReads.Report sum = new HerdReads.Report(0, 0, 0, 0, 0);
        for (Member member : members) {
            sum = sum.and(HerdReads.Report.parse(member.hear()));
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        for (Member member : members) {
            member.in().close();
        }
        for (Member member : members) {
            try {
                if (!member.process().waitFor(10, TimeUnit.SECONDS)) {
                    member.process().destroyForcibly();
                }
            } catch (InterruptedException e) {
                member.process().destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
