package dev.plumbline.benchmarks;

/** How the far tier is while reads are timed. */
enum FarState {
    /** There is none. */
    OFF("no far tier"),
    /** It answers every read. */
    UP("memcached answers"),
    /** Nothing listens where memcached should be. */
    DOWN("nothing listens"),
    /** memcached was stopped when the timing began: its connections stay and it says nothing. */
    HUNG("memcached is stopped");

    private final String words;

    FarState(String words) {
        this.words = words;
    }

    /** What it means, for a table. */
    String words() {
        return words;
    }
}
