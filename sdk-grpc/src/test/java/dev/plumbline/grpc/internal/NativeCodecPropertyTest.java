package dev.plumbline.grpc.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.ViewBinding;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NativeCodecPropertyTest {
    @Test
    void rows_ofRandomReplies_areThoseOfGeneratedClasses() throws IOException {
        CodecCheck.rowsAreThoseOfGeneratedClasses(NativeCase::new);
    }

    @Test
    void rows_ofMutatedReplies_areRowsOrRefused() {
        CodecCheck.mutantsAreRowsOrRefused(NativeCase::new);
    }

    private static final class NativeCase implements CodecCheck.Case {
        private final FeatureView view;
        private final List<EntityKey> keys;
        private final byte[] reply;
        private final NativeCodec.Fetch fetch;

        NativeCase(long seed) {
            NativeReplies replies = new NativeReplies(seed);
            view = replies.view();
            keys = replies.keys(view);
            reply = replies.reply(view, keys.size());
            fetch = new NativeCodec(ViewBinding.of(view)).fetch(keys);
        }

        @Override
        public byte[] reply() {
            return reply;
        }

        @Override
        public List<FeatureRow> direct(byte[] octets, int length) throws IOException {
            return fetch.rows(octets, length, 7);
        }

        @Override
        public List<FeatureRow> reference(byte[] octets) throws InvalidProtocolBufferException {
            return NativeReference.rows(view, keys.size(), octets, 7);
        }
    }
}
