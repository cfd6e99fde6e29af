package dev.plumbline.transform.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes protobuf fields, and with them the smallest ONNX model: y = x for two floats. */
final class Onnx {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static byte[] identity() {
        return head().message(7, graph()).message(8, opset()).bytes();
    }

    /** Returns the fields before the graph. */
    static Onnx head() {
        return new Onnx().number(1, 8).text(2, "plumbline's tests");
    }

    static Onnx graph() {
        Onnx node = new Onnx().text(1, "x").text(2, "y").text(4, "Identity");
        return new Onnx()
                .message(1, node)
                .text(2, "identity")
                .message(11, value("x"))
                .message(12, value("y"));
    }

    static Onnx opset() {
        return new Onnx().text(1, "").number(2, 17);
    }

    static Onnx metadata(String key, String value) {
        return new Onnx().text(1, key).text(2, value);
    }

    private static Onnx value(String name) {
        Onnx shape = new Onnx().message(1, new Onnx().number(1, 2));
        Onnx tensor = new Onnx().number(1, 1).message(2, shape);
        return new Onnx().text(1, name).message(2, new Onnx().message(1, tensor));
    }

    Onnx number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    Onnx text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Onnx message(int field, Onnx value) {
        return bytes(field, value.bytes());
    }

    Onnx bytes(int field, byte[] value) {
        varint(((long) field << 3) | 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    Onnx raw(int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
