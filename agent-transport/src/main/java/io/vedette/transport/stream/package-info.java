/// Delivery of batches from the spool to an endpoint.
@NullMarked
package io.vedette.transport.stream;

import org.jspecify.annotations.NullMarked;
