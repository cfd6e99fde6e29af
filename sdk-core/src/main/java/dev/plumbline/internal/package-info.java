/** The pipeline of one read. Only {@link dev.plumbline.internal.ClientAssembler} is for the front door; nothing else is. */
@NullMarked
package dev.plumbline.internal;

import org.jspecify.annotations.NullMarked;
