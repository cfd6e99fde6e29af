package dev.plumbline.cache.tiered;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Does what a memcached from before the meta commands does; times to live only as far as they end at once. */
final class OldServer implements MisbehavingServer.Behaviour {
    private record Item(String flags, String data, long cas) {}

    private static final long LONGEST_RELATIVE_TTL = 2_592_000;

    private final Map<String, Item> items = new HashMap<>();
    private final String toUnknown;
    private long cas = 100;

    /**
     * Makes one.
     *
     * @param toUnknown what it answers to a command it does not know; if empty, it hangs up
     */
    OldServer(String toUnknown) {
        this.toUnknown = toUnknown;
    }

    @Override
    public void serve(MisbehavingServer.Connection on) throws IOException {
        for (String line = on.line(); line != null; line = on.line()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("set") || words[0].equals("add") || words[0].equals("cas")) {
                String data = on.read(Integer.parseInt(words[4]) + 2);
                on.say(store(words, data.substring(0, data.length() - 2)));
            } else if (words[0].equals("gets")) {
                on.say(get(words));
            } else if (words[0].equals("delete")) {
                on.say(remove(words[1]));
            } else if (toUnknown.isEmpty()) {
                return;
            } else {
                on.say(toUnknown);
            }
        }
    }

    private synchronized String get(String... words) {
        StringBuilder answer = new StringBuilder();
        for (int i = 1; i < words.length; i++) {
            Item item = items.get(words[i]);
            if (item != null) {
                answer.append("VALUE " + words[i] + " " + item.flags + " " + item.data.length() + " " + item.cas);
                answer.append("\r\n" + item.data + "\r\n");
            }
        }
        return answer + "END\r\n";
    }

    private synchronized String store(String[] words, String data) {
        Item held = items.get(words[1]);
        if (words[0].equals("add") && held != null) {
            return "NOT_STORED\r\n";
        }
        if (words[0].equals("cas")) {
            if (held == null) {
                return "NOT_FOUND\r\n";
            }
            if (held.cas != Long.parseLong(words[5])) {
                return "EXISTS\r\n";
            }
        }
        if (Long.parseLong(words[3]) > LONGEST_RELATIVE_TTL) {
            items.remove(words[1]);
        } else {
            items.put(words[1], new Item(words[2], data, ++cas));
        }
        return "STORED\r\n";
    }

    private synchronized String remove(String name) {
        return items.remove(name) == null ? "NOT_FOUND\r\n" : "DELETED\r\n";
    }
}
