package dev.plumbline.grpc;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.grpc.internal.PredictionCodec;
import dev.plumbline.log.Prediction;
import dev.plumbline.transport.ViewBinding;
import java.io.IOException;
import java.util.List;

/** The data access layer's other method: it takes one prediction and reads no view. */
final class PredictionLogging implements Contract {
    @Override
    public String name() {
        return "prediction-log";
    }

    @Override
    public String servicePath() {
        return "com.mycorp.dal.FeatureService";
    }

    @Override
    public String method() {
        return "LogPrediction";
    }

    @Override
    public boolean isNotFoundCertain() {
        return true;
    }

    @Override
    public Codec bind(ViewBinding binding) {
        throw new IllegalArgumentException("the prediction log carries no view: read view '"
                + binding.view().name() + "' by GrpcTransport.dataAccess");
    }

    /** One prediction on its way. The answer is there when the call has ended. */
    static final class Sent implements Exchange {
        private final byte[] request;
        private volatile PredictionCodec.Answer answer = new PredictionCodec.Answer(false, "no answer");

        Sent(Prediction prediction) {
            this.request = PredictionCodec.request(prediction);
        }

        @Override
        public byte[] request() {
            return request;
        }

        @Override
        public List<FeatureRow> rows(byte[] reply, int length, long receivedMicros) throws IOException {
            answer = PredictionCodec.answer(reply, length);
            return List.of();
        }

        PredictionCodec.Answer answer() {
            return answer;
        }
    }
}
