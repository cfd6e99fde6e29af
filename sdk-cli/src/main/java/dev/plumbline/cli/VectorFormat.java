package dev.plumbline.cli;

import dev.plumbline.transform.TransformSpec;
import java.io.IOException;
import java.nio.file.Path;

/** The formats of vectors, by the names of their files. */
enum VectorFormat {
    CSV,
    NPY,
    NPZ;

    /** The format that a file's name and a spec agree on. */
    static VectorFormat of(Path target, TransformSpec spec, OnError onError) {
        String name = target.toString();
        VectorFormat format = name.endsWith(".csv") ? CSV : name.endsWith(".npy") ? NPY : NPZ;
        if (format == NPZ && !name.endsWith(".npz")) {
            throw unwritable(target, "is no .csv, .npy or .npz; name one of these");
        }
        boolean sparse = spec.vectorizer().isSparse();
        if (sparse && format != NPZ) {
            throw unwritable(
                    target,
                    "cannot hold the sparse vectors of " + spec.name()
                            + "; name an .npz, which scipy.sparse.load_npz reads");
        }
        if (!sparse && format == NPZ) {
            throw unwritable(target, "is for sparse vectors, and " + spec.name() + " is dense; name a .npy or .csv");
        }
        if (sparse && onError == OnError.NAN) {
            throw unwritable(target, "has no room for a row of NaN, being sparse; pass --on-error fail or skip");
        }
        return format;
    }

    private static CommandException unwritable(Path target, String what) {
        return new CommandException(CommandException.UNWRITABLE, target.toString(), what);
    }

    VectorFile open(NewFile file, TransformSpec spec) throws IOException {
        return switch (this) {
            case CSV -> new CsvVectorFile(file.channel(), spec);
            case NPY -> new NpyFile(file.channel(), new RowVector(spec));
            case NPZ -> new NpzFile(file, spec);
        };
    }
}
