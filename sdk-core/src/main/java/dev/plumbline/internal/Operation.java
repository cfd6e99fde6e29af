package dev.plumbline.internal;

/** What a caller asked for. */
enum Operation {
    GET("get"),
    GET_ALL("get_all");

    final String tag;

    Operation(String tag) {
        this.tag = tag;
    }
}
