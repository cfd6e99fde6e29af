package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trainer in Python sees. */
final class NumpyTest {
    @TempDir
    Path folder;

    @Test
    void numpy_loadsTheBitsOfTheVectorizer() throws Exception {
        Run run = Run.vectorizeFlights(Flights.SPEC, Flights.DATA, folder.resolve("vectors.npy"));
        assertThat(run.code()).as(run.err()).isZero();

        String said = Python.run(folder, """
                import numpy
                x = numpy.load('vectors.npy', allow_pickle=False)
                m = numpy.load('vectors.npy', mmap_mode='r')
                print(x.dtype.str, x.shape, x.flags.c_contiguous, m.offset % 64, (m == x).all())
                x.tofile('bits')
                """);

        assertThat(said).isEqualTo("<f4 (20000, 16) True 0 True\n");
        assertThat(Files.readAllBytes(folder.resolve("bits"))).isEqualTo(Flights.bits());
    }

    @Test
    void scipy_loadsSparseVectors() throws Exception {
        Run run = Run.vectorizeFlights(Flights.sparse(folder), Flights.DATA, folder.resolve("vectors.npz"));
        assertThat(run.code()).as(run.err()).isZero();

        String said = Python.run(folder, """
                import scipy.sparse
                x = scipy.sparse.load_npz('vectors.npz')
                print(x.format, x.dtype.str, x.shape, x.nnz, x.has_sorted_indices, x.indices.dtype, x.indptr.dtype)
                x.toarray().tofile('bits')
                """);

        // One distance, one band, one origin, a sine and a cosine.
        assertThat(said).isEqualTo("csr <f4 (20000, 16) 100000 True int32 int32\n");
        assertThat(Files.readAllBytes(folder.resolve("bits"))).isEqualTo(Flights.bits());
    }

    @Test
    void csv_isTheSameInPythonsPrecision_andInNumpys() throws Exception {
        Run run = Run.vectorizeFlights(Flights.SPEC, Flights.DATA, folder.resolve("vectors.csv"));
        assertThat(run.code()).as(run.err()).isZero();

        String said = Python.run(folder, """
                import csv, numpy
                rows = list(csv.reader(open('vectors.csv', encoding='utf-8')))
                x = numpy.array([[float(cell) for cell in row[:-1]] for row in rows[1:]])
                y = x.astype(numpy.float32)
                print(x.shape, (x == y).all(), rows[0][-1], len({row[-1] for row in rows[1:]}))
                y.tofile('bits')
                """);

        assertThat(said).isEqualTo("(20000, 16) True __plb_fp 1\n");
        assertThat(Files.readAllBytes(folder.resolve("bits"))).isEqualTo(Flights.bits());
    }

    @Test
    void specials_andTheEmptyMatrix_areLoaded() throws Exception {
        Path spec = Files.writeString(folder.resolve("spec.yaml"), """
                plumbline: 1
                name: specials
                version: "1"
                semantics: 1
                output: {name: x, type: f64}
                policy: {nan: keep, inf: keep}
                inputs: {a: {type: f64, from: request}}
                features: [{name: f, input: a}]
                """);
        Files.writeString(folder.resolve("data.csv"), "a\nNaN\n-Infinity\n4.9e-324\n-0.0\n0.1\n");
        Files.writeString(folder.resolve("none.csv"), "a\n");
        assertThat(Run.spec("vectorize", spec, folder.resolve("data.csv"), "--out", folder.resolve("x.npy"))
                        .code())
                .isZero();
        assertThat(Run.spec("vectorize", spec, folder.resolve("none.csv"), "--out", folder.resolve("none.npy"))
                        .code())
                .isZero();

        String said = Python.run(folder, """
                import numpy
                x = numpy.load('x.npy')
                print(x.dtype.str, x.byteswap().tobytes().hex(' ', 8), numpy.load('none.npy').shape)
                """);

        assertThat(said)
                .isEqualTo("<f8 7ff8000000000000 fff0000000000000 0000000000000001 0000000000000000 3fb999999999999a"
                        + " (0, 1)\n");
    }
}
