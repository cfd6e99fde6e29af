package dev.plumbline.grpc.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.plumbline.feature.FeatureRow;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FeastCodecPropertyTest {
    private static final FeastTerms TERMS = new FeastTerms(Optional.empty(), false, Map.of(), Map.of());

    @Test
    void rows_ofRandomReplies_areThoseOfGeneratedClasses() throws IOException {
        CodecCheck.rowsAreThoseOfGeneratedClasses(Reply::new);
    }

    @Test
    void rows_ofMutatedReplies_areRowsOrRefused() {
        CodecCheck.mutantsAreRowsOrRefused(Reply::new);
    }

    private static final class Reply implements CodecCheck.Case {
        private final FeastReplies random;

        Reply(long seed) {
            this.random = new FeastReplies(seed);
        }

        @Override
        public byte[] reply() {
            return random.reply();
        }

        @Override
        public List<FeatureRow> direct(byte[] octets, int length) throws IOException {
            return new FeastCodec(random.binding(), TERMS).fetch(random.keys()).rows(octets, length, 7);
        }

        @Override
        public List<FeatureRow> reference(byte[] octets) throws InvalidProtocolBufferException {
            return FeastReference.rows(random.binding(), random.keys(), octets, 7);
        }
    }
}
