/// Where batches wait until an endpoint has acknowledged them.
@NullMarked
package io.vedette.transport.spool;

import org.jspecify.annotations.NullMarked;
