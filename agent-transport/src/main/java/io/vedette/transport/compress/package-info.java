/// Compression of single messages, as gRPC negotiates it.
@NullMarked
package io.vedette.transport.compress;

import org.jspecify.annotations.NullMarked;
