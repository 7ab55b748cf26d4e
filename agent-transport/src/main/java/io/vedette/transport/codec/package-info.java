/// Protobuf wire bytes without garbage: what writes a batch, and what reads the little that delivery has to
/// know of one.
@NullMarked
package io.vedette.transport.codec;

import org.jspecify.annotations.NullMarked;
