/**
 * How a model carries the fingerprint of its spec: beside it in a file, inside an ONNX file, and through a hot reload.
 *
 * <p>For training jobs, which stamp what they have trained, and for services, which refuse a model that was trained with
 * another spec. Start with {@link dev.plumbline.transform.ModelStamp}, then {@link
 * dev.plumbline.transform.model.SideFile} or {@link dev.plumbline.transform.model.OnnxFile}.
 */
@NullMarked
package dev.plumbline.transform.model;

import org.jspecify.annotations.NullMarked;
